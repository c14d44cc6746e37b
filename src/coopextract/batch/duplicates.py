"""Which texts a run has seen, on disk, so that memory stays flat over millions of documents."""

from __future__ import annotations

import hashlib
import re
import sqlite3
import unicodedata
from pathlib import Path

_SPACE = re.compile(r"\s+")


def text_key(text: str) -> bytes:
    """A hash that two texts share which differ in nothing but spacing and Unicode form.

    >>> text_key("Zürich  University\\n") == text_key("Zu\\u0308rich University")
    True
    """
    normal = _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()
    return hashlib.sha256(normal.encode("utf-8", "surrogatepass")).digest()[:16]


class Seen:
    """The texts and ids that went by. Made anew by every run, because the sources are read again in order."""

    def __init__(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        self._base = sqlite3.connect(path, isolation_level=None)
        self._base.execute("PRAGMA journal_mode = OFF")
        self._base.execute("PRAGMA synchronous = OFF")
        self._base.execute("CREATE TABLE texts (key BLOB PRIMARY KEY, id TEXT) WITHOUT ROWID")
        self._base.execute("CREATE TABLE ids (id TEXT PRIMARY KEY, place TEXT) WITHOUT ROWID")

    def text(self, text: str, document_id: str) -> str | None:
        """The id of the first document with this text, or None and this one is the first."""
        key = text_key(text)
        done = self._base.execute("INSERT OR IGNORE INTO texts VALUES (?, ?)", (key, document_id))
        if done.rowcount:
            return None
        first: str = self._base.execute("SELECT id FROM texts WHERE key = ?", (key,)).fetchone()[0]
        return first

    def forget(self, text: str) -> None:
        """Takes back the text of a document that is refused, so that the next one with it is no copy."""
        self._base.execute("DELETE FROM texts WHERE key = ?", (text_key(text),))

    def id(self, document_id: str, place: str) -> str | None:
        """Where this id was used before, or None and it is used now."""
        done = self._base.execute("INSERT OR IGNORE INTO ids VALUES (?, ?)", (document_id, place))
        if done.rowcount:
            return None
        first = self._base.execute("SELECT place FROM ids WHERE id = ?", (document_id,)).fetchone()[0]
        return first or "an earlier document"

    def close(self) -> None:
        """Closes the file."""
        self._base.close()
