"""What the text says of agreements, facilities and places besides naming them."""

from __future__ import annotations

import pytest

from coopextract.drafts import EventDraft
from coopextract.link import Linker
from coopextract.pack import load_pack
from coopextract.scene import Scene, build_scene, vocabulary
from coopextract.schema import Document
from coopextract.validate.owners import owner_of
from coopextract.validate.terms import duration_of, subject_of
from coopextract.validate.topics import place_of
from tests.link.conftest import read

A, F, INST, P = "[[AGREEMENT|", "[[FACILITY|", "[[INSTITUTION|", "[[PLACE|"


@pytest.fixture(scope="module")
def scene():
    pack = load_pack()
    linker, words = Linker(pack), vocabulary(pack)

    def made(marked: str) -> Scene:
        analysis = read(marked)
        return build_scene(analysis, linker.link(analysis, Document(text=analysis.text)), words)

    return made


@pytest.mark.parametrize(
    ("text", "duration", "subject"),
    [
        (f"They signed a five-year {A}memorandum]].", "P5Y", None),
        (f"They signed a {A}five-year memorandum]] on student exchange.", "P5Y", "student exchange"),
        (f"They signed a {A}memorandum]] for three years.", "P3Y", None),
        (f"They signed a {A}memorandum]] (MoU) for five years.", "P5Y", None),
        (f"They signed a memorandum ({A}MoU]]) for five years.", "P5Y", None),
        (f"They signed a {A}contract]] for 30 locomotives.", None, "30 locomotives"),
        (f"Under the {A}memorandum]], which is for four years, they met.", "P4Y", None),
        (f"The {A}protocol]], first concluded in 2021, was extended for three years.", "P3Y", None),
        (f"They renewed for five years the student exchange {A}agreement]].", "P5Y", None),
        (f"The {A}agreement]] was delayed for two years.", None, None),
        (f"They signed a {A}memorandum]] on dual degrees, valid for 18 months.", "P18M", "dual degrees"),
        (f"The {A}memorandum]] was extended by two years.", "P2Y", None),
        (f"Friends for ten years, they signed a {A}memorandum]] on behalf of both sides.", None, None),
        (f"They signed a {A}memorandum]] for the first time on a two-year course.", None, None),
    ],
)
def test_terms_and_subjects(scene, text: str, duration: str | None, subject: str | None) -> None:
    here = scene(text)
    (agreement,) = here.links.agreements
    assert (duration_of(here, agreement), subject_of(here, agreement)) == (duration, subject)


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        (f"{INST}Lund University]] showed the {F}library]] of {INST}Riga College]].", "Riga College"),
        (f"They toured {INST}Lund University]]'s {F}library]].", "Lund University"),
        (f"{INST}Lund University]] hosted guests, who toured the {F}Foxconn robotics laboratory]].", None),
    ],
)
def test_owners_are_named(scene, text: str, owner: str | None) -> None:
    here = scene(text)
    (facility,) = here.links.facilities
    found = owner_of(here, facility)
    assert (None if found is None else here.links.institutions[found].name) == owner


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f"They [[EV_MEETING|met]] in {P}Kenya]].", "Kenya"),
        (f"They paid a [[EV_VISIT|visit]] to {P}Kenya]].", "Kenya"),
        (f"They [[EV_SIGNING|signed]] an agreement to send teachers to {P}Kenya]].", None),
        (f"They held [[EV_MEETING|talks]] on {P}Ukraine]].", None),
    ],
)
def test_places(scene, text: str, place: str | None) -> None:
    here = scene(text)
    found = place_of(here, EventDraft(list(here.triggers), "meeting"))
    assert [m.text for m in found] == ([place] if place else [])
