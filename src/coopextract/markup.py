"""Marked-up example sentences: the tests that lie beside the rules of a pack, one a line.

    <person titles="Vice President" side=host>Li Lin</person> received <institution>HENU</institution>.
    ! The Vice Presidential debate was broadcast.
    # a comment

A tag says that exactly this stretch is found, with these values; of the kinds tagged in a line, nothing else
may be found in it. In a line with `!` nothing may be found of the kind that the file is named after
(`titles.examples.txt`), or nothing at all where it is not named after a kind. `&lt;`, `&gt;` and `&amp;` are
the characters. Broken markup, unknown tags and attributes, and lines without a tag are errors.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from coopextract.errors import PackError
from coopextract.schema import AgreementKind, AgreementStatus, EventStatus, EventType, InstitutionKind, Side

Attributes = dict[str, tuple[str, ...]]

# Tag, its attributes, and the values an attribute may have (none listed: any).
TAGS: dict[str, dict[str, tuple[str, ...]]] = {
    "person": {"titles": (), "affiliations": (), "side": (*get_args(Side), "none")},
    "title": {},
    "institution": {"kind": get_args(InstitutionKind), "country": ()},
    "facility": {"kind": ()},
    "agreement": {"kind": get_args(AgreementKind), "status": get_args(AgreementStatus)},
    "programme": {},
    "place": {},
    "date": {"edtf": ()},
    "reference": {},
    "nationality": {},
    "event": {"type": get_args(EventType), "status": get_args(EventStatus)},
}
_FILE_TAGS = {
    "people": "person", "titles": "title", "institutions": "institution", "facilities": "facility",
    "agreements": "agreement", "programmes": "programme", "places": "place", "dates": "date",
    "references": "reference", "nationalities": "nationality", "events": "event", "triggers": "event",
    "status": "event",
}  # fmt: skip
_SUFFIX = ".examples.txt"
_MARK = re.compile(r"(<[^<>]*>)")
_TAG = re.compile(r"<(/?)(\w+)((?:\s+\w+=(?:\"[^\"]*\"|[^\s\"'=]+))*)\s*>")
_ATTRIBUTE = re.compile(r"(\w+)=(?:\"([^\"]*)\"|(\S+))")


@dataclass(frozen=True, slots=True)
class Tagged:
    """One tagged stretch of an example. Attributes with several values are written with `;` between them."""

    tag: str
    start: int
    end: int
    attributes: Attributes


@dataclass(frozen=True, slots=True)
class Example:
    """One line: its text without markup and what must be found in it, or (`nothing`) what must not."""

    file: str
    line: int
    text: str
    tagged: tuple[Tagged, ...] = ()
    nothing: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """File and line, as messages name them."""
        return f"{self.file}, line {self.line}"


def parse_file(path: Path) -> Iterator[Example | PackError]:
    """The examples of a file, each line on its own; a broken line gives its error in place of an example."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        yield PackError(f"{path}: cannot be read: {error}; save it as UTF-8")
        return
    for number, line in enumerate(lines, 1):
        try:
            example = parse_line(line.rstrip("\r"), str(path), number)
        except PackError as error:
            yield error
            continue
        if example:
            yield example


def parse_line(line: str, file: str = "example", number: int = 1) -> Example | None:
    """One line as an example; None for a comment or an empty line. Raises `PackError` for broken markup.

    >>> example = parse_line('<person side=host>Li Lin</person> spoke.')
    >>> example.text, example.tagged[0].attributes
    ('Li Lin spoke.', {'side': ('host',)})
    >>> parse_line('<person>Li Lin spoke.')
    Traceback (most recent call last):
    coopextract.errors.PackError: example, line 1: <person> is never closed; add </person>
    """
    place = f"{file}, line {number}"
    if not line.strip() or line.lstrip().startswith("#"):
        return None
    if line.startswith("!"):
        return _negative(line, file, number)
    text, tagged = _Markup(place).read(line)
    if not tagged:
        raise PackError(
            f"{place}: no tag in it; mark what must be found, or begin the line with ! for nothing"
        )
    return Example(file, number, text, tuple(tagged))


def _negative(line: str, file: str, number: int) -> Example:
    text = line[1:].strip()
    if _MARK.search(text) or not text:
        raise PackError(f"{file}, line {number}: a line with ! holds text without tags; remove the tags")
    noun = Path(file).name.removesuffix(_SUFFIX)
    tags = (_FILE_TAGS[noun],) if noun in _FILE_TAGS else tuple(TAGS)
    return Example(file, number, html.unescape(text), nothing=tags)


class _Markup:
    """Reads one line of markup; `place` is what its errors begin with."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._text = ""
        self._open: list[tuple[str, int, Attributes]] = []
        self._tagged: list[Tagged] = []

    def read(self, line: str) -> tuple[str, list[Tagged]]:
        """The text and its tagged stretches, in text order."""
        for piece in _MARK.split(line):
            if piece.startswith("<") and piece.endswith(">"):
                self._mark(piece)
            elif "<" in piece or ">" in piece:
                raise self._error("a lone < or >", "write &lt; or &gt; for the character")
            else:
                self._text += html.unescape(piece)
        if self._open:
            tag = self._open[-1][0]
            raise self._error(f"<{tag}> is never closed", f"add </{tag}>")
        return self._text, sorted(self._tagged, key=lambda tagged: (tagged.start, -tagged.end))

    def _mark(self, piece: str) -> None:
        found = _TAG.fullmatch(piece)
        if not found:
            raise self._error(f"{piece} is no tag", 'write <tag name=value other="two words">')
        closing, tag, attributes = found.groups()
        if tag not in TAGS:
            raise self._error(f"unknown tag <{tag}>", f"known tags: {', '.join(TAGS)}")
        if closing:
            self._close(tag, attributes)
        else:
            self._open.append((tag, len(self._text), self._attributes(tag, attributes)))

    def _close(self, tag: str, attributes: str) -> None:
        if attributes:
            raise self._error(f"</{tag}> with attributes", "put them into the opening tag")
        if not self._open or self._open[-1][0] != tag:
            opened = f"<{self._open[-1][0]}>" if self._open else "nothing"
            raise self._error(f"</{tag}> closes {opened}", "close the tag that was opened last")
        _, start, values = self._open.pop()
        content = self._text[start:]
        if not content or content != content.strip():
            raise self._error(
                f"<{tag}> around {content!r}", "let it begin and end with the words to be found"
            )
        self._tagged.append(Tagged(tag, start, len(self._text), values))

    def _attributes(self, tag: str, written: str) -> Attributes:
        values: Attributes = {}
        for name, quoted, bare in _ATTRIBUTE.findall(written):
            if name not in TAGS[tag]:
                known = ", ".join(TAGS[tag]) or "none"
                raise self._error(f"<{tag}> has no attribute {name!r}", f"it may have: {known}")
            if name in values:
                raise self._error(f"{name!r} stands twice in <{tag}>", "keep one of them")
            parts = tuple(html.unescape(part).strip() for part in (quoted or bare).split(";") if part.strip())
            allowed = TAGS[tag][name]
            wrong = [part for part in parts if allowed and part not in allowed]
            if wrong or not parts:
                what = f"{name}={wrong[0] if wrong else ''!r} in <{tag}>"
                raise self._error(what, f"it may be: {', '.join(allowed) or 'text'}")
            values[name] = parts
        return values

    def _error(self, what: str, remedy: str) -> PackError:
        return PackError(f"{self._place}: {what}; {remedy}")
