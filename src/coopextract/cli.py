"""The command line: parse arguments, call one function, one command a function."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Optional

import typer

from coopextract import __version__
from coopextract.cli_gaps import gaps
from coopextract.cli_run import run
from coopextract.console import (
    FAILED,
    Commands,
    File,
    Files,
    Load,
    Output,
    Published,
    Publisher,
    load_extractor,
    message,
    output,
    with_settings,
)
from coopextract.feed import Format, read_all, read_one, run_all, to_text
from coopextract.schema import Extraction, Failure

app = typer.Typer(
    cls=Commands,
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


app.command()(run)
app.command()(gaps)


def main() -> None:
    """The program `coopextract`."""
    app(prog_name="coopextract")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"coopextract {__version__}")
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Events of international cooperation, from press releases, validated and with evidence.

    \b
    Example:
      coopextract extract news.txt --published 2023-12-01 --format table

    \b
    Exit codes: 0 all went well, 1 some documents failed or some examples are wrong,
    2 wrong usage or configuration. Data goes to standard output, messages to standard error.
    """


@app.command()
@with_settings
def extract(
    files: Files,
    load: Load,
    form: Annotated[
        Optional[Format],  # noqa: UP045
        typer.Option("--format", "-f", help="JSON for one document and JSONL for several, if not said."),
    ] = None,
    published: Published = None,
    publisher: Publisher = None,
    out: Output = None,
) -> None:
    """Extract the events of documents.

    \b
    Example:
      coopextract extract news.txt --published 2023-12-01
      coopextract extract news.txt --format table
      coopextract extract pages/*.html -o events.jsonl
      cat news.jsonl | coopextract extract - --format records

    --published and --publisher hold for documents that do not say it themselves, and go before what an HTML
    page says. A document that fails does not stop the others; failures are listed at the end.
    """
    if form is Format.json and len(files) > 1:
        raise typer.BadParameter(
            "JSON holds one document; use --format jsonl for several", param_hint="--format"
        )
    failures: list[Failure] = []
    done = 0
    with output(out) as write:
        for item, result in run_all(load(), read_all(files, published, publisher), failures):
            chosen = form or (Format.json if len(files) == 1 and item.line is None else Format.jsonl)
            if chosen is Format.json and item.line is not None:
                raise typer.BadParameter("JSON holds one document; use jsonl", param_hint="--format")
            write(to_text(result, chosen, first=done == 0))
            done += 1
        if not done:
            _report(failures, done)
    _report(failures, done)


@app.command()
@with_settings
def explain(file: File, load: Load, publisher: Publisher = None, out: Output = None) -> None:
    """Show what was found in a text, sentence by sentence, which rule found it, and what nothing took.

    \b
    Example:
      coopextract explain news.txt

    This is what is there before events are put together: --min-confidence, --numeric-dates and --screen
    change nothing.
    """
    from coopextract.explain import explain as explained
    from coopextract.gaps import GapFinder

    document, extractor = read_one(file, publisher=publisher), load()
    analysis = extractor.analyse(document)
    with output(out) as write:
        write(explained(analysis, GapFinder(extractor.pack).find(analysis)))


@app.command()
@with_settings
def view(
    file: File, load: Load, published: Published = None, publisher: Publisher = None, out: Output = None
) -> None:
    """Make one web page: the text with highlights beside cards of its events.

    \b
    Example:
      coopextract view news.txt --published 2023-12-01 -o news.html
    """
    from coopextract.write.html import to_html

    document = read_one(file, published, publisher)
    [extraction] = load().pipe([document])
    with output(out) as write:
        write(to_html(extraction, document.text))


@app.command()
def schema(out: Output = None) -> None:
    """Print the JSON Schema of the result.

    \b
    Example:
      coopextract schema > extraction.schema.json
    """
    with output(out) as write:
        write(
            json.dumps(Extraction.model_json_schema(mode="serialization"), ensure_ascii=False, indent=2)
            + "\n"
        )


@app.command()
def check(
    pack: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Argument(metavar="[PACK]", help="A folder to lay over the shipped language pack."),
    ] = None,
) -> None:
    """Check a language pack and run its examples; the problems go to standard output.

    \b
    Example:
      coopextract check my-pack
    """
    from coopextract.examples import check_examples, load_examples

    extractor = load_extractor(pack, require_english=False)
    examples = load_examples(extractor.pack)
    problems = list(check_examples(examples, extractor))
    with output(None) as write:
        write("".join(f"{problem}\n" for problem in problems))
    message(f"{_count(len(examples), 'example')}, {_count(len(problems), 'problem')}")
    if problems:
        raise typer.Exit(FAILED)


@app.command()
@with_settings
def score(
    gold: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="A folder of gold documents.")],
    load: Load,
    predictions: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Argument(
            metavar="[PRED]",
            exists=True,
            dir_okay=False,
            help="Extractions, one a line.  [default: extract the gold documents now]",
        ),
    ] = None,
    errors: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(metavar="SLOT", help="List what was missed and what was spurious in a slot."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Compare extractions with gold documents, slot by slot.

    \b
    Example:
      coopextract score gold/
      coopextract extract news.jsonl > found.jsonl
      coopextract score gold/ found.jsonl --errors events

    Without PRED the gold documents are extracted now, with the day of publication and the publisher that
    they give.
    """
    from coopextract.gold import as_document, read_gold
    from coopextract.score import SLOTS, score_documents, score_files, to_table

    if errors is not None and errors not in SLOTS:
        raise typer.BadParameter(f"no slot {errors!r}; slots: {', '.join(SLOTS)}", param_hint="--errors")
    if errors is not None and as_json:
        raise typer.BadParameter("errors are listed as text; leave --json out", param_hint="--errors")
    if predictions is None:
        records = list(read_gold(gold))
        found = load().pipe(map(as_document, records))
        scores = score_documents(records, [extraction.model_dump(mode="json") for extraction in found])
    else:
        scores = score_files(gold, predictions)
    with output(None) as write:
        write(json.dumps(scores.as_dict(), indent=1) + "\n" if as_json else to_table(scores))
        for document, what, value in scores.errors.get(errors or "", ()):
            write(f"{document}  {what:8}  {value}\n")


def _report(failures: list[Failure], done: int) -> None:
    if failures:
        message(f"{len(failures)} of {_count(done + len(failures), 'document')} failed:")
        for failure in failures:
            message(f"  {failure}")
        raise typer.Exit(FAILED)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
