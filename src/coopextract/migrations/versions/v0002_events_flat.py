"""The view `events_flat`: one row an event, names in place of ids, for analysts."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this version."""
    op.execute(_view(op.get_bind().dialect.name))


def downgrade() -> None:
    """Back to the version before."""
    op.execute("DROP VIEW events_flat")


def _view(dialect: str) -> str:
    roles = {"hosts": "host", "visitors": "visitor", "parties": "party"}
    lists = {
        name: _joined(
            dialect,
            "i.name",
            f"event_institutions l JOIN institutions i ON i.id = l.institution_id "
            f"WHERE l.event_id = e.id AND l.role = '{role}'",
        )
        for name, role in roles.items()
    }
    for name, one, shown in (
        ("people", "person", "x.name"),
        ("agreements", "agreement", "x.title"),
        ("facilities", "facility", "x.name"),
    ):
        source = f"event_{name} l JOIN {name} x ON x.id = l.{one}_id WHERE l.event_id = e.id"
        lists[name] = _joined(dialect, shown, source)
    for name, kind in (("topics", "topic"), ("programmes", "programme")):
        lists[name] = _joined(
            dialect, "l.term", f"event_terms l WHERE l.event_id = e.id AND l.kind = '{kind}'"
        )
    lists["evidence"] = _joined(
        dialect, "l.text", "evidence l WHERE l.event_id = e.id AND l.field = 'event'", " ¶ "
    )
    return (
        "CREATE VIEW events_flat AS SELECT e.id AS event_id, e.document_id, d.title AS document_title, "
        "d.published, d.publisher, d.url, d.language, e.type, e.status, e.date_edtf, e.date_start, "
        "e.date_end, e.place, e.cameo, e.confidence, "
        + ", ".join(f"{query} AS {name}" for name, query in lists.items())
        + " FROM events e JOIN documents d ON d.id = e.document_id"
    )


def _joined(dialect: str, value: str, source: str, separator: str = "; ") -> str:
    """The values of a list of an event in one text, in their order."""
    if dialect == "postgresql":
        return f"(SELECT string_agg({value}, '{separator}' ORDER BY l.position) FROM {source})"
    inner = f"SELECT {value} AS value FROM {source} ORDER BY l.position"
    return f"(SELECT group_concat(value, '{separator}') FROM ({inner}))"
