"""Language packs: vocabulary and patterns as data, loaded, layered and checked here and nowhere else.

A pack is a folder with a `pack.toml` and one `<noun>.tsv` a kind of thing (titles, triggers, …). Each row has
the columns `id`, `phrase`, `value`, `note`. A user's pack is laid over the shipped one: a row with a known
id replaces that row, one with a new id is added, and one whose value is `off` is switched off.
"""

from __future__ import annotations

import csv
import difflib
import hashlib
import io
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from coopextract.errors import PackError

COLUMNS = ["id", "phrase", "value", "note"]
OFF = "off"
MOST_PATTERNS = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One fact of the pack. `id` is unique in its file and is what results cite as the rule that fired."""

    id: str
    phrase: str
    value: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A token pattern for spaCy's `Matcher`: what phrases cannot say. Tables named in it are filled in."""

    id: str
    noun: str
    tokens: tuple[dict[str, Any], ...]
    value: str = ""


class PatternLine(BaseModel):
    """The keys of a line of `patterns.jsonl`; only these are allowed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    noun: str
    value: str = ""
    tokens: list[dict[str, Any]]


class PackFile(BaseModel):
    """The keys of `pack.toml`. Keys that a user's pack leaves out keep the shipped value."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = "en"
    language: str = "en"
    version: str = "1"
    base: str = "pipeline"
    entities: dict[str, str] = {}


