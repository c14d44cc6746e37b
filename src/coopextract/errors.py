"""Every error that coopextract raises on purpose, in one tree.

    CoopExtractError
    ├── ConfigError        settings or pack: what is wrong in a file the user wrote
    │   ├── SettingsError
    │   ├── PackError
    │   └── MissingExtraError  an optional package that a format or an engine needs is not installed
    ├── ReadError          input that cannot be turned into documents
    │   └── DocumentError  one document that cannot be processed; the rest of a batch goes on
    │       ├── EmptyDocumentError
    │       ├── NotTextError
    │       ├── NotEnglishError
    │       ├── TooLongError
    │       ├── TimeLimitError    it took longer than a run allows
    │       ├── MemoryLimitError  it took more memory than a run allows
    │       └── WorkerCrashError  it ended the process that worked on it
    ├── WriteError         output that cannot be written
    └── RunError           a run over many documents that cannot start or go on

Each message says what was wrong, where, and what to do about it.
"""

from __future__ import annotations


class CoopExtractError(Exception):
    """Root of all errors of this library; catch it to catch them all."""


class ConfigError(CoopExtractError):
    """Something in the configuration is wrong; nothing was processed."""


class SettingsError(ConfigError):
    """A setting is unknown or has a value outside its range."""


class PackError(ConfigError):
    """A language pack is missing, incomplete or has a broken row."""


class MissingExtraError(ConfigError):
    """An optional package is not installed; the message names the extra that brings it."""


class ReadError(CoopExtractError):
    """An input file or line cannot be read."""


class DocumentError(ReadError):
    """One document cannot be processed; the others of a batch can. `document_id`: where it is known."""

    document_id: str | None = None


class EmptyDocumentError(DocumentError):
    """The document holds no text."""


class NotTextError(DocumentError):
    """The input is not UTF-8 text (binary, or another encoding)."""


class NotEnglishError(DocumentError):
    """The text is not English, the only language of the shipped pack."""


class TooLongError(DocumentError):
    """The document is longer than the `max_chars` setting allows."""


class TimeLimitError(DocumentError):
    """The document took longer than the time limit of the run."""


class MemoryLimitError(DocumentError):
    """The document took more memory than the memory limit of the run."""


class WorkerCrashError(DocumentError):
    """The worker process that had this document ended without an answer."""


class WriteError(CoopExtractError):
    """A result cannot be written where it was asked for."""


class RunError(CoopExtractError):
    """A run over many documents cannot start, go on or be resumed."""
