"""The recogniser: its windows, its decoding, and the shipped weights."""

from __future__ import annotations

import pickle
import random
import subprocess
import sys
import unicodedata
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from coopextract.analyse import decoding
from coopextract.analyse.recogniser import AGREED_GROUP, GROUP, SIDE_GROUP, STATUS_GROUP, Recogniser
from coopextract.analyse.wordpiece import SHAPES, WordPiece, preface, shape, windows, words

PIPELINE = Path(__file__).parents[2] / "models" / "en" / "pipeline"
TEXT = (
    "Delegation of Cheshire College visits Linyi Polytechnic\n\n"
    "On November 25th, Mr. Stelios Yalarakis, Director of International Office, visited Linyi Polytechnic. "
    "Vice President Li Lin received the guests. The two sides will sign a memorandum of understanding "
    "next week."
)
VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "visit", "##ed", "col", "##lege", "the", ".", "a", "-", "b"]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load(PIPELINE)


def marks(doc: Doc) -> list[object]:
    return [
        [(span.start_char, span.end_char, span.label_) for span in doc.spans[key]]
        + doc.spans[key].attrs["scores"]
        for key in (GROUP, STATUS_GROUP, SIDE_GROUP, AGREED_GROUP)
    ]


def found(doc: Doc) -> dict[str, str]:
    return {span.text: span.label_ for span in doc.spans[GROUP]}


@pytest.mark.parametrize(
    ("word", "name"),
    [("visit", "lower"), ("Visit", "title"), ("NATO", "upper"), ("J", "initial"), ("McKay", "mixed"),
     ("J.", "initial"), ("2019", "digits"), ("12.5", "digits"), ("25th", "alphanumeric"), (",", "other"),
     ("—", "other"), ("Ö.", "initial")],
)  # fmt: skip
def test_shape(word: str, name: str) -> None:
    assert SHAPES[shape(word)] == name


@pytest.mark.parametrize(
    ("word", "pieces"),
    [("Visited", ["visit", "##ed"]), ("COLLÈGE", ["col", "##lege"]), ("a-b", ["a", "-", "b"]),
     ("Xu", ["[UNK]"]),
     ("", ["[UNK]"]), (unicodedata.normalize("NFD", "collège"), ["col", "##lege"]), ("a" * 5000, ["[UNK]"])],
)  # fmt: skip
def test_pieces(word: str, pieces: list[str]) -> None:
    cutter = WordPiece(VOCABULARY)
    assert [VOCABULARY[number] for number in cutter(word)[0]] == pieces


def test_cache_is_emptied_when_full() -> None:
    cutter = WordPiece(VOCABULARY, cache=2)
    fresh = [WordPiece(VOCABULARY)(word) for word in ("a", "b", "the", "a")]
    assert [cutter(word) for word in ("a", "b", "the", "a")] == fresh


@pytest.mark.parametrize("seed", range(20))
def test_windows_read_every_word_once(seed: int) -> None:
    rng = random.Random(seed)
    tokens = rng.choices(
        ["visited", "the", ".", "\n", "college", "a-b-a-b-a-b-a", " "], k=rng.randint(0, 700)
    )
    text = words(tokens, WordPiece(VOCABULARY))
    opening = preface(rng.choice([None, "the college", "the college " * 20]), WordPiece(VOCABULARY))
    cut = windows(text, opening, 3, size=rng.choice([48, 64, 320]), context=rng.choice([0, 8, 16]))
    assert [number for window in cut for number in range(window.start, window.end)] == list(
        range(len(text.token))
    )
    for window in cut:
        assert len(window.ids) == len(window.features) <= 320
        places = slice(window.offset, window.offset + window.end - window.start)
        read = zip(window.firsts[places], window.lasts[places], strict=True)
        assert [tuple(window.ids[first : last + 1]) for first, last in read] == [
            text.pieces[number] for number in range(window.start, window.end)
        ]


