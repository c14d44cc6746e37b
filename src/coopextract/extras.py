"""Optional packages: imported where they are needed, with a clear error where they are not installed."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from coopextract.errors import MissingExtraError


def need(module: str, *, extra: str) -> Any:
    """The module of an optional package; raises `MissingExtraError` that names the extra which brings it.

    >>> need("no_such_package", extra="arrow")
    Traceback (most recent call last):
    coopextract.errors.MissingExtraError: no_such_package is not installed; run pip install ...
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] != module.split(".")[0]:
            raise
        raise MissingExtraError(
            f"{module.split('.')[0]} is not installed; run pip install 'coopextract[{extra}]'"
        ) from error