@dataclass(frozen=True)
class Pack:
    """A checked pack. `folders` go from the shipped one to the user's; `own` are noun and id of the rows and
    patterns that the user's adds or replaces.
    """

    config: PackFile
    folders: tuple[Path, ...]
    tables: dict[str, tuple[Row, ...]] = field(repr=False)
    patterns: tuple[Pattern, ...] = field(default=(), repr=False)
    own: frozenset[tuple[str, str]] = field(default=frozenset(), repr=False)

    def rows(self, noun: str) -> tuple[Row, ...]:
        """The rows of `<noun>.tsv`, layered, in the order of their ids.

        >>> load_pack().rows("agreements")[0].value in ("mou", "agreement", "moa")
        True
        """
        try:
            return self.tables[noun]
        except KeyError:
            near = difflib.get_close_matches(noun, self.tables, 1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise PackError(f"pack {self.config.name!r} has no table {noun!r}{hint}") from None

    def values(self, noun: str) -> dict[str, str]:
        """Phrase (lower case) to value."""
        return {row.phrase.lower(): row.value for row in self.rows(noun)}

    def phrases(self, noun: str, value: str) -> list[str]:
        """The phrases of one value, as written."""
        return [row.phrase for row in self.rows(noun) if row.value == value]

    @cached_property
    def decisions(self) -> dict[str, Any]:
        """The learned weights of the assemble stage (`decisions.json`), the topmost layer that has them."""
        for folder in reversed(self.folders):
            file = folder / "decisions.json"
            if file.is_file():
                try:
                    data: dict[str, Any] = json.loads(_text_of(file))
                except json.JSONDecodeError as error:
                    raise PackError(f"{file}: not JSON: {error}") from error
                return data
        raise PackError(f"pack {self.config.name!r} has no decisions.json")

    @cached_property
    def digest(self) -> str:
        """A hash of everything in the pack but weights; the same rows give the same digest."""
        body = [self.config.model_dump_json()]
        body += [
            f"{noun}\t{r.id}\t{r.phrase}\t{r.value}\t{r.note}"
            for noun in sorted(self.tables)
            for r in self.tables[noun]
        ]
        body += [
            f"{p.noun}\t{p.id}\t{p.value}\t{json.dumps(p.tokens, sort_keys=True)}" for p in self.patterns
        ]
        return hashlib.sha256("\n".join(body).encode()).hexdigest()[:16]

    def example_files(self) -> list[Path]:
        """The marked-up example files of all layers."""
        return [path for folder in self.folders for path in sorted(folder.glob("*.examples.txt"))]


def shipped_folder() -> Path:
    """Where the packaged pack lies, in editable and wheel installs alike."""
    return Path(str(files("coopextract.models") / "en"))


def load_pack(path: str | Path | None = None) -> Pack:
    """The shipped English pack, with the user's pack at `path` laid over it.

    Raises `PackError` for a missing folder, an unknown key, or a broken row, with file and line.

    >>> load_pack().config.language
    'en'
    """
    folders = [shipped_folder()]
    if path is not None:
        folder = Path(path)
        if not (folder / "pack.toml").is_file():
            raise PackError(f"{folder}: no pack.toml there; a pack is a folder with a pack.toml")
        folders.append(folder)
    config: dict[str, Any] = {}
    tables: dict[str, dict[str, Row]] = {}
    own: set[tuple[str, str]] = set()
    for folder in folders:
        config |= _read_toml(folder / "pack.toml").model_dump(exclude_unset=True)
        for file in sorted(folder.glob("*.tsv")):
            table = tables.setdefault(file.stem, {})
            for row in _read_table(file):
                if row.value == OFF and row.id not in table:
                    raise PackError(f"{file}: row {row.id!r} switches off an id that no layer below has")
                table[row.id] = row
                if folder is not folders[0]:
                    own.add((file.stem, row.id))
    layered = {noun: tuple(r for _, r in sorted(t.items()) if r.value != OFF) for noun, t in tables.items()}
    layers = [_pattern_layer(folder, layered) for folder in folders]
    own |= {(pattern.noun, pattern.id) for layer in layers[1:] for pattern in layer}
    return Pack(PackFile(**config), tuple(folders), layered, _layered(layers, folders[-1]), frozenset(own))


def _pattern_layer(folder: Path, tables: dict[str, tuple[Row, ...]]) -> list[Pattern]:
    """The token patterns of one layer; none without a file of them."""
    file = folder / "patterns.jsonl"
    return list(_read_patterns(file, tables)) if file.is_file() else []


def _layered(layers: list[list[Pattern]], last: Path) -> tuple[Pattern, ...]:
    """The token patterns of all layers; a line with a known id replaces that one, `"value": "off"` removes
    it."""
    layered = {pattern.id: pattern for layer in layers for pattern in layer}
    kept = tuple(p for _, p in sorted(layered.items()) if p.value != OFF)
    if len(kept) > MOST_PATTERNS:
        raise PackError(
            f"{last}: {len(kept)} token patterns; at most {MOST_PATTERNS} keep matching fast: "
            "write plain phrases into a table instead"
        )
    return kept


def _read_patterns(file: Path, tables: dict[str, tuple[Row, ...]]) -> Iterator[Pattern]:
    seen: dict[str, int] = {}
    for number, text in enumerate(_text_of(file).splitlines(), 1):
        if not text.strip():
            continue
        try:
            line = PatternLine(**json.loads(text))
            if line.id in seen:
                raise ValueError(f"id {line.id!r} stands in line {seen[line.id]} already")
            seen[line.id] = number
            _check_operators(line.tokens)
            yield Pattern(line.id, line.noun, tuple(_filled(t, tables) for t in line.tokens), line.value)
        except (ValueError, TypeError) as error:
            what = error.errors()[0]["msg"] if isinstance(error, ValidationError) else error
            raise PackError(f"{file}, line {number}: {what}") from error


def _check_operators(tokens: list[dict[str, Any]]) -> None:
    """Refuse what makes matching slow: `*`, `+`, counts without an end, more than two `?` in a row."""
    run = 0
    for token in tokens:
        operator = token.get("OP", "1")
        if operator not in ("1", "!", "?"):
            raise ValueError(
                f"operator {operator!r} is refused, since it can take for ever; use up to two '?'"
            )
        run = run + 1 if operator == "?" else 0
        if run > 2:
            raise ValueError("more than two '?' in a row are refused, since they can take for ever")
    if not any(token.get("OP", "1") == "1" for token in tokens):
        raise ValueError("a pattern needs a token that must be there")


def _filled(value: Any, tables: dict[str, tuple[Row, ...]]) -> Any:
    """The same with every `"@table"` or `"@table:value"` replaced by the one-word phrases of those rows."""
    if isinstance(value, dict):
        return {name: _filled(part, tables) for name, part in value.items()}
    if isinstance(value, str) and value.startswith("@"):
        table, _, wanted = value[1:].partition(":")
        if table not in tables:
            near = difflib.get_close_matches(table, tables, 1)
            raise ValueError(f"no table {table!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
        rows = (r for r in tables[table] if wanted in ("", r.value) and " " not in r.phrase)
        return sorted({r.phrase.lower() for r in rows})
    return value


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        raise PackError(f"{file}, line {line}: not UTF-8; save it as UTF-8") from error


def _read_toml(file: Path) -> PackFile:
    try:
        return PackFile(**tomllib.loads(_text_of(file)))
    except tomllib.TOMLDecodeError as error:
        raise PackError(f"{file}: not valid TOML: {error}") from error
    except ValidationError as error:
        bad = ".".join(str(part) for part in error.errors()[0]["loc"])
        near = difflib.get_close_matches(bad, PackFile.model_fields, 1)
        hint = f"; did you mean {near[0]!r}?" if near else f"; known keys: {', '.join(PackFile.model_fields)}"
        raise PackError(f"{file}: key {bad!r}: {error.errors()[0]['msg']}{hint}") from error


def _read_table(file: Path) -> Iterator[Row]:
    seen: dict[str, int] = {}
    with io.StringIO(_text_of(file), newline="") as handle:
        reader = csv.reader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)
        header = next(reader, [])
        if header != COLUMNS:
            raise PackError(f"{file}, line 1: the header must be {'<TAB>'.join(COLUMNS)}, found {header}")
        for cells in reader:
            line = reader.line_num
            if not cells:
                continue
            if len(cells) not in (3, 4) or not cells[0] or not cells[1]:
                raise PackError(
                    f"{file}, line {line}: a row is id, phrase, value and maybe a note; found {cells}"
                )
            if cells[0] in seen:
                raise PackError(
                    f"{file}, line {line}: id {cells[0]!r} stands in line {seen[cells[0]]} already"
                )
            seen[cells[0]] = line
            yield Row(*cells)
