"""The kernel gives what the extractor gives, and no document fails its batch."""

from __future__ import annotations

import json
from datetime import date

import pyarrow as pa
import pytest

from coopextract.batch.columns import DOCUMENTS, RESULTS, batch_of, rows_of
from coopextract.batch.guarded import GuardedKernel
from coopextract.batch.kernel import Kernel
from coopextract.batch.spec import Spec
from coopextract.errors import RunError


def test_results_are_those_of_the_extractor(extractor, few, few_lines):
    results = Kernel(extractor, batch_size=5)(batch_of(few, DOCUMENTS))
    assert results.schema.equals(RESULTS)
    assert results.column("extraction").to_pylist() == few_lines
    assert results.column("events").to_pylist() == [len(json.loads(line)["events"]) for line in few_lines]


def test_a_text_column_is_enough(extractor):
    batch = pa.RecordBatch.from_pydict({"text": ["On 3 May 2021, Ana Silva visited Henan University."]})
    [row] = rows_of(Kernel(extractor)(batch))
    assert row["id"].startswith("sha256-")
    assert row["entry"] is None


def test_a_frame_with_numbers_and_dates(extractor):
    text = "On 3 May, Ana Silva visited Henan University."
    cells = {"text": [text], "id": [7], "published": [date(2021, 5, 6)], "publisher": [""]}
    [row] = rows_of(Kernel(extractor)(pa.RecordBatch.from_pydict(cells)))
    found = json.loads(row["extraction"])["document"]
    assert (found["id"], found["published"], found["publisher"]) == ("7", "2021-05-06", None)


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        ({"text": None}, "DocumentError"),
        ({"text": " \n"}, "EmptyDocumentError"),
        ({"text": "El rector de la universidad recibió a una delegación de Portugal y de la India."},
         "NotEnglishError"),
        ({"text": "The rector.", "published": "2023-02-30"}, "DocumentError"),
    ],
)  # fmt: skip
def test_a_bad_document_fails_alone(extractor, document, kind):
    good = {"id": "good", "text": "The rector of Henan University received a delegation."}
    rows = rows_of(Kernel(extractor)(batch_of([good, {"id": "bad", "line": 7} | document, good], DOCUMENTS)))
    assert [row["error"] is None for row in rows] == [True, False, True]
    assert (rows[1]["id"], rows[1]["line"], rows[1]["stage"], rows[1]["kind"]) == ("bad", 7, "read", kind)


def test_a_mistake_of_ours_fails_one_document_and_names_the_stage(extractor, monkeypatch):
    link = type(extractor._linker).link

    def broken(self, analysis, document, *more):
        found = link(self, analysis, document, *more)
        return link(self, None, document, *more) if document.id == "bad" else found

    monkeypatch.setattr(type(extractor._linker), "link", broken)
    documents = [{"id": name, "text": "The rector received a delegation."} for name in ("a", "bad", "c")]
    rows = rows_of(Kernel(extractor)(batch_of(documents, DOCUMENTS)))
    assert [row["id"] for row in rows if row["error"] is None] == ["a", "c"]
    assert rows[1]["stage"] == "link"


def test_a_batch_without_texts_is_refused_with_the_reason():
    kernel = GuardedKernel(Spec())
    with pytest.raises(RunError, match="no column 'text'"):
        kernel(pa.RecordBatch.from_pydict({"body": ["The rector."]}))
