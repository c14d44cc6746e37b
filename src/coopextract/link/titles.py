"""Which person holds which title, and of which unit or institution.

Within a sentence each title looks for its holder before and after it. What stands between them decides how
close a pair is: nothing or an honorific ("Rector Dr. X"), a comma ("X, Rector of U"; "the Rector of U, Dr.
X"), or a list of names ("Vice Presidents X and Y").
"""

from __future__ import annotations

import re
from collections.abc import Collection

from coopextract.lexicon import Lexicon
from coopextract.link.holders import reread
from coopextract.records import Analysis, Mention, TitleLink

NEAR, APPOSED, BEFORE_COMMA, LISTED = 0.0, 1.0, 1.5, 2.0
_COMPLEMENT = re.compile(r"\s(?:of|for|at|in)\s")
_BESIDE = re.compile(r"(?:['’]s)?\s")


def link_titles(analysis: Analysis, homes: Collection[Mention], lexicon: Lexicon) -> list[TitleLink]:
    """All titles of the document with their holders (none, one or, for shared titles, several).

    `homes` are the mentions that a title may be "of": institutions, states, "our university".
    """
    links: list[TitleLink] = []
    for items in _sentences(analysis, homes):
        links += _link_sentence(analysis.text, items, lexicon)
    return reread(analysis, links) if analysis.pairs is not None else links


def _sentences(analysis: Analysis, homes: Collection[Mention]) -> list[list[Mention]]:
    """The people, titles and homes of each sentence that has a title."""
    groups: dict[int, list[Mention]] = {}
    for mention in analysis.mentions:
        if mention.label in ("PERSON", "TITLE", "PLACE", "FACILITY") or mention in homes:
            groups.setdefault(analysis.sentence_index(mention.start), []).append(mention)
    return [g for g in groups.values() if any(m.label == "TITLE" for m in g)]


def _link_sentence(text: str, items: list[Mention], lexicon: Lexicon) -> list[TitleLink]:
    people = [m for m in items if m.label == "PERSON"]
    spans = {t: _complement(text, items, i, lexicon) for i, t in enumerate(items) if t.label == "TITLE"}
    pairs: list[tuple[float, int, Mention, Mention]] = []
    for title, (_, end) in spans.items():
        for person in people:
            cost = _cost(text, title, end, person, items, lexicon)
            if cost is not None:
                pairs.append((cost, person.start, title, person))
    holder = _assign(pairs)
    links = []
    for title, (complement, end) in spans.items():
        nearest = holder.get(title)
        group = _shared(text, title, nearest, people, holder, lexicon) if nearest else ()
        links.append(TitleLink(title, group, complement, end))
    return links


def _complement(text: str, items: list[Mention], i: int, lexicon: Lexicon) -> tuple[tuple[Mention, ...], int]:
    """The institutions or places a title is "of", and where that phrase ends."""
    end, found = items[i].end, []
    for nxt in items[i + 1 :]:
        gap = text[end : nxt.start]
        if nxt.label in ("PERSON", "TITLE") or not lexicon.of.match(gap):
            break
        found.append(nxt)
        end = nxt.end
    return tuple(found), end


def _cost(
    text: str, title: Mention, end: int, person: Mention, items: list[Mention], lexicon: Lexicon
) -> float | None:
    """How far a name is from a title; None where the words between rule the pair out."""
    if person.start >= end:
        found = lexicon.title_to_name.match(text, end, person.start)
        if not found:
            return None
        if any(m.label in ("PERSON", "TITLE") and end <= m.start < person.start for m in items):
            return None
        vague = 0.6 if found["complement"] else 0.0
        if found["comma"] is None:
            return NEAR + vague
        return (
            BEFORE_COMMA
            + vague
            + (0.0 if text[max(0, title.start - 4) : title.start].lower() == "the " else 0.5)
        )
    if person.end <= title.start:
        between = [m for m in items if person.end <= m.start < title.start]
        if any(m.label in ("PERSON", "TITLE") for m in between):
            return LISTED if _follows_title(text, person, title, between, lexicon) else None
        start = between[-1].end if between else person.end
        found = lexicon.name_to_title.match(text, person.end if not between else start, title.start)
        if between and not found:
            return APPOSED + 0.4 if _BESIDE.fullmatch(text, start, title.start) else None
        if not found:
            return None
        return APPOSED + (0.8 if found["the"] else 0.0)
    return None