@pytest.mark.parametrize("seed", range(10))
def test_decoding_finds_the_best_legal_sequence(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = [decoding.log_softmax(rng.normal(size=(n, 5)).astype(np.float32) * 2) for n in (4, 0, 5, 1)]
    for row, spans in zip(rows, decoding.spans(rows), strict=True):
        path = [0] * len(row)
        for first, last, label, _score in spans:
            path[first:last] = [1 + 2 * label] + [2 + 2 * label] * (last - first - 1)
        total = sum(row[step, tag] for step, tag in enumerate(path))
        assert total == pytest.approx(_exhaustive(row), abs=1e-4)


@pytest.mark.parametrize("seed", range(10))
def test_decoding_a_long_row_is_decoding_its_parts(seed: int) -> None:
    rng = np.random.default_rng(seed)
    parts = [decoding.log_softmax(rng.normal(size=(5, 5)).astype(np.float32) * 2) for _ in range(20)]
    outside = decoding.log_softmax(np.array([[30.0, 0, 0, 0, 0]], np.float32))
    expected = [
        (6 * n + first, 6 * n + last, label, score)
        for n, spans in enumerate(decoding.spans(parts))
        for first, last, label, score in spans
    ]
    long = np.concatenate([row for part in parts for row in (part, outside)])
    assert decoding.spans([long]) == [expected]


def _exhaustive(row: np.ndarray) -> float:
    """The best legal total by trying every sequence."""
    best = {(): 0.0}
    for step in row:
        best = {
            (*path, tag): total + float(step[tag])
            for path, total in best.items()
            for tag in range(5)
            if tag % 2 or not tag or (path and path[-1] in (tag, tag - 1))
        }
    return max(best.values())


def test_finds_people_posts_institutions_and_triggers(nlp: Language) -> None:
    labels = found(nlp(TEXT))
    assert labels["Stelios Yalarakis"] == "PERSON"
    assert labels["Vice President"] == "TITLE"
    assert labels["Linyi Polytechnic"] == "INSTITUTION"
    assert labels["visited"] == "EV_VISIT"
    assert labels["memorandum of understanding"] == "AGREEMENT"


def test_status_and_side_are_given_for_their_spans(nlp: Language) -> None:
    doc = nlp(TEXT)
    status = {span.text: span.label_ for span in doc.spans[STATUS_GROUP]}
    assert status["visited"] == "OCCURRED"
    assert status["sign"] == "PLANNED"
    sided = [(s.start, s.end) for s in doc.spans[GROUP] if s.label_ in ("PERSON", "INSTITUTION", "PLACE")]
    assert [(span.start, span.end) for span in doc.spans[SIDE_GROUP]] == sided
    assert all(sum(scores) == pytest.approx(1, abs=1e-3) for scores in doc.spans[SIDE_GROUP].attrs["scores"])


def test_spans_do_not_overlap(nlp: Language) -> None:
    doc = nlp("\n\n".join([TEXT] * 20))
    spans = list(doc.spans[GROUP])
    assert all(left.end <= right.start for left, right in pairwise(spans))


def test_long_document_is_read_to_its_end(nlp: Language) -> None:
    doc = nlp("The weather was fine and the harvest was good. " * 400 + TEXT)
    assert "Stelios Yalarakis" in found(doc)


def test_result_does_not_depend_on_batch_or_threads(nlp: Language) -> None:
    texts = [TEXT, "", " \n ", TEXT.upper(), TEXT * 9, "Visit " * 500, "é\u200b\u00a0\ufffd 👍🏽"]
    alone = [marks(nlp(text)) for text in texts]
    assert [marks(doc) for doc in nlp.pipe(texts, batch_size=3)] == alone
    assert [marks(doc) for doc in nlp.pipe(reversed(texts), batch_size=8)] == alone[::-1]
    two = Recogniser(threads=2).from_bytes(nlp.get_pipe(GROUP).to_bytes())
    assert [marks(two(nlp.make_doc(text))) for text in texts] == alone


def test_logits_are_the_same_bytes_in_any_company(nlp: Language) -> None:
    component = nlp.get_pipe(GROUP)
    docs = [nlp.make_doc(text) for text in (TEXT, TEXT.upper(), TEXT * 9)]
    together = [component.answer(doc).logits.tobytes() for doc in docs]
    assert together[::-1] == [component.answer(doc).logits.tobytes() for doc in reversed(docs)]


def test_the_publisher_is_read_before_the_text(nlp: Language) -> None:
    component, plain, published = nlp.get_pipe(GROUP), nlp.make_doc(TEXT), nlp.make_doc(TEXT)
    published.user_data["publisher"] = "Linyi Polytechnic"
    alone, told = component.answer(plain), component.answer(published)
    assert alone.tokens == told.tokens
    assert not np.array_equal(alone.logits, told.logits)
    assert not np.array_equal(alone.publisher, told.publisher)


def test_states_travel_with_a_document(nlp: Language) -> None:
    doc = nlp(TEXT)
    copy = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert np.array_equal(copy.tensor, doc.tensor)
    assert marks(copy) == marks(doc)
    assert [bool(row.any()) for row in doc.tensor] == [not token.is_space for token in doc]


def test_round_trips(nlp: Language, tmp_path: Path) -> None:
    expected = marks(nlp(TEXT))
    component = nlp.get_pipe(GROUP)
    assert marks(pickle.loads(pickle.dumps(component))(nlp.make_doc(TEXT))) == expected
    nlp.to_disk(tmp_path / "copy")
    assert marks(spacy.load(tmp_path / "copy")(TEXT)) == expected
    blank = spacy.blank("en")
    blank.add_pipe(GROUP)
    assert marks(blank.from_bytes(nlp.to_bytes())(TEXT)) == expected


def test_without_weights_the_groups_are_empty() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe(GROUP)
    assert marks(nlp(TEXT)) == [[], [], [], []]
    with pytest.raises(ValueError, match="no weights"):
        nlp.get_pipe(GROUP).answer(nlp.make_doc(TEXT))


def test_pipeline_is_small() -> None:
    assert sum(path.stat().st_size for path in PIPELINE.rglob("*") if path.is_file()) < 25_000_000


def test_module_is_light_to_import() -> None:
    code = (
        "import sys, coopextract.analyse.recogniser; print({'onnxruntime', 'tokenizers'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
