"""The whole chain on the kept-aside documents, slot by slot: `python -m train.whole` in the folder `models`.

`--ids` takes only documents whose ids begin so, `--predictions FILE` keeps what was found.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import coopextract
from coopextract.score import score_documents, to_table

from .data import corpus, is_test
from .scenes import as_input, gold_of, has_gold


def main() -> None:
    """Extracts, scores, prints the table."""
    parser = argparse.ArgumentParser(prog="python -m train.whole", description=__doc__)
    parser.add_argument("--ids", nargs="*", default=[""], metavar="BEGINNING")
    parser.add_argument("--predictions", type=Path)
    given = parser.parse_args()
    wanted = [d for d in corpus() if is_test(d.id) and has_gold(d)]
    documents = [d for d in wanted if d.id.startswith(tuple(given.ids))]
    found = list(coopextract.load().pipe(as_input(document) for document in documents))
    if given.predictions:
        lines = (extraction.model_dump_json() + "\n" for extraction in found)
        given.predictions.write_text("".join(lines), encoding="utf-8")
    golds = [gold_of(document) for document in documents]
    print(to_table(score_documents(golds, [one.model_dump(mode="json") for one in found])))


if __name__ == "__main__":
    main()