def _follows_title(
    text: str, person: Mention, title: Mention, between: list[Mention], lexicon: Lexicon
) -> bool:
    """Whether `title` is a further title of the same person: "X, Dean of A and Director of B"."""
    if any(m.label == "PERSON" for m in between) or between[0].label != "TITLE":
        return False
    gap = text[between[-1].end : title.start]
    return bool(lexicon.further_title.fullmatch(gap)) and bool(
        lexicon.name_to_title.match(text, person.end, between[0].start)
    )


def _assign(pairs: list[tuple[float, int, Mention, Mention]]) -> dict[Mention, Mention]:
    """Each title to one person, the closest pairs first; a person who has a title is a little farther."""
    holder: dict[Mention, Mention] = {}
    taken: dict[Mention, float] = {}
    left = list(pairs)
    while left:
        left.sort(key=lambda p: (p[0] + taken.get(p[3], 0.0), p[2].start, p[1]))
        _, _, title, person = left.pop(0)
        if title in holder:
            continue
        holder[title] = person
        taken[person] = taken.get(person, 0.0) + 0.7
        left = [p for p in left if p[2] != title]
    return holder


def _shared(
    text: str,
    title: Mention,
    person: Mention,
    people: list[Mention],
    holder: dict[Mention, Mention],
    lexicon: Lexicon,
) -> tuple[Mention, ...]:
    """The people of a shared title: "Vice Presidents A and B", "A and B, deans"."""
    if not _is_plural(title, lexicon):
        return (person,)
    others = {p for t, p in holder.items() if t != title}
    group, at = [person], people.index(person)
    for step in (1, -1):
        if (step == 1) != (person.start > title.start):
            continue
        i = at + step
        while 0 <= i < len(people) and people[i] not in others:
            left, right = sorted((people[i], people[i - step]), key=lambda m: m.start)
            if len(text[left.end : right.start]) > 60 or not _listed(text, left, right, lexicon):
                break
            group.append(people[i])
            i += step
    return tuple(sorted(group, key=lambda m: m.start))


def _listed(text: str, left: Mention, right: Mention, lexicon: Lexicon) -> bool:
    gap = text[left.end : right.start]
    return bool(lexicon.listing.search(gap)) and not any(c in gap for c in ".;\n" if gap.count(c) > 2)


def _is_plural(title: Mention, lexicon: Lexicon) -> bool:
    return any(w in lexicon.plural_titles for w in _head(title.text).lower().replace("-", " ").split())


def _head(title: str) -> str:
    """A title up to its complement: "Chairman" of "Chairman of the Board of Directors"."""
    return _COMPLEMENT.split(title, maxsplit=1)[0]


def title_text(
    text: str, link: TitleLink, units: frozenset[str], kinds: dict[Mention, str], lexicon: Lexicon
) -> str:
    """A title as one would write it in a table: with its unit ("Director of the International Office"), not
    with its institution, singular."""
    out = link.title.text
    if link.people:
        head = _head(out)
        out = " ".join(lexicon.plural_titles.get(w.lower(), w) for w in head.split()) + out[len(head) :]
    if link.complement and kinds.get(link.complement[0]) in units:
        gap = text[link.title.end : link.complement[0].start]
        if gap.strip().split(" ")[0] in ("of", "for", "at", "in"):
            out = text[link.title.start : link.complement[0].end]
    return " ".join(out.split())
