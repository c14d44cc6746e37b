"""The command `coopextract run`: archives in, a database or a file out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

Option = typer.Option
Sources = Annotated[
    list[str],
    typer.Argument(
        help="Files, folders, globs: .txt .html .json .jsonl .csv .tsv "
        ".parquet .warc, each also packed (.gz .bz2 .zst)."
    ),
]
To = Annotated[
    str | None,
    Option(
        help="A file (.jsonl .parquet .csv), a SQLite file (.db .sqlite), or postgresql://user@host/name."
    ),
]
Rows = Annotated[
    Literal["documents", "events"] | None,
    Option(help="What a file holds: whole extractions, or flat events. CSV always holds events."),
]
Folder = Annotated[
    Path | None, Option(help="Where the run keeps its state and failures.jsonl.  [default: TO.run]")
]
Workers = Annotated[int | None, Option(min=1, help="Worker processes.  [default: one a core]")]
Engine = Annotated[Literal["local", "ray"], Option(help="Where the workers are.")]
Address = Annotated[str | None, Option(help="The Ray cluster, for example auto or ray://head:10001.")]
ShardSize = Annotated[int, Option(min=1, help="Documents a shard; no more is lost when a run is killed.")]
TimeLimit = Annotated[float, Option(min=0, help="Seconds for one document; 0 for no limit.")]
MemoryLimit = Annotated[int, Option(min=0, help="MiB for one worker; 0 for no limit.")]
Retry = Annotated[bool, Option("--retry-failed", help="Run only the documents that failed before.")]
Quiet = Annotated[bool, Option("--quiet", help="No progress.")]
Pack = Annotated[Path | None, Option(help="A pack to lay over the shipped one.")]
Setting = Annotated[list[str] | None, Option("--set", help="A setting, as NAME=VALUE. May be given often.")]
Name = str | None


def run(
    sources: Sources,
    to: To = None,
    rows: Rows = None,
    run_folder: Folder = None,
    workers: Workers = None,
    engine: Engine = "local",
    address: Address = None,
    shard_size: ShardSize = 512,
    time_limit: TimeLimit = 120.0,
    memory_limit: MemoryLimit = 2048,
    retry_failed: Retry = False,
    text_field: Annotated[Name, Option(help="The field or column that holds the text.")] = None,
    id_field: Annotated[Name, Option(help="The one that holds the id.")] = None,
    title_field: Annotated[Name, Option(help="The one that holds the title.")] = None,
    published_field: Annotated[Name, Option(help="The one that holds the date of publication.")] = None,
    publisher_field: Annotated[Name, Option(help="The one that holds the publisher.")] = None,
    url_field: Annotated[Name, Option(help="The one that holds the address.")] = None,
    published: Annotated[Name, Option(help="The date, for documents that do not say it.")] = None,
    publisher: Annotated[Name, Option(help="The publisher, for documents that do not say it.")] = None,
    pack: Pack = None,
    settings: Setting = None,
    quiet: Quiet = False,
) -> None:
    """Extract an archive into a database or a file; run the same command again to resume after a stop.

    Documents that fail are listed in failures.jsonl, and the rest goes on.
    """
    from coopextract.batch.options import RunOptions
    from coopextract.batch.runner import run_archive
    from coopextract.batch.spec import Limits, Spec

    names = {
        "text": text_field,
        "id": id_field,
        "title": title_field,
        "published": published_field,
        "publisher": publisher_field,
        "url": url_field,
    }
    options = RunOptions(
        sources=tuple(sources),
        to=to,
        rows=rows,
        folder=run_folder or _folder_for(to),
        workers=workers,
        engine=engine,
        address=address,
        shard_size=shard_size,
        retry_failed=retry_failed,
        quiet=quiet,
        fields={field: name for field, name in names.items() if name},
        published=published,
        publisher=publisher,
        limits=Limits(time_limit, memory_limit),
        spec=Spec(str(pack) if pack else None, _settings(settings or [])),
    )
    report = run_archive(options)
    typer.echo(json.dumps({"run_folder": str(options.folder)} | report["counts"]))


def register(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.command("run")(run)


def _folder_for(to: str | None) -> Path:
    if to is None or "://" in to:
        return Path("coopextract.run")
    return Path(f"{to}.run")


def _settings(pairs: list[str]) -> dict[str, Any]:
    """`--set NAME=VALUE` as the settings of an extractor; a value is JSON where it can be.

    >>> _settings(["min_confidence=0.5", "numeric_dates=day-first"])
    {'min_confidence': 0.5, 'numeric_dates': 'day-first'}
    """
    values: dict[str, Any] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign:
            raise typer.BadParameter(f"{pair!r} is not NAME=VALUE", param_hint="--set")
        try:
            values[name] = json.loads(value)
        except ValueError:
            values[name] = value
    return values
