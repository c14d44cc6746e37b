"""Institutions: capitalised words around a head, with what "of" and "and" add."""

from __future__ import annotations

import pytest

ALONE = [
    ("at Qinghe University and Aalborg Maritime College", ["Qinghe University", "Aalborg Maritime College"]),
    ("the University of Szentmárton.", ["University of Szentmárton"]),
    ("School of Law of Henan University", ["School of Law", "Henan University"]),
    (
        "Department of Latin American and Caribbean Affairs",
        ["Department of Latin American and Caribbean Affairs"],
    ),
    ("Ministry of Health and Henan University", ["Ministry of Health", "Henan University"]),
    ("the Embassy of the Republic of Estonia in Riga", ["Embassy of the Republic of Estonia"]),
    ("came to Zibo Huaye Ceramic Machinery Co., Ltd. for", ["Zibo Huaye Ceramic Machinery Co., Ltd."]),
    ("Kunyang People's Hospital sent", ["Kunyang People's Hospital"]),
    ("with Universidad Nacional de Loja in", ["Universidad Nacional de Loja"]),
    ("the National Center for Maternal and Child Health", ["National Center for Maternal and Child Health"]),
    ("Hai Duong College of Mechanics No. 2", ["Hai Duong College of Mechanics No. 2"]),
    ("Malabar Institute of Skills (MISK) and MISK", ["Malabar Institute of Skills", "MISK", "MISK"]),
    ("Cheshire College South & West", ["Cheshire College South & West"]),
]
NOTHING = [
    "the university",
    "Dolphin Museum",
    "a bank in Riga",
    "Limited time only",
    "On Monday They Came",
    "",
]


@pytest.mark.parametrize(("text", "names"), ALONE)
def test_institutions_alone(blank, text: str, names: list[str]) -> None:
    assert blank("coop_institutions")(text) == names


@pytest.mark.parametrize("text", NOTHING)
def test_no_institution(blank, text: str) -> None:
    assert blank("coop_institutions")(text) == []


def test_stock_entities_are_kept_only_as_acronyms(stock) -> None:
    found = stock("coop_institutions")(
        "UNESCO and the Foreign Exchange Center of Henan University met Apple Tree."
    )
    assert "Henan University" in found
    assert not any("Apple" in name for name in found)
