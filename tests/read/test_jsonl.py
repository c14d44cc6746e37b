"""JSONL: one document a line; a bad line is an error with its place, and the others go on."""

from __future__ import annotations

import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopextract.errors import DocumentError, EmptyDocumentError
from coopextract.read import read, read_items
from coopextract.schema import Document, Failure


def write(folder: Path, text: str | bytes, name: str = "news.jsonl") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_all_fields(tmp_path: Path) -> None:
    values = {"text": "One.", "title": "T", "published": "2017-06", "publisher": "P", "url": "u", "id": "d1"}
    [document] = read(write(tmp_path, json.dumps(values | {"crawled": {"at": 5}})))
    assert document.model_dump() == values


def test_ids_that_are_numbers_become_strings(tmp_path: Path) -> None:
    [document] = read(write(tmp_path, '{"text": "One.", "id": 17}'))
    assert document.id == "17"


def test_what_a_line_says_goes_before_what_the_caller_says(tmp_path: Path) -> None:
    lines = '{"text": "One.", "publisher": "A"}\n{"text": "Two.", "publisher": null}\n'
    documents = list(read(write(tmp_path, lines), publisher="B"))
    assert [d.publisher for d in documents] == ["A", "B"]


def test_blank_lines_and_byte_order_mark(tmp_path: Path) -> None:
    path = write(tmp_path, b'\xef\xbb\xbf{"text": "One."}\r\n\r\n  \n{"text": "Two."}')
    assert [item.line for item in read_items(path)] == [1, 4]
    assert [d.text for d in read(path)] == ["One.", "Two."]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"text": "x"', ["not JSON", "column 13"]),
        ("nothing", ["not JSON"]),
        ("[1, 2]", ["array", "jq"]),
        ("17", ["not an object but int"]),
        ("{}", ["text: missing", "needs a text"]),
        ('{"text": ""}', ["no text"]),
        ('{"text": 5}', ["text: ", "string"]),
        ('{"text": "x", "id": 1.5}', ["id: ", "string"]),
        ('{"text": "x", "title": ["y"]}', ["title: ", "string"]),
        ('{"text": "x", "published": "2023-02-30"}', ["'2023-02-30' is no day", "2023-12-01"]),
        ('{"text": "x", "published": "1 May 2023"}', ["published", "2023-12-01"]),
        ('{"text": "x", "published": 2023}', ["published: ", "string"]),
        ("[" * 100_000, ["cannot be read"]),
        ('{"text": "x", "id": ' + "9" * 5000 + "}", ["cannot be read"]),
    ],
)
def test_a_bad_line_is_named_and_the_others_go_on(tmp_path: Path, line: str, said: list[str]) -> None:
    path = write(tmp_path, f'{{"text": "One."}}\n{line}\n{{"text": "Three."}}\n')
    failures: list[Failure] = []
    assert [d.text for d in read(path, on_failure=failures.append)] == ["One.", "Three."]
    [failure] = failures
    assert (failure.source, failure.line) == (str(path), 2)
    assert failure.remedy
    assert str(failure).startswith(f"{path}, line 2: ")
    assert all(part in str(failure) for part in said)


def test_a_line_that_is_not_utf8(tmp_path: Path) -> None:
    path = write(tmp_path, b'{"text": "One."}\n{"text": "caf\xe9"}\n{"text": "Three."}\n')
    failures: list[Failure] = []
    assert len(list(read(path, on_failure=failures.append))) == 2
    assert "line 2: not UTF-8: byte 0xe9 at position 13" in str(failures[0])


def test_without_a_collector_the_first_bad_line_raises(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="line 1"):
        list(read(write(tmp_path, 'oops\n{"text": "x"}')))


def test_a_file_without_documents(tmp_path: Path) -> None:
    with pytest.raises(EmptyDocumentError, match="no document in it"):
        list(read(write(tmp_path, "\n\n")))


def test_a_slip_of_the_pen_is_told_once(tmp_path: Path) -> None:
    line = '{"text": "x", "publised": "2023"}\n'
    with pytest.warns(UserWarning, match="'publised' is not read; did you mean 'published'") as caught:
        assert len(list(read(write(tmp_path, line * 3)))) == 3
    assert len(caught) == 1


def test_a_json_file_is_one_document(tmp_path: Path) -> None:
    path = write(tmp_path, '{\n "text": "One.",\n "meta": {}\n}', "one.json")
    assert [(item.line, item.content.text) for item in read_items(path)] == [(None, "One.")]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("data", "lines", "text"),
    [
        (b"The rector spoke.", [None], "The rector spoke."),
        (b'{"text": "One."}\n{"text": "Two."}', [1, 2], "One."),
        (b'{\n"text": "One."}', [None], "One."),
        (b"<!-- x --><HTML><body><p>The rector spoke at length.</p></body></HTML>", [None], "The rector"),
    ],
)
def test_standard_input_is_told_by_content(
    monkeypatch: pytest.MonkeyPatch, data: bytes, lines: list[int | None], text: str
) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    items = list(read_items("-"))
    assert [(item.source, item.line) for item in items] == [("<stdin>", line) for line in lines]
    assert isinstance(items[0].content, Document)
    assert items[0].content.text.startswith(text)


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)


@given(texts=st.lists(texts, min_size=1, max_size=5), ascii=st.booleans())
def test_every_text_survives_a_line_of_json(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], ascii: bool
) -> None:
    lines = "\n".join(json.dumps({"text": text}, ensure_ascii=ascii) for text in texts)
    path = write(tmp_path_factory.mktemp("round"), lines)
    assert [document.text for document in read(path)] == texts
