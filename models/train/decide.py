"""Trains the decisions of assembly: `python -m train.decide` in the folder `models`. Takes a few minutes.

The recogniser's answers on its own training documents would flatter it, so that the decisions learn from
answers of recognisers that had not seen the document (the pipelines in `folds/`, made by
`python -m train.cross`). In the same way each decision learns on what the earlier decisions, trained on other
documents, make of a document. What comes out of that is at the same time a fair measure of the whole,
printed at the end, and the ground on which confidence is calibrated.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from coopextract.assemble.affiliate import affiliate
from coopextract.assemble.assembler import Assembler
from coopextract.assemble.attach import attach_people, attach_things
from coopextract.assemble.linear import named
from coopextract.pack import load_pack

from .data import bucket
from .excerpts import whole_id
from .lessons import STAGES, Lesson
from .mapped import Mapped
from .scenes import mapped_documents, score_line

FOLDS = 5
STRENGTH = {"role": 0.1, "facility": 0.5, "confidence": 1.0, "status": 0.5, "agreement_status": 0.1}
OUT = Path(__file__).parents[1] / "en" / "decisions.json"


def best_cut(lessons: list[Lesson], groups: list[int], classes: list[str], strength: float) -> float:
    """The cut with the best F1 (over all answers but the first, on lessons from unseen documents), of equal
    ones the most cautious: a wrong fact costs more than a missing one.
    """
    features, answers = zip(*lessons, strict=True)
    wanted = np.array([classes.index(a) for a in answers])
    model = LogisticRegression(C=strength, max_iter=2000, fit_intercept=False)
    matrix = DictVectorizer().fit_transform(map(named, features))
    spread = cross_val_predict(model, matrix, wanted, groups=groups, cv=GroupKFold(4), method="predict_proba")
    top = spread[:, 1:].argmax(axis=1) + 1
    scores: dict[float, float] = {}
    for cut in np.arange(0.2, 0.81, 0.05):
        if len(classes) == 2:
            given = np.where(spread[:, 1] >= cut, 1, 0)
        else:
            none = (spread[:, 0] > cut) & (spread[:, 0] > spread.max(axis=1) - 1e-9)
            given = np.where(none, 0, top)
        right = ((given == wanted) & (wanted > 0)).sum()
        scores[round(float(cut), 2)] = 2 * right / max(1, (given > 0).sum() + (wanted > 0).sum())
    best = [cut for cut, score in scores.items() if score == max(scores.values())]
    return max(best) if len(classes) == 2 else min(best)


def fit(lessons: list[Lesson], classes: list[str], strength: float) -> dict[str, Any]:
    """A decision's weights; features seen fewer than three times are left out."""
    features, answers = zip(*lessons, strict=True)
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(map(named, features))
    seen = np.asarray((matrix != 0).sum(axis=0)).ravel() >= 3
    names = [name for name, keep in zip(vectorizer.feature_names_, seen, strict=True) if keep]
    model = LogisticRegression(C=strength, max_iter=3000, fit_intercept=False)
    model.fit(matrix[:, seen], np.array([classes.index(a) for a in answers]))
    rows = np.zeros((len(names), 1 if len(classes) == 2 else len(classes)))
    if len(classes) == 2:
        rows[:, 0] = model.coef_[0]
    elif len(model.classes_) == 2:
        rows[:, model.classes_[1]] = model.coef_[0]
    else:
        rows[:, model.classes_] = model.coef_.T
    weights = {
        n: [round(float(x), 3) for x in row]
        for n, row in zip(names, rows, strict=True)
        if abs(row).max() >= 0.01
    }
    return {"classes": classes, "weights": weights}


def prime(doc: Mapped, stage: str) -> None:
    """Put gold answers where the decision looks back on its own earlier ones, for a first round."""
    for event in doc.events:
        gold = doc.gold_of(event)
        if stage == "role":
            found = (
                {i: doc.role(gold, i) for i, ps in enumerate(doc.scene.institutions) if ps} if gold else {}
            )
            event.roles = {i: role for i, role in found.items() if role != "none"}
        elif stage == "person":
            event.people = [i for i, p in enumerate(doc.people) if gold and p and p["name"] in gold["people"]]


def advance(doc: Mapped, assembler: Assembler, stage: str) -> None:
    """Bring a document to the state after a stage."""
    decisions = assembler.decisions
    if stage == "same_event":
        doc.events = assembler.events(doc.scene)
    elif stage == "role":
        for event in doc.events:
            event.roles = {}
        assembler.cast(doc.scene, doc.events)
    elif stage == "affiliation":
        affiliate(doc.scene, doc.events, decisions["affiliation"])
    elif stage == "person":
        attach_people(doc.scene, doc.events, decisions["person"])
    elif stage == "agreement":
        attach_things(doc.scene, doc.events, decisions["facility"], decisions["agreement"])


def train(documents: list[Mapped]) -> tuple[dict[str, Any], list[Assembler]]:
    """The decisions trained on all documents, and an assembler for each fold that was trained without it."""
    pack = load_pack()
    final: dict[str, Any] = {}
    partial: list[dict[str, Any]] = [{} for _ in range(FOLDS)]
    assemblers = [Assembler(pack, {}) for _ in range(FOLDS)]
    for stage, (classes, lessons) in STAGES.items():
        rounds = 2 if stage in ("role", "person") else 1
        for number in range(rounds):
            if number + 1 < rounds:
                for doc in documents:
                    prime(doc, stage)
            taught = [list(lessons(doc, assemblers[fold(doc)])) for doc in documents]
            power = STRENGTH.get(stage, 0.3)
            every = [x for part in taught for x in part]
            final[stage] = fit(every, classes, power)
            groups = [n for n, part in enumerate(taught) for _ in part]
            cut = 0.5 if stage == "confidence" else best_cut(every, groups, classes, power)
            final[stage]["cut"] = cut
            for f in range(FOLDS):
                rest = [
                    x for doc, part in zip(documents, taught, strict=True) if fold(doc) != f for x in part
                ]
                partial[f][stage] = fit(rest, classes, power) | {"cut": cut}
                assemblers[f] = Assembler(pack, partial[f])
            for doc in documents:
                advance(doc, assemblers[fold(doc)], stage)
        count, cut = len(final[stage]["weights"]), final[stage]["cut"]
        print(f"{stage:18}{sum(map(len, taught)):7} lessons{count:7} weights, cut {cut}", flush=True)
    return final, assemblers


def fold(doc: Mapped) -> int:
    """The fold of a document, by its id."""
    return bucket("decide:" + whole_id(doc.id), FOLDS)


def main() -> None:
    """Trains, writes `decisions.json`, prints how the whole does on documents that it has not seen."""
    parser = argparse.ArgumentParser(prog="python -m train.decide", description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    documents = mapped_documents()
    final, assemblers = train(documents)
    given.out.write_text(
        json.dumps(final, ensure_ascii=False, sort_keys=True, indent=0) + "\n", encoding="utf-8"
    )
    print(score_line(documents, assemblers, fold))


if __name__ == "__main__":
    main()
