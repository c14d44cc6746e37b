"""Which word pieces stay: pieces in Latin letters, digits and common signs."""

from __future__ import annotations

import unicodedata
from pathlib import Path

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")


def read(path: Path) -> list[str]:
    """The pieces of a vocabulary file in order."""
    return path.read_text(encoding="utf-8").split("\n")[:-1]


def kept(pieces: list[str]) -> list[int]:
    """The rows to keep: all special ones that are used, and every piece without letters of other scripts."""
    return [number for number, piece in enumerate(pieces) if piece in SPECIAL or _latin(piece)]


def _latin(piece: str) -> bool:
    if piece.startswith("[") and piece.endswith("]") and len(piece) > 2:
        return False
    return all(
        not char.isalnum() or (char.isdecimal() and char.isascii()) or "LATIN" in unicodedata.name(char, "")
        for char in piece.removeprefix("##")
    )
