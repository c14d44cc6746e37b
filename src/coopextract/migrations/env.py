"""What alembic runs: migrations on the connection that `write.database` hands over."""

from __future__ import annotations

from alembic import context

from coopextract.write.tables import SCHEMA


def run() -> None:
    """Applies the migrations that were asked for."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=SCHEMA,
        version_table="coopextract_version",
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()


if hasattr(context, "config"):  # not when it is imported outside of alembic
    run()
