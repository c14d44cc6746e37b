"""What the package promises to the outside: its names, their documentation, and a light import."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import coopextract

NAMES = {"CoopExtractError", "Document", "Event", "Extraction", "Extractor", "Failure", "extract", "load"}
HEAVY = [
    "spacy",
    "trafilatura",
    "rich",
    "dateparser",
    "onnxruntime",
    "tokenizers",
    "typer",
    "numpy",
    "sqlalchemy",
]


def test_public_names() -> None:
    assert set(coopextract.__all__) >= NAMES
    assert all(
        getattr(coopextract, name).__module__.startswith("coopextract") for name in coopextract.__all__
    )
    assert set(coopextract.__all__) <= set(dir(coopextract))


def test_unknown_names_are_attribute_errors() -> None:
    with pytest.raises(AttributeError, match="'coopextract' has no attribute 'extrct'"):
        coopextract.extrct  # noqa: B018


@pytest.mark.parametrize("name", sorted(NAMES))
def test_public_names_are_documented(name: str) -> None:
    thing = getattr(coopextract, name)
    assert inspect.getdoc(thing)
    if inspect.isclass(thing):
        own = [
            value
            for key, value in vars(thing).items()
            if inspect.isfunction(value) and not key.startswith("_")
        ]
        assert all(inspect.getdoc(function) for function in own)


def test_signatures() -> None:
    extract = inspect.signature(coopextract.Extractor.extract)
    assert list(extract.parameters) == ["self", "text", "title", "published", "publisher", "url", "id"]
    assert all(
        extract.parameters[name].kind is inspect.Parameter.KEYWORD_ONLY
        for name in list(extract.parameters)[2:]
    )
    assert list(inspect.signature(coopextract.load).parameters) == ["pack", "settings"]
    assert {"documents", "batch_size"} <= set(inspect.signature(coopextract.Extractor.pipe).parameters)


def python(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.strip()


def test_import_loads_nothing_heavy() -> None:
    code = f"import sys, coopextract; print([name for name in {HEAVY} if name in sys.modules])"
    assert python(code) == "[]"


def test_help_and_readers_load_nothing_heavy() -> None:
    heavy = [name for name in HEAVY if name != "typer"]
    code = "import sys, coopextract.cli, coopextract.read;"
    code += f"print([name for name in {heavy} if name in sys.modules])"
    assert python(code) == "[]"


def test_import_takes_less_than_a_fifth_of_a_second() -> None:
    code = "import time; t = time.perf_counter(); import coopextract; print(time.perf_counter() - t)"
    assert min(float(python(code)) for _ in range(3)) < 0.2


def test_the_clock_is_never_asked_for_a_date() -> None:
    """Two runs on different days give the same bytes."""
    stages = ("read", "analyse", "link", "assemble", "write")
    files = [file for stage in stages for file in (Path(coopextract.__file__).parent / stage).glob("*.py")]
    asked = [
        file.name
        for file in files
        for call in ("date.today(", "datetime.now(", "time.time(")
        if call in file.read_text("utf-8")
    ]
    assert asked == []
