"""Institution mentions to institutions."""

from __future__ import annotations

import pytest

from coopextract.link.institutions import is_bare, kind_of
from coopextract.records import Links

I = "[[INSTITUTION|"  # noqa: E741


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Henan University", "university"),
        ("School of Law", "school"),
        ("Ministry of Foreign Affairs", "government"),
        ("Embassy of the Republic of Estonia", "embassy"),
        ("Zibo Huaye Ceramic Machinery Co., Ltd.", "company"),
        ("Kunyang People's Hospital", "hospital"),
        ("Universidad Nacional de Loja", "university"),
        ("Riga Chamber of Commerce", "association"),
        ("International Office", "office"),
        ("Harbin Medical University Hospital", "hospital"),
        ("Department of Physics", "department"),
        ("UNISK", "other"),
        ("Tartu Art College", "college"),
        ("Institute of Wheat Research", "college"),
    ],
)
def test_kinds(lexicon, name: str, kind: str) -> None:
    assert kind_of(name, lexicon) == kind


@pytest.mark.parametrize(("name", "bare"), [("Ministry", True), ("the Centre", True), ("UNESCO", False),
                                            ("Tartu Art College", False)])  # fmt: skip
def test_bare_heads(lexicon, name: str, bare: bool) -> None:
    assert is_bare(name, lexicon) is bare


@pytest.mark.parametrize(
    ("text", "institutions"),
    [
        (f"{I}Malabar Institute of Skills]] ({I}MIS]]). {I}MIS]] won.",
         {"Malabar Institute of Skills": ["MIS"]}),
        (f"{I}MIS]] ({I}Malabar Institute of Skills]])", {"Malabar Institute of Skills": ["MIS"]}),
        (f"{I}Cheshire College South & West]]; {I}Cheshire College]]",
         {"Cheshire College South & West": ["Cheshire College"]}),
        (f"{I}Lund University]] and {I}Riga University]]", {"Lund University": [], "Riga University": []}),
        (f"{I}Lund University]]. The {I}University]] grew.", {"Lund University": ["University"]}),
        (f"The {I}Ministry]] spoke.", {}),
        (f"the {I}International Office]]", {"International Office": []}),
        (f"{I}LUND UNIVERSITY]] and {I}Lund University]]", {"Lund University": []}),
        (f"{I}School of Law]] and {I}School of Art]]", {"School of Law": [], "School of Art": []}),
        (f"{I}MIT]] and {I}Lund University]]", {"MIT": [], "Lund University": []}),
        (f"{I}University of Łódź]], {I}University of Lodz]]", {"University of Łódź": []}),
        (f"{I}Henan University]] and {I}Henan Normal University]]",
         {"Henan University": [], "Henan Normal University": []}),
        (f"{I}Vale Milk Federation Ltd.]] The {I}Federation]] grew.", {"Vale Milk Federation Ltd.": ["Federation"]}),
        (f"{I}Samarkand Heart Centre]]. The {I}Centre]] grew.", {"Samarkand Heart Centre": ["Centre"]}),
        (f"{I}School of Law]] ({I}Lund University]])", {"School of Law": [], "Lund University": []}),
        (f"{I}Lund University]]（{I}LUN]]）. {I}LUN]] won.", {"Lund University": ["LUN"]}),
        (f"{I}Edinburgh University]] and the {I}EU]]", {"Edinburgh University": [], "EU": []}),
        (f"{I}Lund University]], {I}Riga University Hospital]]. The {I}University]] grew.",
         {"Lund University": ["University"], "Riga University Hospital": []}),
    ],
)  # fmt: skip
def test_what_is_the_same(link, text: str, institutions: dict[str, list[str]]) -> None:
    found = {i.name: list(i.aliases) for i in link(text).institutions}
    assert found == institutions


@pytest.mark.parametrize(
    ("text", "parents"),
    [
        (f"the {I}School of Law]] of {I}Lund University]]", {"School of Law": "Lund University"}),
        (f"{I}International Office]], {I}Lund University]]", {"International Office": "Lund University"}),
        (f"{I}Lund University]]'s {I}School of Law]]", {"School of Law": "Lund University"}),
        (f"{I}Lund University]] and the {I}School of Law]]", {}),
        (f"{I}Lund University]] of {I}Riga University]]", {}),
    ],
)
def test_parents(link, text: str, parents: dict[str, str]) -> None:
    institutions = link(text).institutions
    assert {i.name: institutions[i.parent].name for i in institutions if i.parent is not None} == parents


@pytest.mark.parametrize(
    ("text", "country"),
    [
        (f"{I}Lund University]], [[PLACE|Sweden]], came.", "SE"),
        (f"{I}Lund University]] ([[PLACE|Sweden]])", "SE"),
        (f"{I}Lund University]], [[PLACE|Lund]], [[PLACE|Sweden]]", "SE"),
        (f"{I}Lund University]] visited [[PLACE|Hungary]].", None),
        (f"{I}Institute of Rice]], [[PLACE|Can Tho]], [[PLACE|Vietnam]]", "VN"),
        (f"{I}Institute of Rice]] in [[PLACE|Harbin]]", "CN"),
        (f"{I}Harbin Medical Hospital]]", "CN"),
        (f"{I}University of Bonn]]", "DE"),
        (f"{I}University of Bonn]], [[PLACE|Mexico]]", "MX"),
        (f"{I}Bonn Bakeries Ltd]]", None),
        (f"{I}University of Kent]]", None),
    ],
)
def test_countries(link, text: str, country: str | None) -> None:
    assert link(text).institutions[0].country == country


