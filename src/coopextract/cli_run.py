"""The command `coopextract run`: archives in, a database or a file out."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Annotated, Literal, Optional, cast

import typer

from coopextract.console import FAILED, Load, Published, Publisher, message, with_settings

Option = typer.Option
Text = Optional[str]  # noqa: UP045
Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE",
        help="Files, folders, globs: .txt .html .json .jsonl .csv .tsv .warc, also .gz .bz2 .zst; .parquet.",
    ),
]
To = Annotated[
    Text,
    Option(
        metavar="SINK",
        help="A file (.jsonl .parquet .csv), SQLite (.db .sqlite, sqlite:///x.db), or "
        "postgresql://user@host/name.  [default: results stay in the run folder]",
    ),
]
Rows = Annotated[
    Optional[Literal["documents", "events"]],  # noqa: UP045
    Option(help="What a file holds: whole extractions, or flat events (CSV always)."),
]
Folder = Annotated[
    Optional[Path],  # noqa: UP045
    Option(
        file_okay=False,
        help="Where the run keeps its state and failures.jsonl.  "
        "[default: SINK.run beside a file, else coopextract.run]",
    ),
]
Workers = Annotated[
    Optional[int],  # noqa: UP045
    Option(min=1, help="Worker processes.  [default: one a core]"),
]
Engine = Annotated[Literal["local", "ray"], Option(help="Where the workers are.")]
Address = Annotated[Text, Option(help="The Ray cluster, for example auto or ray://head:10001.")]
ShardSize = Annotated[
    int,
    Option(min=1, help="Documents a shard; a killed run makes again what is in no whole one."),
]
TimeLimit = Annotated[float, Option(min=0, help="Seconds for one document; 0 for no limit.")]
MemoryLimit = Annotated[int, Option(min=0, help="MiB for one worker; 0 for no limit.")]
Retry = Annotated[bool, Option("--retry-failed", help="Run only the documents that failed before.")]
Quiet = Annotated[bool, Option("--quiet", help="No progress.")]


@with_settings
def run(
    sources: Sources,
    load: Load,
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
    text_field: Annotated[Text, Option(help="The field or column that holds the text.")] = None,
    id_field: Annotated[Text, Option(help="The one that holds the id.")] = None,
    title_field: Annotated[Text, Option(help="The one that holds the title.")] = None,
    published_field: Annotated[Text, Option(help="The one that holds the date of publication.")] = None,
    publisher_field: Annotated[Text, Option(help="The one that holds the publisher.")] = None,
    url_field: Annotated[Text, Option(help="The one that holds the address.")] = None,
    published: Published = None,
    publisher: Publisher = None,
    quiet: Quiet = False,
) -> None:
    """Extract an archive into a database or a file; run the same command again to resume after a stop.

    \b
    Example:
      coopextract run news/ --to events.db
      coopextract run "cc-news/*.warc.gz" --to postgresql://me@localhost/news --run-folder cc-news.run
      coopextract run news.csv --text-field body --to events.csv

    Documents that fail are listed in failures.jsonl in the run folder, and the rest goes on.
    """
    from coopextract.batch.options import RunOptions
    from coopextract.batch.runner import run_archive
    from coopextract.batch.spec import Limits, Spec

    chosen = cast("partial[object]", load)
    pack = str(chosen.args[0]) if chosen.args[0] else None
    names = {"text": text_field, "id": id_field, "title": title_field, "published": published_field}
    names |= {"publisher": publisher_field, "url": url_field}
    options = RunOptions(
        sources=tuple(sources), to=to, rows=rows, folder=run_folder or _folder_for(to),
        spec=Spec(pack, dict(chosen.keywords)), limits=Limits(time_limit, memory_limit),
        fields={field: name for field, name in names.items() if name},
        published=published, publisher=publisher, workers=workers, engine=engine, address=address,
        shard_size=shard_size, retry_failed=retry_failed, quiet=quiet,
    )  # fmt: skip
    report = run_archive(options)
    if others := report["left_out"]:
        kinds = ", ".join(f"{count} {suffix}" for suffix, count in others.items())
        message(f"left out, since their formats are not known: {kinds}")
    _show(report["counts"], options.folder)


def _show(counts: dict[str, int], folder: Path) -> None:
    """The counts on standard output, and where to look for failures."""
    typer.echo(json.dumps({"run_folder": str(folder)} | counts))
    if failures := counts["failures"]:
        which = "1 document failed" if failures == 1 else f"{failures} documents failed"
        message(
            f"{which}: see {folder / 'failures.jsonl'}; --retry-failed runs them again under other limits, "
            "mended documents are a run of their own"
        )
        raise typer.Exit(FAILED)


def _folder_for(to: str | None) -> Path:
    """Beside the sink, where that is a file.

    >>> _folder_for("sqlite:///news/events.db"), _folder_for("postgresql://me@host/news")
    (PosixPath('news/events.db.run'), PosixPath('coopextract.run'))
    """
    to = (to or "://").removeprefix("sqlite:///")
    return Path("coopextract.run" if "://" in to else f"{to}.run")
