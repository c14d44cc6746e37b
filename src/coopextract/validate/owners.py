"""Whose a facility is, where the text says so."""

from __future__ import annotations

import re

from coopextract.records import FacilityIdentity, Mention
from coopextract.scene import Scene

_OF = re.compile(r"\s+(?:of|at)\s+(?:the\s+)?", re.I)
_NEAR = 12  # characters
_POSSESSIVE = re.compile(r"['’]s?\s+(?:own\s+|new\s+)?")


def owner_of(scene: Scene, facility: FacilityIdentity) -> int | None:
    """The institution that a mention of a facility names ("the library of Henan University", "Henan
    University's library"); None where the text does not say whose it is.
    """
    for place in facility.mentions:
        for name in scene.overlapping(place.start - _NEAR, place.end + _NEAR):
            if name.label == "INSTITUTION" and _tied(scene.text, place, name):
                return next((i for i, x in enumerate(scene.links.institutions) if name in x.mentions), None)
    return None


def _tied(text: str, place: Mention, name: Mention) -> bool:
    return bool(
        (place.start <= name.start and name.end <= place.end)
        or _OF.fullmatch(text, place.end, name.start)
        or _POSSESSIVE.fullmatch(text, name.end, place.start)
    )
