"""coopextract: events of international cooperation, from press releases and news, validated and with
evidence.

>>> import coopextract
>>> result = coopextract.extract("Rector Ana Silva signed an agreement with Henan University on 3 May 2021.")
>>> result.events[0].type
'signing'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coopextract.errors import CoopExtractError
    from coopextract.extractor import Extractor, extract, load
    from coopextract.schema import Document, Event, Extraction, Failure

__version__ = "0.1.0"
_HOMES = {
    "load": "extractor",
    "extract": "extractor",
    "Extractor": "extractor",
    "Document": "schema",
    "Event": "schema",
    "Extraction": "schema",
    "Failure": "schema",
    "CoopExtractError": "errors",
}
__all__ = [
    "CoopExtractError", "Document", "Event", "Extraction", "Extractor", "Failure", "extract", "load",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import on first use, so that `import coopextract` alone stays light."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"coopextract.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
