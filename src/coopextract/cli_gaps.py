"""The command `coopextract gaps`: what a corpus says that neither pack nor recogniser takes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Annotated, Optional

import typer

from coopextract.cli_run import Sources
from coopextract.console import FAILED, Load, Output, message, output, with_settings

_SHOWN = 5


@with_settings
def gaps(
    sources: Sources,
    load: Load,
    top: Annotated[int, typer.Option(min=1, help="How many of each kind are listed.")] = 25,
    limit: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option(min=1, metavar="N", help="Read only the first N documents.  [default: all]"),
    ] = None,
    text_field: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(help="The field or column that holds the text."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    out: Output = None,
) -> None:
    """List by frequency what looks like a trigger, a title or an institution and was not taken.

    \b
    Example:
      coopextract gaps news/ --limit 1000
      coopextract gaps "archive/*.jsonl.gz" --text-field body --screen --json

    A row is named where the pack knows the words and the recogniser decided against them; words without a
    row are new to the pack. With --screen only documents count that may hold a cooperation event.
    """
    from coopextract.gap_report import GapReport, documents_of
    from coopextract.gaps import GapFinder
    from coopextract.read.archives import Archive, find_files, read_archive
    from coopextract.schema import Failure

    archive = Archive(find_files(sources), {"text": text_field} if text_field else {})
    extractor = load()
    report = GapReport(GapFinder(extractor.pack))
    documents = documents_of(read_archive(archive), report.failures)
    for result in extractor.analyse_all(islice(documents, limit)):
        if isinstance(result, Failure):
            report.failures.append(result)
        else:
            report.add(result[1])
    with output(out) as write:
        write(report.to_json(top) if as_json else report.to_text(top))
    _report(report.failures)


def _report(failures: Sequence[object]) -> None:
    if failures:
        message(f"{len(failures)} failed, among them:" if len(failures) > _SHOWN else "failed:")
        for failure in failures[:_SHOWN]:
            message(f"  {failure}")
        raise typer.Exit(FAILED)
