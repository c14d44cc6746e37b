"""The database, on SQLite and on a real PostgreSQL server."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from coopextract.errors import WriteError
from coopextract.flat import flat_records
from coopextract.schema import DocumentInfo, Event, Extraction, Institution, Person, TextSpan
from coopextract.write.database import Database
from coopextract.write.tables import SCHEMA

from .generated import write_jsonl

HOSTILE = "Robert'); DROP TABLE events;-- \" \\ % :x {y} \u202e 名"


@pytest.fixture
def database(database_address):
    database = Database(database_address)
    database.migrate()
    yield database
    database.close()


def rows(database):
    with database.engine.connect() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(sa.select(table))), key=repr)
            for table in SCHEMA.sorted_tables
        }


def example(name="Henan University", **event):
    span = TextSpan(start=0, end=3, text="The")
    host = Institution(id="i1", name=name, aliases=[name], mentions=[span])
    guest = Person(id="p1", name=name, titles=[name], affiliations=["i1"])
    visit = Event(**{"id": "e1", "type": "visit", "status": "occurred", "hosts": ["i1"], "people": ["p1"],
                     "topics": [name], "evidence": [span], "support": {"place": [span]}} | event)  # fmt: skip
    info = DocumentInfo(id=f"d-{name}", title=name)
    return Extraction(document=info, people=[guest], institutions=[host], events=[visit], warnings=[name])


def test_migrations_make_the_tables_of_the_code(database):
    database.migrate()
    with database.engine.connect() as connection:
        options = {"compare_type": database.engine.dialect.name == "postgresql",
                   "version_table": "coopextract_version"}  # fmt: skip
        assert compare_metadata(MigrationContext.configure(connection, opts=options), SCHEMA) == []


def test_loading_twice_touches_no_row(database, few_lines):
    database.load(few_lines)
    before, versions = rows(database), row_versions(database)
    database.load(few_lines)
    database.load(reversed(few_lines))
    assert rows(database) == before
    assert row_versions(database) == versions
    assert database.count("events") == sum(len(json.loads(line)["events"]) for line in few_lines)


def row_versions(database):
    """When each row was written last (PostgreSQL only)."""
    if database.engine.dialect.name == "sqlite":
        return None
    with database.engine.connect() as connection:
        return [
            sorted(connection.execute(sa.text(f"SELECT xmin::text, ctid::text FROM {table.name}")).all())
            for table in SCHEMA.sorted_tables
        ]


def test_a_changed_document_changes_and_its_neighbours_do_not(database, few_lines):
    one, other = example(), example("Cheshire College")
    database.load([one.model_dump_json(), other.model_dump_json(), *few_lines])
    before = rows(database)
    changed = example(status="planned", people=[], topics=["exchange", "music"])
    changed.people = []
    database.load([changed.model_dump_json()])
    after = rows(database)
    gone = {name: set(before[name]) - set(after[name]) for name in before}
    new = {name: set(after[name]) - set(before[name]) for name in before}
    assert {name: len(found) for name, found in gone.items() if found} == {
        "documents": 1, "people": 1, "person_titles": 1, "affiliations": 1, "event_people": 1, "events": 1,
        "event_institutions": 1, "event_terms": 1, "evidence": 2,
    }  # fmt: skip
    assert {name: len(found) for name, found in new.items() if found} == {
        "documents": 1, "events": 1, "event_institutions": 1, "event_terms": 2, "evidence": 2}  # fmt: skip
    database.load([one.model_dump_json()])
    assert rows(database) == before


def test_the_flat_view_holds_the_flat_records(database, few_lines):
    database.load(few_lines)
    records = {
        r["event_id"]: r for line in few_lines for r in flat_records(Extraction.model_validate_json(line))
    }
    with database.engine.connect() as connection:
        found = connection.execute(sa.text("SELECT * FROM events_flat")).mappings().all()
    assert {row["event_id"] for row in found} == set(records)
    for row in found:
        record = records[row["event_id"]]
        for name in ("document_id", "type", "status", "date_edtf", "place", "publisher", "confidence"):
            assert row[name] == record[name]
        for name in ("hosts", "visitors", "parties", "people", "agreements", "facilities", "topics"):
            assert row[name] == ("; ".join(record[name]) or None), name


def test_the_flat_view_is_read_only(database):
    database.load([example().model_dump_json()])
    with pytest.raises(sa.exc.SQLAlchemyError), database.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM events_flat"))


def test_names_are_values_and_never_commands(database):
    extraction = example(HOSTILE)
    database.load([extraction.model_dump_json()])
    with database.engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT name FROM people")) == HOSTILE
        assert connection.scalar(sa.text("SELECT hosts FROM events_flat")) == HOSTILE
    assert database.count("events") == 1


def test_nul_characters_are_replaced(database):
    database.load([example("a\0b").model_dump_json()])
    database.load([example("a\0b").model_dump_json()])
    with database.engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT name FROM people")) == "a\ufffdb"


def test_foreign_keys_hold_and_a_failed_batch_leaves_nothing(database):
    with pytest.raises(sa.exc.IntegrityError), database.engine.begin() as connection:
        connection.execute(sa.text("INSERT INTO people (id, document_id, name) VALUES ('x', 'none', 'y')"))
    copies = [{"id": "c", "same_as": "d-Henan University", "source": "news.jsonl", "line": "no number"}]
    if database.engine.dialect.name == "postgresql":
        with pytest.raises(WriteError, match="nothing of this batch was stored"):
            database.load([example().model_dump_json()], copies)
        assert database.count("documents") == 0


def test_a_run_fills_the_database_and_copies_follow_their_original(run, few, database_address, tmp_path):
    source = tmp_path / "news.jsonl"
    copy = {"id": "copy", "text": few[0]["text"]}
    source.write_text("".join(json.dumps(d) + "\n" for d in [*few[:3], copy]), encoding="utf-8")
    run(source, to=database_address, workers=1, shard_size=2)
    database = Database(database_address)
    assert (database.count("documents"), database.count("copies"), database.count("loads")) == (3, 1, 2)
    before = rows(database)
    run(source, to=database_address, workers=1, shard_size=2)
    run(source, to=database_address, workers=1, shard_size=2, folder="again")
    assert rows(database) == before
    next_month = write_jsonl(tmp_path / "next.jsonl", 2, seed=9)
    next_month.write_text(next_month.read_text(encoding="utf-8").replace('"g0', '"h0'), encoding="utf-8")
    run(next_month, to=database_address, workers=1, folder="next")
    assert database.count("documents") == 5
    assert set(before["events"]) < set(rows(database)["events"])
    database.close()


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("oracle://x", "oracle://x: only SQLite and PostgreSQL"),
        ("no address at all ://", "no database address"),
        ("postgresql://me:secret@localhost:1/none", "me:\\*\\*\\*@localhost"),
        ("sqlite:////no/such/folder/x.db", "unable to open"),
    ],
)
def test_a_database_that_cannot_be_used_says_so_without_the_password(address, message):
    with pytest.raises(WriteError, match=message) as caught:
        Database(address).migrate()
    assert "secret" not in str(caught.value)
