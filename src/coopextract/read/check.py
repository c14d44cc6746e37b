"""Refuse documents that no stage could read: without text, too long, or in another language."""

from __future__ import annotations

import re

from coopextract.errors import EmptyDocumentError, NotEnglishError, NotTextError, TooLongError
from coopextract.schema import Document
from coopextract.settings import Settings

_WORD = re.compile(r"[^\W\d_]+")
_VISIBLE = re.compile(r"[^\s\u200b-\u200f\u2060\ufeff\x00-\x1f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SAMPLE = 20_000
_FEW_WORDS, _MANY_WORDS = 8, 60
_ENGLISH = """
    the of and to with from by for that which was were is are has have had been this its his their
    between at on will would as it they he she who our we not after during also
"""
_OTHER = """
    de la el los las una del en por con para que der die das und den dem ist mit auf von zu eine
    einer wurde le les des et du est une dans pour avec sur qui il di che gli della delle nel per
    sono da do dos das em uma com não het een van op voor zijn met na w z się nie jest och att som
    är til og av ja że bir ve bu için ile yang dan dengan untuk pada dari và của các cho được
"""
_ENGLISH_WORDS, _OTHER_WORDS = frozenset(_ENGLISH.split()), frozenset(_OTHER.split())


class Checker:
    """Lets a document pass, or raises the `DocumentError` that says why not and what to do.

    >>> Checker(Settings())(Document(text="The rector received a delegation."))
    >>> Checker(Settings(max_chars=9))(Document(text="The rector received a delegation."))
    Traceback (most recent call last):
    coopextract.errors.TooLongError: 33 characters, more than the 9 of max_chars; split the text or ...
    """

    def __init__(self, settings: Settings) -> None:
        self._max_chars = settings.max_chars
        self._require_english = settings.require_english

    def __call__(self, document: Document) -> None:
        """Check one document."""
        text = document.text
        check_encodable(document)
        if not _VISIBLE.search(text):
            raise EmptyDocumentError("the document holds no text; leave it out, or give its text")
        if len(text) > self._max_chars:
            raise TooLongError(
                f"{len(text)} characters, more than the {self._max_chars} of max_chars;"
                " split the text or raise max_chars"
            )
        if self._require_english and not is_english(text):
            raise NotEnglishError(
                "the text does not look English, the only language of this pack;"
                " leave it out, translate it, or set require_english to false"
            )


def is_english(text: str) -> bool:
    """Whether a text may be English, by its letters and commonest words; True where it is too short to tell.

    >>> is_english("The rector received a delegation of the college.")
    True
    >>> is_english("El rector de la universidad recibió a una delegación.")
    False
    """
    words = _WORD.findall(text[:_SAMPLE])
    letters = sum(map(len, words))
    latin = sum(len(word) for word in words if word[0] < "\u0250" or "\u1e00" <= word[0] < "\u1f00")
    if letters >= _FEW_WORDS and latin < letters / 2:
        return False
    spelled = [word.lower() for word in words]
    english = sum(word in _ENGLISH_WORDS for word in spelled)
    other = sum(word in _OTHER_WORDS for word in spelled)
    if len(spelled) >= _MANY_WORDS and english < 0.06 * len(spelled):
        return False
    return len(spelled) < _FEW_WORDS or other <= english or other < 0.2 * len(spelled)


def check_encodable(document: Document) -> None:
    """Refuse half characters (lone surrogates), which no UTF-8 file can hold.

    >>> check_encodable(Document(text="a" + chr(0xD800)))
    Traceback (most recent call last):
    coopextract.errors.NotTextError: text: half a character (U+D800) at offset 1; decode ...
    """
    for field, value in document:
        if value and (found := _SURROGATE.search(value)):
            raise NotTextError(
                f"{field}: half a character (U+{ord(found.group()):04X}) at offset {found.start()};"
                " decode the source as UTF-8 or UTF-16 before"
            )
