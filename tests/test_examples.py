"""Marked-up examples: the strict parser, the runner, and the examples of the shipped pack."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopextract.errors import NotEnglishError, PackError
from coopextract.examples import check_examples, check_pack, load_examples
from coopextract.markup import TAGS, Example, parse_file, parse_line
from coopextract.pack import load_pack
from coopextract.records import Analysis, Mention
from coopextract.schema import Document, DocumentInfo, Event, Extraction, Institution, Person, TextSpan

LINE = (
    '<person titles="Vice President; Dean" side=host>Li Lin</person>'
    " <event type=visit status=occurred>received</event>"
    " <institution kind=college>Cheshire &amp; Co</institution>."
)


def test_tags_and_attributes() -> None:
    example = parse_line(LINE)
    assert example is not None
    assert example.text == "Li Lin received Cheshire & Co."
    assert [(t.tag, example.text[t.start : t.end]) for t in example.tagged] == [
        ("person", "Li Lin"),
        ("event", "received"),
        ("institution", "Cheshire & Co"),
    ]
    assert example.tagged[0].attributes == {"titles": ("Vice President", "Dean"), "side": ("host",)}


def test_tags_may_nest() -> None:
    example = parse_line("<title>Dean of <institution>Law</institution></title> spoke.")
    assert example is not None
    assert [(t.tag, t.start, t.end) for t in example.tagged] == [("title", 0, 11), ("institution", 8, 11)]


@pytest.mark.parametrize("line", ["", "   ", "# comment with <broken", "  # comment"])
def test_comments_and_empty_lines(line: str) -> None:
    assert parse_line(line) is None


def test_nothing_lines_follow_the_name_of_their_file() -> None:
    titles = parse_line("! The debate.", "en/titles.examples.txt", 3)
    anything = parse_line("! The debate.", "en/mixed.examples.txt", 3)
    assert titles
    assert anything
    assert (titles.text, titles.nothing, anything.nothing) == ("The debate.", ("title",), tuple(TAGS))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("<person>Li Lin spoke.", "<person> is never closed; add </person>"),
        ("Li Lin</person> spoke.", "</person> closes nothing"),
        ("<person><title>Dean</person></title>", "</person> closes <title>"),
        ("<persn>Li</persn>", "unknown tag <persn>; known tags: person, "),
        ("<person sid=host>Li</person>", "<person> has no attribute 'sid'; it may have: titles, "),
        ("<title kind=x>Dean</title>", "<title> has no attribute 'kind'; it may have: none"),
        ("<person side=guest>Li</person>", "side='guest' in <person>; it may be: host, "),
        ("<person side=>Li</person>", "<person side=> is no tag"),
        ('<person side="">Li</person>', "it may be: host"),
        ("<person side=host side=host>Li</person>", "'side' stands twice"),
        ('<person titles="Dean>Li</person>', "is no tag"),
        ("<person>Li</person side=host>", "</person> with attributes"),
        ("<person> Li</person>", "around ' Li'"),
        ("<person></person>", "around ''"),
        ("<person>Li</person> < 5", "a lone < or >"),
        ("<person>Li</person> > 5", "a lone < or >"),
        ("Li Lin spoke.", "no tag in it"),
        ("! <person>Li</person> spoke.", "without tags"),
        ("!", "without tags"),
    ],
)
def test_broken_lines_are_errors_with_their_place(line: str, said: str) -> None:
    with pytest.raises(PackError) as caught:
        parse_line(line, "people.examples.txt", 7)
    assert str(caught.value).startswith("people.examples.txt, line 7: ")
    assert said in str(caught.value)


@given(st.text(alphabet='<>/="!# &;personbk\n', max_size=40))
def test_any_line_is_an_example_or_an_error(line: str) -> None:
    try:
        example = parse_line(line)
    except PackError:
        return
    assert example is None or example.tagged or example.nothing


def test_a_broken_line_does_not_hide_the_others(tmp_path: Path) -> None:
    path = tmp_path / "people.examples.txt"
    path.write_text("# head\n<person>Li</person> spoke.\n<person>Li\r\n! Nobody spoke.\n")
    items = list(parse_file(path))
    assert [type(item) for item in items] == [Example, PackError, Example]
    assert isinstance(items[2], Example)
    assert (items[2].line, items[2].nothing) == (4, ("person",))
    path.write_bytes(b"\xff")
    assert "UTF-8" in str(next(parse_file(path)))


class FakeExtractor:
    """Finds what it is told to find."""

    def __init__(self, mentions: list[tuple[str, str]], **found: object) -> None:
        self.mentions, self.found = mentions, found

    def analyse(self, document: Document) -> Analysis:
        if "français" in document.text:
            raise NotEnglishError("not English; translate it")
        mentions = [self._mention(label, words, document.text) for label, words in self.mentions]
        return Analysis(document.text, (), tuple(mentions))

    def extract(self, text: str) -> Extraction:
        return Extraction.model_validate({"document": DocumentInfo(id="d"), **self.found})

    @staticmethod
    def _mention(label: str, words: str, text: str) -> Mention:
        start = text.index(words)
        return Mention(start, start + len(words), label, words, "rule")


def problems(line: str, extractor: FakeExtractor, file: str = "x") -> list[str]:
    example = parse_line(line, file, 1)
    assert example
    return [problem.message for problem in check_examples([example], extractor)]  # type: ignore[arg-type]


PERSON = Person(
    id="p1", name="Li Lin", titles=["Dean"], affiliations=["i1"], side="host",
    mentions=[TextSpan(start=0, end=6, text="Li Lin")],
)  # fmt: skip
FOUND = FakeExtractor(
    [("PERSON", "Li Lin"), ("TITLE", "dean")],
    people=[PERSON],
    institutions=[Institution(id="i1", name="HENU")],
)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("<person>Li Lin</person>, dean, spoke.", []),
        ("<person side=host titles=Dean affiliations=HENU>Li Lin</person>, dean, spoke.", []),
        (
            "<person side=visitor>Li Lin</person>, dean, spoke.",
            ["person 'Li Lin' has side 'host', not 'visitor'"],
        ),
        ("<person titles=Rector>Li Lin</person>, dean.", ["person 'Li Lin' has titles 'Dean', not 'Rector'"]),
        ("<person>Li Lin, dean</person>, spoke.", ["person 'Li Lin, dean' is not found, but 'Li Lin'"]),
        (
            "Li Lin, dean, met <person>Bo</person>.",
            ["person 'Bo' is not found", "person 'Li Lin' is found but not marked"],
        ),
        ("Li Lin, <title>dean</title>, spoke.", []),
        (
            "! Li Lin, dean, spoke.",
            ["person 'Li Lin' is found but not marked", "title 'dean' is found but not marked"],
        ),
    ],
)
def test_differences(line: str, expected: list[str]) -> None:
    assert problems(line, FOUND) == expected


def test_nothing_of_the_kind_of_the_file() -> None:
    assert problems("! Li Lin, dean, spoke.", FOUND, "dates.examples.txt") == []
    assert problems("! Li Lin, dean, spoke.", FOUND, "titles.examples.txt") != []


def test_events_are_compared_by_type_status_and_evidence() -> None:
    evidence = [TextSpan(start=0, end=11, text="Li received")]
    event = Event(id="e1", type="visit", status="occurred", evidence=evidence)
    extractor = FakeExtractor([], events=[event])
    assert problems("Li <event type=visit status=occurred>received</event>.", extractor) == []
    assert problems("Li <event>received</event>.", extractor) == []
    assert problems("Li <event type=visit;meeting>received</event>.", extractor) == []
    assert problems("Li <event status=planned>received</event>.", extractor) == [
        "event 'received' (status=planned) is not found",
        "event visit, occurred is found but not marked",
    ]
    assert problems("! Li received.", extractor, "events.examples.txt") != []


def test_documents_that_cannot_be_read_are_problems() -> None:
    assert problems("<person>Li</person> parle français.", FOUND) == ["not English; translate it"]


def test_broken_lines_of_a_pack_are_problems(tmp_path: Path) -> None:
    (tmp_path / "pack.toml").write_text('name = "mine"\n')
    (tmp_path / "people.examples.txt").write_text("<person>Li\n")
    pack = load_pack(tmp_path)
    broken = [item for item in load_examples(pack) if isinstance(item, PackError)]
    assert "people.examples.txt, line 1: <person> is never closed" in str(broken[0])


def test_examples_of_the_shipped_pack(extractor) -> None:  # type: ignore[no-untyped-def]
    assert [str(problem) for problem in check_pack(extractor.pack, extractor)] == []
