"""Runs of capitalised words: what names of people, institutions, programmes and places are made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from coopextract.pack import Pack

HYPHENS = frozenset("-–'’/")


@dataclass(frozen=True, slots=True)
class Part:
    """Capitalised words without a link word among them; `link` is what joins them to the part before."""

    start: int
    end: int
    link: str = ""


class Names:
    """Finds names by their capitals. Works on any tokenised text, without tags."""

    def __init__(self, pack: Pack) -> None:
        def words(value: str) -> frozenset[str]:
            return frozenset(pack.phrases("names", value))

        self.particles = words("particle")
        self.joiners = words("joiner")
        self.coordinators = words("coordinator")
        self.nonames = words("noname")
        self.tails = words("tail")
        self.articles = words("article")
        self.owners = words("owner")
        self.loose = words("loose")
        self.numbering = words("numbering")

    def named(self, token: Token) -> bool:
        """Whether a token can be a word of a name: a capital, or glued to one by a hyphen."""
        text = token.text
        if text[0].isupper():
            return text not in self.nonames or _glued(token)
        if not token.i:
            return False
        before = token.nbor(-1)
        if before.whitespace_ or text.isspace():
            return False
        glue = before if text not in HYPHENS else token
        return glue.text in HYPHENS and (glue is not token or not token.whitespace_)

    def chunks(self, doc: Doc) -> Iterator[list[Part]]:
        """The capitalised runs of a document, each as its parts."""
        i, size = 0, len(doc)
        while i < size:
            if not doc[i].text[0].isupper() or not self.named(doc[i]):
                i += 1
                continue
            parts = self.chunk(doc, i)
            yield parts
            i = parts[-1].end

    def chunk(self, doc: Doc, i: int) -> list[Part]:
        """The capitalised run that begins at `i`."""
        parts = [Part(i, self._run(doc, i))]
        while (link := self._link(doc, parts[-1].end)) is not None:
            start, word = link
            parts.append(Part(start, self._run(doc, start), word))
        return parts

    def _run(self, doc: Doc, i: int) -> int:
        end = i + 1
        while end < len(doc) and (self.named(doc[end]) or self._owns(doc, end)):
            end += 1
        while doc[end - 1].text in HYPHENS:
            end -= 1
        return end

    def _owns(self, doc: Doc, i: int) -> bool:
        """Whether a token is the possessive inside "People's Hospital" or "Teachers' University"."""
        return (
            doc[i].text in ("'s", "’s", "'", "’")
            and doc[i - 1].text in self.owners
            and i + 1 < len(doc)
            and doc[i + 1].text[0].isupper()
        )

    def _link(self, doc: Doc, i: int) -> tuple[int, str] | None:
        """Where the next part begins and what links it: "of", "of the", "and"."""
        if i >= len(doc):
            return None
        word = doc[i].text
        if word not in self.joiners and word not in self.coordinators:
            return None
        j = i + 1
        while j < len(doc) and j < i + 3 and doc[j].text in self.articles:
            j += 1
        if j < len(doc) and doc[j].text[0].isupper() and self.named(doc[j]):
            return j, "and" if word in self.coordinators else "of"
        return None


def _glued(token: Token) -> bool:
    """Whether a hyphen ties a token to the next ("In-gyu")."""
    doc, i = token.doc, token.i
    return (
        i + 2 < len(doc) and not token.whitespace_ and doc[i + 1].text == "-" and not doc[i + 1].whitespace_
    )
