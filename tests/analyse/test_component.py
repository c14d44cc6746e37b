"""Where a component's spans come from, and which source wins."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Span

from coopextract.analyse.component import SpanComponent


class Sure(SpanComponent):
    """A component whose rules take every capitalised word, and whose surest rules only "Riga"."""

    noun = "places"
    labels = ("PLACE",)

    def match(self, doc):
        return [Span(doc, t.i, t.i + 1, label="PLACE", span_id="rule") for t in doc if t.text[0].isupper()]

    def fill(self, doc):
        return [span for span in self.match(doc) if span.text == "Riga"]


def found(component: SpanComponent, doc) -> list[tuple[str, str]]:
    return [(s.text, s.id_) for s in component(doc).spans[component.name]]


def test_rules_come_first_without_a_recogniser(bare) -> None:
    doc = bare.make_doc("from Riga to New York")
    doc.ents = [Span(doc, 3, 5, label="GPE")]
    assert found(Sure(bare, "x"), doc) == [("Riga", "rule"), ("New", "rule"), ("York", "rule")]


def test_the_base_adds_what_the_rules_lack(bare) -> None:
    doc = bare.make_doc("from riga to Oslo")
    doc.ents = [Span(doc, 1, 2, label="GPE"), Span(doc, 0, 1, label="CARDINAL")]
    assert found(Sure(bare, "x"), doc) == [("riga", "base"), ("Oslo", "rule")]


def test_with_a_recogniser_only_the_surest_rules_add(bare, recognised) -> None:
    doc = recognised("from Riga to Oslo and New York", ("New York", "PLACE"))
    doc.ents = [Span(doc, 3, 4, label="GPE")]
    assert found(Sure(bare, "x"), doc) == [("Riga", "rule"), ("New York", "recogniser")]


def test_mended_spans_take_the_place_of_the_recognisers(bare, recognised) -> None:
    doc = recognised("the Government of Riga", ("Government of", "INSTITUTION"), ("Riga", "PLACE"))
    doc = bare.create_pipe("coop_repair")(doc)
    component = bare.create_pipe("coop_institutions")
    assert found(component, doc) == [("Government of Riga", "repair-join")]


def test_spans_go_to_the_group_of_the_components_own_name() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("coop_people", name="names")
    doc = nlp("Mr. Li Wei came.")
    assert [s.text for s in doc.spans["names"]] == ["Li Wei"]


def test_a_users_pack_is_heard(tmp_path) -> None:
    (tmp_path / "pack.toml").write_text('name = "mine"\n', encoding="utf-8")
    header = "id\tphrase\tvalue\tnote\n"
    (tmp_path / "programmes.tsv").write_text(
        f"{header}my-1\tGreen Bridge\tname\t\npro-erasmus+\tErasmus+\toff\t\n", encoding="utf-8"
    )
    nlp = spacy.blank("en")
    nlp.add_pipe("coop_programmes", config={"pack": str(tmp_path)})
    doc = nlp("Green Bridge and Erasmus+ are known.")
    assert [(s.text, s.id_) for s in doc.spans["coop_programmes"]] == [("Green Bridge", "my-1")]


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (("Belt", "PROGRAMME"), [("Belt and Road", "pro-belt-and-road")]),
        (("the Belt and Road pact", "PROGRAMME"), [("the Belt and Road pact", "recogniser")]),
        (("Belt and Road", "PROGRAMME"), [("Belt and Road", "recogniser")]),
    ],
)
def test_a_known_name_takes_the_place_of_a_part_of_it(bare, recognised, given, wanted) -> None:
    doc = recognised("under the Belt and Road pact", given)
    assert found(bare.create_pipe("coop_programmes"), doc) == wanted
