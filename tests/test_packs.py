"""A pack of one's own: what it adds is found, and what is wrong with it is said with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

import coopextract
from coopextract.errors import PackError
from coopextract.pack import load_pack
from coopextract.screen import Screen

HEADER = "id\tphrase\tvalue\tnote\n"


def pack_at(folder: Path, **tables: str | bytes) -> Path:
    (folder / "pack.toml").write_text('name = "mine"\n', encoding="utf-8")
    for name, rows in tables.items():
        body = rows if isinstance(rows, bytes) else (HEADER + rows).encode()
        (folder / f"{name}.tsv").write_bytes(body)
    return folder


def test_rows_of_ones_own_are_found_beside_the_recogniser(tmp_path: Path) -> None:
    own = pack_at(
        tmp_path,
        triggers="my-1\tsojourned\tEV_VISIT\n",
        titles="my-2\tgrand panjandrum\thead\n",
        facilities="my-3\torangery\tgarden\n",
    )
    text = "The grand panjandrum sojourned at Henan University. The guests toured the old orangery."
    mine = {m.text: m.rule for m in coopextract.load(own)._analyser.analyse(text).mentions}
    shipped = {m.text for m in coopextract.load()._analyser.analyse(text).mentions}
    wanted = {"sojourned": "my-1", "grand panjandrum": "my-2", "orangery": "my-3"}
    assert {words: mine.get(words) for words in wanted} == wanted
    assert not shipped & set(wanted)


def test_a_table_that_is_not_utf_8_is_named_with_the_line(tmp_path: Path) -> None:
    own = pack_at(tmp_path, titles=HEADER.encode() + b"my-1\tDoyen\thead\nmy-2\tr\xe9gent\thead\n")
    with pytest.raises(PackError, match=r"titles\.tsv, line 3: not UTF-8"):
        load_pack(own)


def test_a_table_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    own = pack_at(tmp_path, titles=b"\xef\xbb\xbf" + HEADER.encode() + b"my-1\tDoyen\thead\n")
    assert "Doyen" in load_pack(own).phrases("titles", "head")


def test_a_weight_of_the_screen_that_is_no_number(tmp_path: Path) -> None:
    own = load_pack(pack_at(tmp_path, screen="my-1\tenvoy\thigh\n"))
    with pytest.raises(PackError, match=r"screen\.tsv, row 'my-1': 'high' is no number"):
        Screen(own)
