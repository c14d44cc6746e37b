"""Makes `words/names.tsv` from Faker's locales, romanised: `python -m train.wordlists`."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from anyascii import anyascii
from faker import Faker

TARGET = Path(__file__).parent / "words" / "names.tsv"
FAMILY_FIRST = {"zh_CN": "romanized", "zh_TW": "romanized", "ja_JP": "romanized", "ko_KR": "anyascii",
                "hu_HU": "keep"}  # fmt: skip
GIVEN_FIRST = {
    "az_AZ": "keep", "bg_BG": "anyascii", "cs_CZ": "keep", "de_DE": "keep", "da_DK": "keep",
    "el_GR": "anyascii", "en_GB": "keep", "en_IN": "keep", "en_KE": "keep", "en_NG": "keep", "en_PH": "keep",
    "en_PK": "keep", "en_US": "keep", "es_ES": "keep", "es_MX": "keep", "et_EE": "keep", "fi_FI": "keep",
    "fr_FR": "keep", "ga_IE": "keep", "hr_HR": "keep", "hy_AM": "anyascii", "id_ID": "keep", "is_IS": "keep",
    "it_IT": "keep", "ja_JP": "romanized", "ka_GE": "anyascii", "lt_LT": "keep", "lv_LV": "keep",
    "nl_NL": "keep", "no_NO": "keep", "pl_PL": "keep", "pt_BR": "keep", "ro_RO": "keep", "ru_RU": "anyascii",
    "sk_SK": "keep", "sl_SI": "keep", "sv_SE": "keep", "sw": "keep", "tr_TR": "keep", "tw_GH": "keep",
    "uk_UA": "anyascii", "uz_UZ": "keep", "yo_NG": "keep", "zu_ZA": "keep", "sq_AL": "keep",
}  # fmt: skip


def _plain(name: str, way: str) -> str:
    name = anyascii(name) if way == "anyascii" else unicodedata.normalize("NFC", name)
    name = re.sub(r"[^\w' -]", "", name).strip()
    if name.isupper():
        name = "-".join(
            part.capitalize() if not at else part.lower() for at, part in enumerate(name.split("-"))
        )
    name = re.sub(r"^([A-Z][a-z]*)([A-Z][a-z]+)$", lambda m: f"{m[1]}-{m[2].lower()}", " ".join(name.split()))
    return name[:1].upper() + name[1:] if name else ""


def _names(faker: Faker, way: str, kind: str, count: int) -> list[str]:
    method = getattr(faker, f"{kind}_romanized_name" if way == "romanized" else f"{kind}_name")
    found = {_plain(str(method()), way) for _ in range(3 * count)}
    return sorted(name for name in found if 1 < len(name) < 20 and re.match(r"[^\W\d_]", name))[:count]


def main() -> None:
    """Writes the table: order, locale, given names, family names."""
    rows = []
    for order, table in (("family", FAMILY_FIRST), ("given", GIVEN_FIRST)):
        for locale, way in sorted(table.items()):
            faker = Faker(locale)
            faker.seed_instance(7)
            given, family = (_names(faker, way, kind, 120) for kind in ("first", "last"))
            if given and family:
                rows.append("\t".join((order, locale, "|".join(given), "|".join(family))))
    TARGET.write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
