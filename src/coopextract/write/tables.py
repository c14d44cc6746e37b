"""The tables of the database. A change here needs a migration in `coopextract/migrations`; a test compares.

Every document has its own people, institutions, agreements, facilities and events: a row is what one text
says. Ids are hashes of the document's id and of what the row is about; they stay when a text is run again.
"""

from __future__ import annotations

from typing import Any

from coopextract.extras import need

sa = need("sqlalchemy", extra="sql")

SCHEMA = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def _id() -> Any:
    return sa.Column("id", sa.Text, primary_key=True)


def _of(table: str, *, name: str | None = None, key: bool = False, null: bool = False) -> Any:
    """A foreign key to a table; its rows go when that one's rows go."""
    target = sa.ForeignKey(f"{table}.id", ondelete="CASCADE", deferrable=True, initially="DEFERRED")
    return sa.Column(
        name or f"{_ONE[table]}_id", sa.Text, target, primary_key=key, nullable=null, index=not key
    )


def _text(name: str, *, must: bool = False, index: bool = False) -> Any:
    return sa.Column(name, sa.Text, nullable=not must, index=index)


def _position() -> Any:
    return sa.Column("position", sa.Integer, primary_key=True, autoincrement=False)


def _date() -> list[Any]:
    return [_text("date_edtf"), _text("date_start", index=True), _text("date_end"), _text("date_text")]


_ONE = {
    "documents": "document",
    "people": "person",
    "institutions": "institution",
    "agreements": "agreement",
    "facilities": "facility",
    "events": "event",
}

DOCUMENTS = sa.Table(
    "documents",
    SCHEMA,
    _id(),
    _text("title"),
    _text("published", index=True),
    _text("publisher"),
    _text("url"),
    _text("language"),
    _text("schema_version", must=True),
    _text("digest", must=True),
)
WARNINGS = sa.Table("warnings", SCHEMA, _of("documents", key=True), _position(), _text("warning", must=True))
INSTITUTIONS = sa.Table(
    "institutions",
    SCHEMA,
    _id(),
    _of("documents"),
    _text("name", must=True, index=True),
    _text("kind", must=True),
    _text("country", index=True),
    _of("institutions", name="parent_id", null=True),
)
ALIASES = sa.Table(
    "institution_aliases",
    SCHEMA,
    _of("institutions", key=True),
    _position(),
    _text("alias", must=True, index=True),
)
PEOPLE = sa.Table(
    "people", SCHEMA, _id(), _of("documents"), _text("name", must=True, index=True), _text("side")
)
TITLES = sa.Table(
    "person_titles",
    SCHEMA,
    _of("people", key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    _position(),
    _text("title", must=True, index=True),
    sa.CheckConstraint("kind IN ('title', 'honorific')", name="kind"),
)
AFFILIATIONS = sa.Table("affiliations", SCHEMA, _of("people", key=True), _position(), _of("institutions"))
AGREEMENTS = sa.Table(
    "agreements",
    SCHEMA,
    _id(),
    _of("documents"),
    _text("kind", must=True),
    _text("status", must=True),
    _text("title", must=True),
    *_date(),
    _text("duration"),
    _text("subject"),
    sa.Column("confidence", sa.Double),
)
AGREEMENT_PARTIES = sa.Table(
    "agreement_parties", SCHEMA, _of("agreements", key=True), _position(), _of("institutions")
)
FACILITIES = sa.Table(
    "facilities",
    SCHEMA,
    _id(),
    _of("documents"),
    _text("name", must=True, index=True),
    _text("kind"),
    _of("institutions", name="owner_id", null=True),
)
EVENTS = sa.Table(
    "events",
    SCHEMA,
    _id(),
    _of("documents"),
    _text("type", must=True, index=True),
    _text("status", must=True, index=True),
    *_date(),
    _text("place"),
    _text("cameo", index=True),
    sa.Column("confidence", sa.Double, nullable=False),
)
EVENT_INSTITUTIONS = sa.Table(
    "event_institutions",
    SCHEMA,
    _of("events", key=True),
    sa.Column("role", sa.Text, primary_key=True),
    _position(),
    _of("institutions"),
    sa.CheckConstraint("role IN ('host', 'visitor', 'party')", name="role"),
)
EVENT_PEOPLE = sa.Table("event_people", SCHEMA, _of("events", key=True), _position(), _of("people"))
EVENT_AGREEMENTS = sa.Table(
    "event_agreements", SCHEMA, _of("events", key=True), _position(), _of("agreements")
)
EVENT_FACILITIES = sa.Table(
    "event_facilities", SCHEMA, _of("events", key=True), _position(), _of("facilities")
)
EVENT_TERMS = sa.Table(
    "event_terms",
    SCHEMA,
    _of("events", key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    _position(),
    _text("term", must=True, index=True),
    sa.CheckConstraint("kind IN ('topic', 'programme')", name="kind"),
)
_SUBJECTS = ("people", "institutions", "agreements", "facilities", "events")
EVIDENCE = sa.Table(
    "evidence",
    SCHEMA,
    _id(),
    _of("documents"),
    *(_of(table, null=True) for table in _SUBJECTS),
    _text("field", must=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("start_offset", sa.Integer, nullable=False),
    sa.Column("end_offset", sa.Integer, nullable=False),
    _text("text", must=True),
    sa.CheckConstraint(
        " + ".join(f"CASE WHEN {_ONE[table]}_id IS NULL THEN 0 ELSE 1 END" for table in _SUBJECTS) + " = 1",
        name="one_subject",
    ),
)
COPIES = sa.Table(
    "copies",
    SCHEMA,
    _id(),
    _of("documents"),
    _text("copy_id", must=True),
    _text("source"),
    sa.Column("line", sa.Integer),
)
LOADS = sa.Table(
    "loads",
    SCHEMA,
    sa.Column("run_id", sa.Text, primary_key=True),
    sa.Column("shard", sa.Integer, primary_key=True, autoincrement=False),
    _text("digest", must=True),
)

ENTITIES = (INSTITUTIONS, PEOPLE, AGREEMENTS, FACILITIES, EVENTS)
"""Tables whose rows have an id that others may refer to: rows that changed are updated."""

DETAILS = {
    WARNINGS: DOCUMENTS,
    ALIASES: INSTITUTIONS,
    TITLES: PEOPLE,
    AFFILIATIONS: PEOPLE,
    AGREEMENT_PARTIES: AGREEMENTS,
    EVENT_INSTITUTIONS: EVENTS,
    EVENT_PEOPLE: EVENTS,
    EVENT_AGREEMENTS: EVENTS,
    EVENT_FACILITIES: EVENTS,
    EVENT_TERMS: EVENTS,
    EVIDENCE: DOCUMENTS,
}
"""Tables whose rows belong to one row of another: for a document that changed, they are written anew."""
