"""Imports go one way: data types, pack, stages, extractor, what uses it, command line."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import coopextract

SOURCE = Path(coopextract.__file__).parent
STAGES = {"read", "screen", "analyse", "link", "assemble", "validate", "write"}
LAYERS = [
    {"__init__", "__version__", "errors"},
    {"schema", "flat", "settings", "extras"},
    {"pairs"},
    {"records", "names"},
    {"pack"},
    {"lexicon", "readings"},
    {"scene"},
    {"drafts"},
    STAGES | {"migrations"},
    {"extractor"},
    {"markup", "examples", "gaps", "gap_report", "explain", "gold", "tally", "score", "merge", "batch"},
    {"console", "feed"},
    {"cli_run"},
    {"cli_gaps"},
    {"cli"},
]
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
HEAVY = {
    "spacy": {"analyse"},
    "trafilatura": {"read"},
    "rich": {"write", "batch"},
    "typer": {"cli", "cli_run", "cli_gaps", "console", "feed"},
}


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def part(path: Path) -> str:
    """The module or folder right under the package."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "coopextract":
                yield from (f"coopextract.{alias.name}" for alias in node.names)
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def at_import(path: Path) -> Iterator[str]:
    """What a module imports when it is imported itself, type checking aside."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tree.body = [
        node
        for node in tree.body
        if not (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test))
    ]
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_every_module_has_a_layer() -> None:
    assert {part(path) for path in modules()} - LEVEL.keys() == set()


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_go_one_way(path: Path) -> None:
    importer = part(path)
    for name in imports(path):
        imported = name.removeprefix("coopextract.").split(".")[0]
        if not name.startswith("coopextract.") or importer in (imported, "__init__"):
            continue
        assert LEVEL[imported] <= LEVEL[importer], f"{importer} imports {imported}, which lies above it"
        assert not {importer, imported} <= STAGES, (
            f"{importer} imports {imported}: stages do not import each other"
        )


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_heavy_packages_stay_where_they_are_used(path: Path) -> None:
    for name in imports(path):
        allowed = HEAVY.get(name.split(".")[0])
        assert allowed is None or part(path) in allowed, f"{part(path)} imports {name}"
    light = {"read", "write", "schema", "records", "settings", "pack", "cli", "console", "feed", "extractor"}
    if part(path) in light:
        loaded = {name.split(".")[0] for name in at_import(path)}
        assert not loaded & {"spacy", "trafilatura", "rich", "dateparser", "onnxruntime", "sqlalchemy"}
