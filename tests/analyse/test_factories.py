"""Factories: entry points name what is registered, and any process can load it."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points

import pytest
import spacy
from spacy.language import Language

from coopextract.analyse.factories import NOUNS, ORDER


def declared() -> dict[str, str]:
    return {e.name: e.value for e in entry_points(group="spacy_factories") if e.name.startswith("coop_")}


def test_entry_points_and_registered_factories_are_the_same() -> None:
    assert set(declared()) == {*ORDER, "coop_recogniser"}, "after a change: pip install -e ."


@pytest.mark.parametrize("name", [*ORDER, "coop_recogniser"])
def test_every_factory_declares_what_it_writes(name: str) -> None:
    assert Language.has_factory(name)
    assert "doc.spans" in Language.get_factory_meta(name).assigns


@pytest.mark.parametrize("name", NOUNS)
def test_every_component_works_alone(name: str) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe(name)
    doc = nlp(
        "On 3 May, Vice President Lin Wenhua of Qinghe University signed a memorandum of understanding."
    )
    for span in doc.spans[name]:
        assert span.label_ in nlp.get_pipe(name).labels
        assert span.id_
    assert nlp("").spans[name] is not None


def test_all_together_leave_mentions_without_overlaps() -> None:
    nlp = spacy.blank("en")
    for name in ORDER:
        nlp.add_pipe(name)
    doc = nlp("Vice President Lin Wenhua of Qinghe University signed a memorandum of understanding.")
    assert [(s.text, s.label_) for s in doc.spans["coop_mentions"]] == [
        ("Vice President", "TITLE"),
        ("Lin Wenhua", "PERSON"),
        ("Qinghe University", "INSTITUTION"),
        ("signed", "EV_SIGNING"),
        ("memorandum of understanding", "AGREEMENT"),
    ]


def test_a_fresh_process_finds_the_factories_without_importing_us() -> None:
    code = (
        "import spacy; nlp = spacy.blank('en'); nlp.add_pipe('coop_people');"
        "doc = nlp('Mr. Li Wei came.'); print([s.text for s in doc.spans['coop_people']])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['Li Wei']"


def test_a_pipeline_goes_to_disk_and_back(tmp_path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("coop_titles")
    nlp.add_pipe("coop_conflicts")
    nlp.to_disk(tmp_path)
    doc = spacy.load(tmp_path)("the rector said")
    assert [s.text for s in doc.spans["coop_mentions"]] == ["rector"]


def test_no_heavy_import_comes_with_the_factories() -> None:
    code = (
        "import sys, coopextract.analyse.factories;"
        "print([m for m in ('torch', 'dateparser', 'onnxruntime') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
