"""Every error that coopextract raises on purpose, in one tree.

    CoopExtractError
    ├── ConfigError        settings or pack: what is wrong in a file the user wrote
    │   ├── SettingsError
    │   └── PackError
    ├── ReadError          input that cannot be turned into documents
    │   └── DocumentError  one document that cannot be processed; the rest of a batch goes on
    │       ├── EmptyDocumentError
    │       ├── NotTextError
    │       ├── NotEnglishError
    │       └── TooLongError
    └── WriteError         output that cannot be written

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


class ReadError(CoopExtractError):
    """An input file or line cannot be read."""


class DocumentError(ReadError):
    """One document cannot be processed; the others of a batch can."""


class EmptyDocumentError(DocumentError):
    """The document holds no text."""


class NotTextError(DocumentError):
    """The input is not UTF-8 text (binary, or another encoding)."""


class NotEnglishError(DocumentError):
    """The text is not English, the only language of the shipped pack."""


class TooLongError(DocumentError):
    """The document is longer than the `max_chars` setting allows."""


class WriteError(CoopExtractError):
    """A result cannot be written where it was asked for."""