def test_a_state_may_act(link) -> None:
    states = [i for i in link("[[PLACE|Hungary]] and [[PLACE|Riga]]").institutions if i.kind == "country"]
    assert [(s.name, s.country) for s in states] == [("Hungary", "HU")]


def test_the_publishers_spelling_wins(link) -> None:
    found = link(f"{I}LUND UNIVERSITY]]; {I}Lund University]]", publisher="Lund University").institutions
    assert [i.name for i in found] == ["Lund University"]


def test_a_nationality_stands_for_its_country(link) -> None:
    institute, *countries = link(
        "The [[NATIONALITY|Omani]] [[INSTITUTION|Institute of Date Palms]] thanked [[PLACE|Hungary]]; "
        "an [[NATIONALITY|Omani]] song."
    ).institutions
    assert institute.country == "OM"
    assert [(x.name, x.country, [m.text for m in x.mentions]) for x in countries] == [
        ("Hungary", "HU", ["Hungary"]),
        ("Oman", "OM", ["Omani", "Omani"]),
    ]


@pytest.mark.parametrize(
    ("text", "publisher", "own"),
    [
        (f"{I}Lund University]] grew.", "Lund University", ("Lund University", 1)),
        (f"{I}Lund College]] grew.", "Lund College of Art", ("Lund College", 1)),
        (f"{I}MIST]] grew.", "Malabar Institute of Skills & Technology", ("MIST", 1)),
        (f"{I}Lund University]] grew.", "Riga University", ("Riga University", 0)),
        ("The guests arrived.", "Riga University", ("Riga University", 0)),
        ("The guests arrived.", "The Riga Courier", None),
        ("The guests arrived.", "Xinhua News Agency of Riga Today", None),
        ("The guests arrived.", "Hälsobron", None),
        ("The guests arrived.", None, None),
    ],
)
def test_the_publisher_is_one_of_the_institutions(
    link, text: str, publisher: str | None, own: object
) -> None:
    links = link(text, publisher=publisher)
    found = None if links.own is None else links.institutions[links.own]
    assert (found and (found.name, len(found.mentions))) == own


def forms(links: Links, name: str) -> list[str]:
    """The mentions of an institution, as written."""
    return next([m.text for m in x.mentions] for x in links.institutions if x.name == name)


def test_a_city_stands_for_its_government(link) -> None:
    found = link(
        "The [[INSTITUTION|Kitanoura Municipal Government]] and the [[INSTITUTION|City of Port Harlan]] signed. "
        "[[PLACE|Port Harlan]] will receive [[PLACE|Kitanoura]] in May."
    )
    assert forms(found, "City of Port Harlan") == ["City of Port Harlan", "Port Harlan"]
    assert forms(found, "Kitanoura Municipal Government") == ["Kitanoura Municipal Government", "Kitanoura"]
    assert {x.kind for x in found.institutions} == {"government"}
    assert found.institutions[1].aliases == ()


def test_a_city_stands_for_no_other_institution(link) -> None:
    found = link(
        "[[INSTITUTION|Port Harlan City Hospital]] and the [[INSTITUTION|Kitanoura Office]] wrote from "
        "[[PLACE|Port Harlan]] and [[PLACE|Kitanoura]]."
    )
    assert forms(found, "Port Harlan City Hospital") == ["Port Harlan City Hospital"]
    assert forms(found, "Kitanoura Office") == ["Kitanoura Office"]


def test_a_country_is_no_city_of_its_government(link) -> None:
    found = link("The [[INSTITUTION|Government of Ghana]] thanked. [[PLACE|Ghana]] will send a delegation.")
    assert forms(found, "Government of Ghana") == ["Government of Ghana"]
    assert forms(found, "Ghana") == ["Ghana"]


def test_of_two_governments_the_one_named_more_often_has_the_city(link) -> None:
    found = link(
        "[[INSTITUTION|Kranj City Council]] met. The [[INSTITUTION|Municipality of Kranj]] and the "
        "[[INSTITUTION|Municipality of Kranj]] again: [[PLACE|Kranj]]."
    )
    assert len(forms(found, "Municipality of Kranj")) == 3
    assert forms(found, "Kranj City Council") == ["Kranj City Council"]


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("Wuhan University", "Wuhan University of Technology"),
        ("Kalmar University", "Kalmar University Hospital"),
        ("Makerere University", "Makerere University Business School"),
    ],
)
def test_a_name_that_begins_another_is_an_institution_of_its_own(link, short: str, full: str) -> None:
    found = link(f"{I}{short}]] visited {I}{full}]].", publisher=full)
    assert [x.name for x in found.institutions] == [short, full]
    assert found.own == 1
    alone = link(f"A delegation of {I}{short}]] came to our university.", publisher=full)
    assert [x.name for x in alone.institutions] == [short, full]


@pytest.mark.parametrize(
    ("place", "code"),
    [("Russia", "RU"), ("the UK", "GB"), ("USA", "US"), ("Turkey", "TR"), ("Brunei", "BN"), ("Kosovo", "XK"),
     ("Democratic Republic of the Congo", "CD"), ("Republic of the Congo", "CG"), ("State of Georgia", None)],
)  # fmt: skip
def test_names_of_countries(link, place: str, code: str | None) -> None:
    found = [x.country for x in link(f"They came from [[PLACE|{place}]].").institutions]
    assert found == ([code] if code else [])
