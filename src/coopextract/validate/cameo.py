"""CAMEO event codes (Gerner et al. 2002; codebook 1.1b3), from type, status and who is told of."""

from __future__ import annotations

# 03 express intent to cooperate, 04 consult, 05 diplomatic cooperation, 06 material cooperation; 139/0..
# not used.
OCCURRED = {
    "visit": "043",  # host a visit; 042 make a visit where only the visitor is known
    "meeting": "040",  # consult
    "negotiation": "046",  # engage in negotiation
    "signing": "057",  # sign formal agreement
    "tour": "042",
    "ceremony": "050",
    "conference": "040",
    "training": "060",
    "other": "050",
}
PLANNED = {"meeting": "036", "negotiation": "036", "signing": "030", "visit": "036", "tour": "036"}


def cameo_code(type_: str, status: str, has_host: bool, has_visitor: bool) -> str:
    """The code of an event.

    >>> cameo_code("visit", "occurred", False, True), cameo_code("signing", "occurred", False, False)
    ('042', '057')
    """
    if status == "cancelled":
        return "120"  # reject, of what had been agreed
    if status == "planned":
        return PLANNED.get(
            type_, "030"
        )  # 036 express intent to meet or negotiate, 030 express intent to cooperate
    if type_ == "visit" and has_visitor and not has_host:
        return "042"
    return OCCURRED[type_]
