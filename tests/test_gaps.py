"""Gaps: what nothing took, by kind, and counted over a corpus of any format."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from coopextract import console
from coopextract.cli import app
from coopextract.extractor import Extractor
from coopextract.gap_report import GapReport
from coopextract.gaps import Gap, GapFinder
from coopextract.pack import load_pack
from coopextract.records import Analysis, Mention, Sentence

FINDER = GapFinder(load_pack())


def analysed(text: str, **labelled: str) -> Analysis:
    """An analysis in which only the given words have labels."""
    mentions = [
        Mention(text.index(words), text.index(words) + len(words), label, words, "test")
        for label, words in labelled.items()
    ]
    ends = [i + 1 for i, sign in enumerate(text) if sign == "."] or [len(text)]
    sentences = [Sentence(a, b, 0) for a, b in zip([0, *ends], ends, strict=False)]
    return Analysis(text, tuple(sentences), tuple(sorted(mentions, key=lambda m: m.start)))


@pytest.mark.parametrize(
    ("text", "labelled", "expected"),
    [
        ("They signed it.", {}, [("trigger", "signed", "tri-signed")]),
        ("They signed it.", {"EV_SIGNING": "signed"}, []),
        ("a visitation of three days", {}, [("trigger", "visitation", "")]),
        ("Li Wei warmly feted them.", {"PERSON": "Li Wei"}, [("trigger", "feted", "")]),
        ("Li Wei added that it rained.", {"PERSON": "Li Wei"}, []),
        ("Li Wei feted and toasted.", {"PERSON": "Li Wei", "EV_VISIT": "toasted"}, []),
        ("Vice Rector Li Wei left.", {"PERSON": "Li Wei"}, [("title", "Vice Rector", "tit-vice-rector-2")]),
        ("Grand Vizier Li Wei left.", {"PERSON": "Li Wei"}, [("title", "Grand Vizier", "")]),
        ("Li Wei, the Quaestor, left.", {"PERSON": "Li Wei"}, [("title", "Quaestor", "")]),
        ("Yesterday Mr. Li Wei left.", {"PERSON": "Li Wei"}, []),
        ("at the Lund Academy now", {}, [("institution", "Lund Academy", "ins-academy")]),
        ("at the Lund Academy now", {"INSTITUTION": "Lund Academy"}, []),
        ("The Grand Bazaar grew.", {}, [("name", "Grand Bazaar", "")]),
        ("Rain fell on the Bazaar.", {}, []),
    ],
)
def test_gaps_by_kind(text: str, labelled: dict[str, str], expected: list[tuple[str, str, str]]) -> None:
    found = FINDER.find(analysed(text, **labelled))
    assert [(gap.kind, gap.text, gap.row) for gap in found] == expected
    assert all(text[gap.start : gap.end] == gap.text for gap in found)


def test_counts_go_by_frequency_and_name_an_example() -> None:
    report = GapReport(FINDER)
    report.add(analysed("The Grand Bazaar grew. The Grand Bazaar shrank. The Old Bridge stood."))
    report.add(analysed("In the Old\nBridge Inn, near the Grand Bazaar."))
    first, second, *_ = report.most(10)
    assert (first.words, first.times, first.documents) == ("Grand Bazaar", 3, 2)
    assert first.example == "The [Grand Bazaar] grew. The Grand Bazaar shrank. The Old"
    assert (second.words, second.times, second.documents) == ("Bridge Inn", 1, 1)
    assert len(list(report.most(1))) == 1


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """One document in each of several formats."""
    text = "The Sunny Academy of Zorba trained nobody. Grand Vizier Omar Sharif was feted."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "b.html").write_text(f"<html><body><p>{text}</p></body></html>", encoding="utf-8")
    (tmp_path / "c.csv").write_text(f'body\n"{text}"\n', encoding="utf-8")
    with gzip.open(tmp_path / "d.jsonl.gz", "wt", encoding="utf-8") as stream:
        stream.write(json.dumps({"body": text}) + "\n" + json.dumps({"body": 5}) + "\n")
    return tmp_path


def test_the_command_reads_what_run_reads(
    corpus: Path, extractor: Extractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "load_extractor", lambda *_, **__: extractor)
    monkeypatch.setattr(extractor, "analyse_all", lambda docs: ((d, analysed(d.text)) for d in docs))
    args = ["gaps", str(corpus), "--text-field", "body", "--top", "3"]
    result = CliRunner().invoke(app, [*args, "--json"])
    report = json.loads(result.stdout)
    assert (result.exit_code, report["documents"], report["failures"]) == (1, 4, 1)
    assert "d.jsonl.gz" in result.stderr
    found = {gap["words"]: (gap["kind"], gap["documents"]) for gap in report["gaps"]}
    assert found["Sunny Academy of Zorba"] == ("institution", 4)
    text = CliRunner().invoke(app, [*args, "--limit", "2"])
    assert (text.exit_code, text.stderr) == (0, "")
    assert "2 documents read, 0 failed" in text.stdout


def test_gaps_of_a_real_analysis(extractor: Extractor) -> None:
    from coopextract.schema import Document

    text = "The rector of Henan University, Dr. Li Wei, received guests. They ate at the Blue Moon Teahouse."
    analysis = extractor.analyse(Document(text=text))
    found = GapFinder(extractor.pack).find(analysis)
    taken = [m.span for m in analysis.mentions]
    assert all(isinstance(gap, Gap) for gap in found)
    assert not any(a < gap.end and gap.start < b for gap in found for a, b in taken)
