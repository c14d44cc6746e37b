"""The tokeniser, and the words and the text of a Doc as plain strings, read once a document: spaCy makes an
object of each token at each look.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_infix_regex

# Where a space is missing: "25,ZHAO", "May 5,2023", "12.The", "University(HNU)", "(HNU)and", "Bonn;Riga".
_MISSING_SPACES = (
    r"(?<=\d)[,;](?=[^\W\d_])", r"(?<=[^\W\d_])[,;](?=\w)", r"(?<=\d),(?=\d{4}(?!\d))",
    r"(?<=\d)\.(?=[A-Z][a-z])", r"(?<=[^\W_]{3})[(](?=[^\W_]{2})", r"(?<=[^\W_]{2})[)](?=[^\W_])",
    r"(?<=\w)[”“\"](?=\w)",
)  # fmt: skip

_WORDS, _TEXT = "coop_words", "coop_text"


def cut_finer(nlp: Language) -> Language:
    """Has the pipeline's tokeniser part words where a space is missing after a mark.

    >>> import spacy
    >>> [token.text for token in cut_finer(spacy.blank("en"))("On May 25,ZHAO of Qinghe University(QU)came")]
    ['On', 'May', '25', ',', 'ZHAO', 'of', 'Qinghe', 'University', '(', 'QU', ')', 'came']
    """
    infixes = [*(nlp.Defaults.infixes or ()), *_MISSING_SPACES]
    nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    return nlp


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
