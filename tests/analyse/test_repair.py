"""Mending the recogniser's spans: ends, halves, labels, repetitions."""

from __future__ import annotations

import pytest

CASES = [
    ("trim what follows", "The Chief Executive of NIMA spoke.", [("Chief Executive of", "TITLE")],
     [("Chief Executive", "TITLE", "repair-trim")]),
    ("trim a possessive", "Bowen University's dean spoke.", [("Bowen University's", "INSTITUTION")],
     [("Bowen University", "INSTITUTION", "repair-trim")]),
    ("trim an honorific", "Comrade Ifeoluwa Ajewole spoke.", [("Comrade Ifeoluwa Ajewole", "PERSON")],
     [("Ifeoluwa Ajewole", "PERSON", "repair-trim")]),
    ("keep an honorific that can be a name", "Haji Rosmin Tuah spoke.", [("Haji Rosmin Tuah", "PERSON")],
     [("Haji Rosmin Tuah", "PERSON", "recogniser")]),
    ("trim a verb behind a name", "Shri Vaghasia dwelt upon castor.", [("Vaghasia dwelt", "PERSON")],
     [("Vaghasia", "PERSON", "repair-trim")]),
    ("add initials", "Mr R. K. Bhatnagar spoke.", [("K. Bhatnagar", "PERSON")],
     [("R. K. Bhatnagar", "PERSON", "repair-trim")]),
    ("join halves of a name", "Then Ffion Cadwaladr spoke.", [("Ffion", "PERSON"), ("Cadwaladr", "PERSON")],
     [("Ffion Cadwaladr", "PERSON", "repair-join")]),
    ("join halves of a post", "The Honorary Consul spoke.", [("Honorary", "TITLE"), ("Consul", "TITLE")],
     [("Honorary Consul", "TITLE", "repair-join")]),
    ("join a place to an open name", "The Government of Tamil Nadu signed.",
     [("Government of", "INSTITUTION"), ("Tamil Nadu", "PLACE")],
     [("Government of Tamil Nadu", "INSTITUTION", "repair-join")]),
    ("keep neighbours apart", "Henan University, Zhengzhou", [("Henan University", "INSTITUTION"),
     ("Zhengzhou", "PLACE")],
     [("Henan University", "INSTITUTION", "recogniser"), ("Zhengzhou", "PLACE", "recogniser")]),
    ("close a bracket", "Bhatnagar, Dean (Academic Affairs), spoke.", [("Dean (", "TITLE")],
     [("Dean (Academic Affairs)", "TITLE", "repair-bracket")]),
    ("part a unit from its institution", "The Faculty of Law of Almaty Technical University",
     [("Faculty of Law of Almaty Technical University", "INSTITUTION")],
     [("Faculty of Law", "INSTITUTION", "repair-part"),
      ("Almaty Technical University", "INSTITUTION", "repair-part")]),
    ("keep a name with of", "The University of Applied Sciences",
     [("University of Applied Sciences", "INSTITUTION")],
     [("University of Applied Sciences", "INSTITUTION", "recogniser")]),
    ("add the name that an institution bears", "The Chuy University named after T. Asanov signed.",
     [("Chuy University", "INSTITUTION"), ("T. Asanov", "PERSON")],
     [("Chuy University named after T. Asanov", "INSTITUTION", "repair-eponym")]),
    ("a street is named after nobody's institution", "The Chuy University was named after T. Asanov.",
     [("Chuy University", "INSTITUTION"), ("T. Asanov", "PERSON")],
     [("Chuy University", "INSTITUTION", "recogniser"), ("T. Asanov", "PERSON", "recogniser")]),
    ("visits to facilities are a tour", "They visited the farm and the mill of Henan University.",
     [("visited", "EV_VISIT"), ("farm", "FACILITY"), ("mill", "FACILITY"), ("Henan University", "INSTITUTION")],
     [("visited", "EV_TOUR", "repair-tour"), ("farm", "FACILITY", "recogniser"),
      ("mill", "FACILITY", "recogniser"), ("Henan University", "INSTITUTION", "recogniser")]),
    ("a visit to one place stays", "They visited the campus and Henan University.",
     [("visited", "EV_VISIT"), ("campus", "FACILITY"), ("Henan University", "INSTITUTION")],
     [("visited", "EV_VISIT", "recogniser"), ("campus", "FACILITY", "recogniser"),
      ("Henan University", "INSTITUTION", "recogniser")]),
    ("letters behind a name", "Musa Bello, FNSE, FCA, spoke.",
     [("Musa Bello", "PERSON"), ("FNSE", "INSTITUTION"), ("FCA", "INSTITUTION")],
     [("Musa Bello", "PERSON", "recogniser")]),
    ("letters behind a name without a comma", "Dame Rosa Field DBE FRS spoke.",
     [("Rosa Field", "PERSON"), ("DBE", "INSTITUTION"), ("FRS", "INSTITUTION")],
     [("Rosa Field", "PERSON", "recogniser")]),
    ("letters behind a degree", "Ali Hadi, M.Sc., IPU and Leeds University met.",
     [("Ali Hadi", "PERSON"), ("IPU", "INSTITUTION"), ("Leeds University", "INSTITUTION")],
     [("Ali Hadi", "PERSON", "recogniser"), ("Leeds University", "INSTITUTION", "recogniser")]),
    ("letters behind no name", "Mr. Musa Bello joined FCA.",
     [("Musa Bello", "PERSON"), ("FCA", "INSTITUTION")],
     [("Musa Bello", "PERSON", "recogniser"), ("FCA", "INSTITUTION", "recogniser")]),
    ("letters of the next sentence", "They met Musa Bello. FCA signed.",
     [("Musa Bello", "PERSON"), ("FCA", "INSTITUTION")],
     [("Musa Bello", "PERSON", "recogniser"), ("FCA", "INSTITUTION", "recogniser")]),
    ("a dash behind a name", "KENDARI - Haluoleo University opened.", [("KENDARI -", "PLACE")],
     [("KENDARI", "PLACE", "repair-trim")]),
    ("an institution behind a name", "Musa Bello, UNESCO, spoke.",
     [("Musa Bello", "PERSON"), ("UNESCO", "INSTITUTION")],
     [("Musa Bello", "PERSON", "recogniser"), ("UNESCO", "INSTITUTION", "recogniser")]),
    ("a participle is nobody", "They met. Adhering to the rules, they left.", [("Adhering", "PERSON")], []),
    ("a participle with by is nobody", "Abiding by the rules, they left.", [("Abiding", "PERSON")], []),
    ("a name may end like one", "They met. Harding to the rescue; Harding won.", [("Harding", "PERSON")],
     [("Harding", "PERSON", "recogniser")]),
    ("a person with a head", "Adam Mickiewicz University spoke.", [("Adam Mickiewicz University", "PERSON")],
     [("Adam Mickiewicz University", "INSTITUTION", "repair-head")]),
    ("a known programme", "Thanks to Taith they came.", [("Taith", "PLACE")],
     [("Taith", "PROGRAMME", "repair-head")]),
    ("an acronym in brackets and again", "Malabar Institute (MIST) and MIST",
     [("Malabar Institute", "INSTITUTION")],
     [("Malabar Institute", "INSTITUTION", "recogniser"), ("MIST", "INSTITUTION", "repair-acronym"),
      ("MIST", "INSTITUTION", "repair-again")]),
    ("leave triggers and dates alone", "They called on us in May of.",
     [("called on", "EV_VISIT"), ("May of", "DATE")],
     [("called on", "EV_VISIT", "recogniser"), ("May of", "DATE", "recogniser")]),
    ("drop what holds nothing else", "of the", [("of the", "INSTITUTION")], []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "given", "wanted"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_mending(bare, recognised, text, given, wanted) -> None:
    doc = bare.create_pipe("coop_repair")(recognised(text, *given))
    assert [(s.text, s.label_, s.id_) for s in doc.spans["coop_repaired"]] == wanted


def test_the_label_with_the_higher_scores_wins_for_one_name(bare, recognised) -> None:
    doc = recognised(
        "UCI came. UCI left. UCI slept.",
        ("UCI", "PLACE", 0.6), ("UCI", "INSTITUTION", 0.5), ("UCI", "INSTITUTION", 0.5),
    )  # fmt: skip
    doc = bare.create_pipe("coop_repair")(doc)
    assert [s.label_ for s in doc.spans["coop_repaired"]] == ["INSTITUTION"] * 3


def test_scores_stay_beside_their_spans(bare, recognised) -> None:
    doc = recognised("Ffion Hughes of", ("Ffion", "PERSON", 0.9), ("Hughes", "PERSON", 0.7))
    group = bare.create_pipe("coop_repair")(doc).spans["coop_repaired"]
    assert group.attrs["scores"] == [0.7]


def test_nothing_is_written_without_a_recogniser(bare) -> None:
    doc = bare.create_pipe("coop_repair")(bare.make_doc("Government of Tamil Nadu"))
    assert "coop_repaired" not in doc.spans


@pytest.mark.parametrize(
    ("publisher", "given", "wanted"),
    [
        ("Thornbury and Vale College", [("Thornbury", "PLACE"), ("Vale College", "INSTITUTION")],
         [("Thornbury & Vale College", "INSTITUTION", "repair-publisher")]),
        ("The Thornbury & Vale College", [],
         [("Thornbury & Vale College", "INSTITUTION", "repair-publisher")]),
        ("Vale College", [("Thornbury & Vale College", "INSTITUTION")],
         [("Thornbury & Vale College", "INSTITUTION", "recogniser")]),
        ("The Vale", [("Vale College", "INSTITUTION")], [("Vale College", "INSTITUTION", "recogniser")]),
        (None, [("Vale College", "INSTITUTION")], [("Vale College", "INSTITUTION", "recogniser")]),
    ],
)  # fmt: skip
def test_the_publisher_is_one_institution_wherever_it_is_named(
    bare, recognised, publisher, given, wanted
) -> None:
    doc = recognised("Thornbury & Vale College welcomed guests.", *given)
    doc.user_data["publisher"] = publisher
    doc = bare.create_pipe("coop_repair")(doc)
    assert [(s.text, s.label_, s.id_) for s in doc.spans["coop_repaired"]] == wanted
