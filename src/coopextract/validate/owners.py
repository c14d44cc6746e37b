"""Whose a facility is, where the text says so."""

from __future__ import annotations

import re

from coopextract.records import FacilityIdentity
from coopextract.scene import Scene

_OF = re.compile(r"\s+(?:of|at)\s+(?:the\s+)?", re.I)
_POSSESSIVE = re.compile(r"['’]s?\s+(?:own\s+|new\s+)?")


def owner_of(scene: Scene, facility: FacilityIdentity) -> int | None:
    """The institution that a mention of a facility names ("the library of Henan University", "Henan
    University's library"); None where the text does not say whose it is.
    """
    text = scene.text
    for place in facility.mentions:
        for i, institution in enumerate(scene.links.institutions):
            for name in institution.mentions:
                if (
                    (place.start <= name.start and name.end <= place.end)
                    or _OF.fullmatch(text, place.end, name.start)
                    or _POSSESSIVE.fullmatch(text, name.end, place.start)
                ):
                    return i
    return None
