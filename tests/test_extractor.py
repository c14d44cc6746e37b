"""The library as a user calls it: whole documents in, checked extractions out."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import coopextract
from coopextract.errors import (
    DocumentError,
    EmptyDocumentError,
    NotEnglishError,
    PackError,
    SettingsError,
    TooLongError,
)
from coopextract.validate import check

GOLD = Path(__file__).parent / "fixtures" / "gold"
VISIT = (
    "On 12 May, a delegation from Kalmar Polytechnic led by its Rector, Dr. Anna Lindqvist, visited Henan University of "
    "Technology. President Wang Baoshan received the guests. The two sides signed a memorandum of understanding on teacher "
    "training. After that, the delegation toured the grain storage laboratory and the library."
)
ODD = st.sampled_from(
    ["\u200b", "\u00a0", "\r\n", "，", "。", "\ufeff", "😀", "\x07", "\u2028", "\u00ad", "é"]
)


def documents():
    for file in sorted(GOLD.glob("*.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        yield {"id": gold["id"], "text": gold["text"], "title": gold["title"], **gold["meta"]}


def test_a_visit_with_everything(extractor):
    result = extractor.extract(VISIT, published="2023-05-14", publisher="Henan University of Technology")
    names = {x.id: x.name for x in [*result.institutions, *result.people, *result.facilities]}
    events = {e.type: e for e in result.events}
    assert {"visit", "signing", "tour"} <= set(events)
    visit = events["visit"]
    assert visit.status == "occurred"
    assert visit.date.edtf == "2023-05-12"
    assert [names[i] for i in visit.visitors] == ["Kalmar Polytechnic"]
    assert [names[i] for i in visit.hosts] == ["Henan University of Technology"]
    assert [a.kind for a in result.agreements] == ["mou"]
    assert result.agreements[0].title.startswith("memorandum of understanding")
    assert {p.name: p.titles for p in result.people} == {
        "Anna Lindqvist": ["Rector"],
        "Wang Baoshan": ["President"],
    }


def test_without_publication_date_the_year_stays_open(extractor):
    result = extractor.extract(VISIT)
    assert {e.date.edtf for e in result.events if e.date} == {"XXXX-05-12"}
    assert all(e.date.start is None for e in result.events if e.date)


def test_offsets_slice_and_ids_resolve_in_every_fixture(extractor):
    for document, result in zip(documents(), extractor.pipe(documents()), strict=True):
        assert check(result, document["text"]) == []


def test_single_and_batched_give_the_same_bytes(extractor):
    every = list(documents())[:12]
    batched = [r.model_dump_json() for r in extractor.pipe(every, batch_size=5)]
    single = [extractor.extract(**d).model_dump_json() for d in every]
    reverse = [r.model_dump_json() for r in extractor.pipe(every[::-1], batch_size=3)][::-1]
    assert batched == single == reverse


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, len(VISIT)), ODD), max_size=8))
def test_odd_characters_never_shift_an_offset(extractor, insertions):
    text = VISIT
    for place, char in insertions:
        text = text[:place] + char + text[place:]
    result = extractor.extract(text)
    assert check(result, text) == []
    assert coopextract.Extraction.model_validate_json(result.model_dump_json()) == result


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("   \n ", EmptyDocumentError),
        ("Der Rektor der Universität hat gestern eine Delegation aus China empfangen und mit ihr über die Zusammenarbeit "
         "gesprochen, die seit vielen Jahren besteht und nun auf weitere Fächer ausgedehnt werden soll.", NotEnglishError),
        ("Ректор университета принял делегацию из Китая.", NotEnglishError),
        ("word " * 500_000, TooLongError),
    ],
    ids=["empty", "german", "russian", "too long"],
)  # fmt: skip
def test_bad_documents_are_refused_with_a_remedy(extractor, text, error):
    with pytest.raises(error, match=r"document d7: .*; ") as caught:
        extractor.extract(text, id="d7")
    assert caught.value.document_id == "d7"


def test_a_bad_document_does_not_stop_the_rest(extractor):
    results = list(
        extractor.pipe_safely(
            [{"id": "a", "text": VISIT}, {"id": "b", "text": ""}, {"id": "c", "text": VISIT}]
        )
    )
    assert [type(r).__name__ for r in results] == ["Extraction", "Failure", "Extraction"]
    assert results[1].id == "b"
    assert results[0].events == results[2].events


def test_a_wrong_publication_date_names_the_field(extractor):
    with pytest.raises(DocumentError, match=r"^published: '12 May 2023' is no day"):
        extractor.extract(VISIT, published="12 May 2023")


def test_unknown_settings_and_packs_name_the_nearest(tmp_path):
    with pytest.raises(SettingsError, match="did you mean 'min_confidence'"):
        coopextract.load(min_confidense=0.5)
    with pytest.raises(PackError, match=r"pack\.toml"):
        coopextract.load(tmp_path)


def test_a_user_pack_adds_and_switches_off_rows(tmp_path):
    (tmp_path / "pack.toml").write_text('name = "mine"\n', encoding="utf-8")
    (tmp_path / "agreements.tsv").write_text(
        "id\tphrase\tvalue\tnote\nmine-1\tfriendship scroll\tdeclaration\tsure\n", encoding="utf-8"
    )
    text = VISIT.replace("memorandum of understanding", "friendship scroll")
    kinds = [a.kind for a in coopextract.load(tmp_path).extract(text).agreements]
    assert "declaration" in kinds


def test_import_is_light():
    code = "import sys, coopextract; print([m for m in ('spacy', 'pydantic', 'onnxruntime') if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_a_publisher_that_takes_no_part_is_no_institution(extractor) -> None:
    text = "Tuition fees at the school must be paid by the end of June. The weather will be fine."
    assert extractor.extract(text, publisher="Riga Technical College").institutions == []


def test_a_bare_string_is_no_document_and_the_rest_goes_on(extractor) -> None:
    with pytest.raises(DocumentError, match=r"a document is a mapping with a text, .* not str"):
        list(extractor.pipe(["A visit."]))
    failure, found = extractor.pipe_safely(["A visit.", {"text": "A visit.", "id": "b"}])
    assert (failure.stage, found.document.id) == ("read", "b")


@pytest.mark.parametrize("publisher", ["", " ", "\n"])
def test_a_blank_publisher_is_none(extractor, publisher):
    assert extractor.extract(VISIT, publisher=publisher) == extractor.extract(VISIT)


def test_a_batch_of_nothing_is_refused(extractor):
    for results in (extractor.pipe([VISIT], batch_size=0), extractor.analyse_all([], batch_size=-1)):
        with pytest.raises(SettingsError, match="batch_size must be at least 1"):
            list(results)


def test_where_nobody_cooperates_there_is_no_event(extractor):
    found = extractor.extract(
        "The mayor opened the refurbished swimming baths with a short ceremony on 4 May 2023."
    )
    assert found.events == []
    assert found.warnings == ["an event left out: the text names no institution or state that takes part"]
    ours = extractor.extract("On 4 May 2023, the mayor opened the new laboratory of our university.")
    assert [event.type for event in ours.events] == ["ceremony"]
