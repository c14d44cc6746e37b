"""Migrations of the database, run by alembic when a run begins. One module in `versions` a change."""
