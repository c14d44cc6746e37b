"""Plain text: the text as it is, or an error that names the file, the place and the remedy."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopextract.errors import CoopExtractError, EmptyDocumentError, NotTextError, ReadError
from coopextract.read import read
from coopextract.schema import Document, Failure


def write(folder: Path, data: bytes, name: str = "news.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "text",
    [
        "The rector received a delegation.",
        "Line one.\r\nLine two.\rLine three.\n",
        "No\u00a0break, zero\u200bwidth, full，width, 🎓 and \x07 bell",
        "  leading and trailing  \n\n",
    ],
)
def test_text_comes_out_as_it_went_in(tmp_path: Path, text: str) -> None:
    [document] = read(write(tmp_path, text.encode()))
    assert document.text == text


def test_byte_order_mark_is_not_part_of_the_text(tmp_path: Path) -> None:
    [document] = read(write(tmp_path, b"\xef\xbb\xbfHello"))
    assert document.text == "Hello"


def test_metadata_of_the_caller(tmp_path: Path) -> None:
    [document] = read(write(tmp_path, b"Hello"), published="2023-12", publisher="Henan University")
    assert (document.published, document.publisher) == ("2023-12", "Henan University")


@pytest.mark.parametrize(
    ("data", "kind", "said"),
    [
        (b"", EmptyDocumentError, ["no text"]),
        (b" \n\t\n", EmptyDocumentError, ["no text"]),
        (b"one\ntwo \xe9\n", NotTextError, ["line 2", "0xe9", "position 8", "iconv"]),
        (b"one\ntwo\0", NotTextError, ["line 2", "zero byte", "position 7"]),
        (b"%PDF-1.7 ...", NotTextError, ["PDF", "pdftotext"]),
        (b"PK\x03\x04...", NotTextError, ["Office", "plain text"]),
        ("UTF-16".encode("utf-16"), NotTextError, ["UTF-16", "iconv"]),
    ],
)
def test_what_is_no_text_is_named_with_a_remedy(
    tmp_path: Path, data: bytes, kind: type[ReadError], said: list[str]
) -> None:
    path = write(tmp_path, data)
    with pytest.raises(kind) as caught:
        list(read(path))
    assert str(path) in str(caught.value)
    assert all(part in str(caught.value) for part in said)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(ReadError, match="check the path"):
            list(read(path))


def test_failures_can_be_collected(tmp_path: Path) -> None:
    failures: list[Failure] = []
    assert list(read(write(tmp_path, b"\xff"), on_failure=failures.append)) == []
    assert (failures[0].stage, failures[0].kind) == ("read", "NotTextError")
    assert "iconv" in failures[0].remedy


@given(data=st.binary(max_size=200), suffix=st.sampled_from([".txt", ".html", ".jsonl", ".json", ""]))
def test_any_bytes_give_documents_or_our_errors(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, suffix: str
) -> None:
    path = write(tmp_path_factory.mktemp("any"), data, f"file{suffix}")
    with suppress(CoopExtractError):
        documents = list(read(path))
        assert documents
        assert all(isinstance(document, Document) and document.text.strip() for document in documents)
