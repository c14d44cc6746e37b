"""What the commands share: options, messages, output and exit codes.

Data goes to standard output, messages go to standard error. Exit codes: 0 all went well (also when the reader
of the output stops early), 1 some documents failed or some examples are wrong, 2 wrong usage or setting.
"""

from __future__ import annotations

import functools
import inspect
import os
import re
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, Optional, TextIO, get_args

import typer
from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from typer.core import TyperGroup

from coopextract.errors import CoopExtractError, DocumentError, WriteError
from coopextract.schema import PartialDay
from coopextract.settings import Settings

if TYPE_CHECKING:
    from coopextract.extractor import Extractor

OK, FAILED, USAGE = 0, 1, 2

Load = Callable[[], "Extractor"]

_DAY: TypeAdapter[str] = TypeAdapter(PartialDay)
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_HELP = {
    "base": "The spaCy pipeline under the rules: a name or a path.",
    "numeric_dates": "How to read 03/04/2023 when nothing in the text decides.",
    "min_confidence": "Leave out events and agreements below this probability.",
    "max_chars": "Refuse documents that are longer than this.",
    "screen": "Skip documents that cannot hold a cooperation event.",
    "require_english": "Refuse text that is not English.",
}


def _check_day(value: str | None) -> str | None:
    try:
        return value if value is None else _DAY.validate_python(value)
    except ValidationError as error:
        raise typer.BadParameter(f"{value!r} is no day; write 2023-12-01, 2023-12 or 2023") from error


def _check_text(value: str | None) -> str | None:
    if value is not None and _UNWRITABLE.search(value):
        raise typer.BadParameter("it holds control characters or bytes that are not UTF-8; give plain text")
    return value


def _check_file(path: Path) -> Path:
    if str(path) != "-" and (os.path.isdir(path) or not os.path.exists(path)):  # noqa: PTH110, PTH112
        what = "a folder" if os.path.isdir(path) else "no such file"  # noqa: PTH112
        raise typer.BadParameter(f"{str(path)[:80]}: {what}; give a file, or -")
    return path


def _check_files(paths: list[Path]) -> list[Path]:
    return [_check_file(path) for path in paths]


Files = Annotated[
    list[Path],
    typer.Argument(
        callback=_check_files, metavar="FILE", help="Text, HTML, JSON or JSONL; - is standard input."
    ),
]
File = Annotated[
    Path,
    typer.Argument(
        callback=_check_file, metavar="FILE", help="Text, HTML or JSON, one document; - is standard input."
    ),
]
Published = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(
        callback=_check_day, metavar="DAY", help="When it was published: 2023-12-01, 2023-12 or 2023."
    ),
]
Publisher = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(callback=_check_text, metavar="NAME", help="The institution behind 'our university'."),
]
Output = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option("--output", "-o", metavar="FILE", help="Write here, not to standard output."),
]


class Commands(TyperGroup):
    """Turns the library's errors into one line on standard error and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        with warnings.catch_warnings():
            warnings.showwarning = _show_warning
            try:
                return super().invoke(ctx)
            except CoopExtractError as error:
                message(f"error: {error}")
                raise typer.Exit(FAILED if isinstance(error, DocumentError) else USAGE) from error
            except BrokenPipeError:
                _end_quietly()


def message(text: str) -> None:
    """A line for the user, on standard error."""
    typer.echo(text, err=True)


def with_settings(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command `--pack` and one option a field of `Settings`; its `load` then makes the extractor.

    The names are those of Python, so that a new setting is an option without further ado.

    >>> def greet(name: str, load: Load) -> None: ...
    >>> list(inspect.signature(with_settings(greet)).parameters)[:3]
    ['name', 'pack', 'base']
    """
    signature = inspect.signature(command, eval_str=True)

    @functools.wraps(command)
    def run(**values: Any) -> None:
        pack = values.pop("pack")
        chosen = {name: values.pop(name) for name in Settings.model_fields}
        settings = {name: value for name, value in chosen.items() if value is not None}
        command(**values, load=functools.partial(load_extractor, pack, **settings))

    own = [parameter for name, parameter in signature.parameters.items() if name != "load"]
    pack_help = "A folder to lay over the shipped language pack."
    added = [_option("pack", Optional[Path], typer.Option(help=pack_help, metavar="FOLDER"))]  # noqa: UP045
    added += [_settings_option(name, field) for name, field in Settings.model_fields.items()]
    run.__signature__ = signature.replace(parameters=own + added)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in own + added}
    return run


def load_extractor(pack: Path | None, **settings: Any) -> Extractor:
    """The extractor; imported here, so that help and wrong usage need not wait for it."""
    from coopextract.extractor import load

    return load(pack, **settings)


def _settings_option(name: str, field: FieldInfo) -> inspect.Parameter:
    kind = field.annotation if field.annotation in (int, float, bool) else str
    flag = "--" + name.replace("_", "-")
    names = [f"{flag}/--no{flag[1:]}"] if kind is bool else [flag]
    choices = [choice for choice in get_args(field.annotation) if isinstance(choice, str)]
    metavar = None if kind is bool else "|".join(choices) or ("NAME" if kind is str else "NUMBER")
    default = "" if field.default is None else f" [default: {field.default}]"
    about = _HELP.get(name, f"The setting {name}.") + default
    return _option(name, Optional[kind], typer.Option(*names, help=about, metavar=metavar))  # noqa: UP045


def _option(name: str, kind: Any, option: Any) -> inspect.Parameter:
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[kind, option]
    )


@contextmanager
def output(path: Path | None) -> Iterator[Callable[[str], None]]:
    """Where to write: standard output, or a file that appears only when all went well."""
    if path is None or str(path) == "-":
        yield _to_stdout
        return
    if not path.name:
        raise WriteError(f"{path}: no name of a file; give one, such as events.jsonl")
    if path.exists() and not path.is_file():
        raise WriteError(f"{path}: a folder or a device; give the name of a file, or - for standard output")
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as stream:
            yield lambda text: _discard(stream.write(text))
        part.replace(path)
    except OSError as error:
        raise WriteError(f"{path}: cannot be written: {error.strerror}; check the folder") from error
    finally:
        part.unlink(missing_ok=True)


def _discard(_: object) -> None:
    """Swallow a return value."""


def _to_stdout(text: str) -> None:
    try:
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise WriteError(f"standard output: cannot be written: {error.strerror}; make room") from error


def _show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    typer.echo(f"note: {message}", err=True)


def _end_quietly() -> NoReturn:
    """Nobody reads on: let what is still buffered go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise typer.Exit(OK)
