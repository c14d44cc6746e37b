"""An extraction built by hand, with the text it belongs to."""

from __future__ import annotations

import pytest

from coopextract.schema import (
    Agreement,
    DocumentInfo,
    Event,
    EventDate,
    Extraction,
    Institution,
    Person,
    TextSpan,
)

TEXT = "On 4 May, Li Lin of HENU received Cheshire College in Oslo. An MoU was signed. 🎓 <b>End</b>"


def at(text: str) -> TextSpan:
    start = TEXT.index(text)
    return TextSpan(start=start, end=start + len(text), text=text)


@pytest.fixture
def text() -> str:
    return TEXT


@pytest.fixture
def extraction() -> Extraction:
    day = EventDate(edtf="2023-05-04", start="2023-05-04", end="2023-05-04", text="4 May")
    visit = Event(
        id="e1",
        type="visit",
        status="occurred",
        date=day,
        place="Oslo",
        hosts=["i1"],
        visitors=["i2"],
        people=["p1"],
        topics=["music"],
        cameo="042",
        confidence=0.93,
        evidence=[at("On 4 May, Li Lin of HENU received Cheshire College in Oslo.")],
        support={"date": [at("4 May")], "place": [at("Oslo")]},
    )
    signing = Event(
        id="e2",
        type="signing",
        status="planned",
        parties=["i2", "i1"],
        agreements=["a1"],
        evidence=[at("An MoU was signed.")],
    )
    return Extraction(
        document=DocumentInfo(id="d1", title="Visit", published="2023-05-06", publisher="HENU"),
        people=[
            Person(
                id="p1",
                name="Li Lin",
                titles=["Dean"],
                affiliations=["i1"],
                side="host",
                mentions=[at("Li Lin")],
            )
        ],
        institutions=[
            Institution(
                id="i1", name="Henan University", aliases=["HENU"], kind="university", mentions=[at("HENU")]
            ),
            Institution(id="i2", name="Cheshire College", kind="college", mentions=[at("Cheshire College")]),
        ],
        agreements=[Agreement(id="a1", kind="mou", status="signed", title="MoU", mentions=[at("MoU")])],
        events=[visit, signing],
        warnings=["the year of '4 May' was taken from the publication date"],
    )
