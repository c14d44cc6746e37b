"""Token patterns of a pack: what is refused, how tables are filled in, how layers change them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coopextract.errors import PackError
from coopextract.pack import Pack, load_pack


def pack_with(folder: Path, *lines: object) -> Pack:
    (folder / "pack.toml").write_text('name = "mine"\n', encoding="utf-8")
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    (folder / "patterns.jsonl").write_text(text + "\n", encoding="utf-8")
    return load_pack(folder)


def line(*tokens: dict, **more: str) -> dict:
    return {"id": "my-1", "noun": "triggers", "value": "EV_VISIT", "tokens": list(tokens)} | more


OPTIONAL = {"OP": "?"}
WORD = {"LOWER": "visit"}


def test_a_pattern_of_ones_own_is_added(tmp_path: Path) -> None:
    pack = pack_with(tmp_path, line(WORD, OPTIONAL, OPTIONAL, WORD))
    (mine,) = [p for p in pack.patterns if p.id == "my-1"]
    assert (mine.noun, mine.value, mine.tokens[0]) == ("triggers", "EV_VISIT", WORD)
    assert len(pack.patterns) == len(load_pack().patterns) + 1
    assert pack.digest != load_pack().digest


def test_a_shipped_pattern_can_be_changed_and_switched_off(tmp_path: Path) -> None:
    first = load_pack().patterns[0].id
    changed = pack_with(tmp_path, line(WORD, id=first))
    assert next(p for p in changed.patterns if p.id == first).tokens == (WORD,)
    off = pack_with(tmp_path, line(WORD, id=first, value="off"))
    assert first not in {p.id for p in off.patterns}


def test_a_table_is_filled_in(tmp_path: Path) -> None:
    pack = pack_with(tmp_path, line({"LOWER": {"IN": "@agreements:mou"}}))
    (mine,) = [p for p in pack.patterns if p.id == "my-1"]
    words = mine.tokens[0]["LOWER"]["IN"]
    assert "mou" in words
    assert not any(" " in word or word != word.lower() for word in words)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([line({"OP": "*"}, WORD)], "line 1: operator '*' is refused"),
        ([line({"OP": "+", "LOWER": "a"})], "line 1: operator '+' is refused"),
        ([line({"OP": "{2,}", "LOWER": "a"})], "operator '{2,}' is refused"),
        ([line(WORD, OPTIONAL, OPTIONAL, OPTIONAL)], "more than two '?' in a row"),
        ([line(OPTIONAL)], "needs a token that must be there"),
        ([line({"LOWER": {"IN": "@titel"}})], "no table 'titel'; did you mean 'titles'?"),
        ([line(WORD), line(WORD)], "line 2: id 'my-1' stands in line 1 already"),
        ([line(WORD, nouns="x")], "Extra inputs are not permitted"),
        ([{"id": "x", "noun": "triggers"}], "Field required"),
        (["{broken"], "line 1: "),
        (["[1]"], "line 1: "),
        ([line(WORD, id=f"my-{n}") for n in range(201)], "at most 200 keep matching fast"),
    ],
)
def test_broken_patterns_are_refused_with_file_line_and_reason(
    tmp_path: Path, lines: list, message: str
) -> None:
    with pytest.raises(PackError, match=r"patterns|pack") as caught:
        pack_with(tmp_path, *lines)
    assert message in str(caught.value)
    assert str(tmp_path) in str(caught.value)


def test_shipped_patterns_belong_to_nouns_and_name_their_type() -> None:
    from coopextract.analyse.triggers import Triggers

    for pattern in load_pack().patterns:
        assert pattern.noun == "triggers"
        assert pattern.value in Triggers.labels
