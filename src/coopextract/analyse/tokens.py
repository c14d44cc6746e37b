"""The words and the text of a Doc as plain strings, read once a document: spaCy makes an object of each token
at each look.
"""

from __future__ import annotations

from spacy.tokens import Doc

_WORDS, _TEXT = "coop_words", "coop_text"


def words_of(doc: Doc) -> list[str]:
    """The text of each token."""
    found: list[str] | None = doc.user_data.get(_WORDS)
    if found is None:
        found = doc.user_data[_WORDS] = [token.text for token in doc]
    return found


def text_of(doc: Doc) -> str:
    """The text of a Doc."""
    found: str | None = doc.user_data.get(_TEXT)
    if found is None:
        found = doc.user_data[_TEXT] = doc.text
    return found


def keep_text(doc: Doc, text: str) -> None:
    """Keeps the text that a Doc was made from."""
    doc.user_data[_TEXT] = text
