"""Agreement mentions to agreements."""

from __future__ import annotations

import pytest

from coopextract.link.agreements import agreement_kind, link_agreements

A = "[[AGREEMENT|"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("memorandum of understanding", "mou"),
        ("Memorandum of Understanding on student exchange", "mou"),
        ("MoU", "mou"),
        ("MOUs", "mou"),
        ("memorandum of agreement", "moa"),
        ("Letter of Intent on Joint Supervision", "loi"),
        ("sister city agreement", "agreement"),
        ("supply contract", "contract"),
        ("joint declaration", "declaration"),
        ("action plan", "plan"),
        ("Agreement on the Joint Training Plan", "agreement"),
        ("something else", "other"),
    ],
)
def test_kinds(lexicon, text: str, kind: str) -> None:
    assert agreement_kind(text, lexicon) == kind


@pytest.mark.parametrize(
    ("text", "agreements"),
    [
        (f"a {A}memorandum of understanding]] ({A}MoU]])", [["memorandum of understanding", "MoU"]]),
        (f"an {A}MoU]] was signed. The {A}memorandum]] runs.", [["MoU", "memorandum"]]),
        (f"an {A}MoU]]. The {A}document]] runs.", [["MoU", "document"]]),
        (f"an {A}MoU]]. Another {A}MoU]] followed.", [["MoU"], ["MoU"]]),
        (f"an {A}MoU]] and a {A}supply contract]]", [["MoU"], ["supply contract"]]),
        (f"a {A}student exchange agreement]] and a {A}research agreement]]",
         [["student exchange agreement"], ["research agreement"]]),
        (f"a {A}student exchange agreement]]. The {A}agreement]] runs.",
         [["student exchange agreement", "agreement"]]),
        (f"the {A}Agreement on Cooperation]] and the {A}Supplementary Agreement]]",
         [["Agreement on Cooperation"], ["Supplementary Agreement"]]),
        (f"They sealed a {A}pact]]. The {A}Memorandum of Agreement]] runs. The {A}MoA]] helps.",
         [["pact", "Memorandum of Agreement", "MoA"]]),
        (f"A {A}cooperation protocol]]. The {A}purchase contract]] runs.",
         [["cooperation protocol"], ["purchase contract"]]),
        (f"the {A}Agreement on Cooperation]]. A {A}strategic agreement on internships]] followed.",
         [["Agreement on Cooperation"], ["strategic agreement on internships"]]),
        (f"a {A}protocol]]. The {A}separate protocol]] runs.", [["protocol"], ["separate protocol"]]),
        (f"They signed an {A}agreement]] beside an {A}MoU]].", [["agreement"], ["MoU"]]),
        ("nothing", []),
    ],
)  # fmt: skip
def test_what_is_the_same(marked, lexicon, text: str, agreements: list[list[str]]) -> None:
    found = link_agreements(marked(text), lexicon)
    assert [[m.text for m in agreement.mentions] for agreement in found] == agreements


@pytest.mark.parametrize(
    ("text", "title", "kind"),
    [
        (f"an {A}MoU]], the {A}Memorandum of Understanding]]", "Memorandum of Understanding", "mou"),
        (f"a {A}cooperation agreement]]. The {A}agreement]]", "cooperation agreement", "agreement"),
    ],
)
def test_title_and_kind_come_from_the_fullest_form(marked, lexicon, text: str, title: str, kind: str) -> None:
    (agreement,) = link_agreements(marked(text), lexicon)
    assert (agreement.title, agreement.kind) == (title, kind)


def test_a_modifier_tells_two_agreements_apart(link) -> None:
    text = "They renewed the [[AGREEMENT|framework agreement]] and signed a [[AGREEMENT|specific agreement]]. The {}."
    two = link(text.format("rectors left")).agreements
    assert [a.title for a in two] == ["framework agreement", "specific agreement"]
    later = link(text.format("[[AGREEMENT|framework agreement]] runs until 2021")).agreements
    assert [len(a.mentions) for a in later] == [2, 1]
