"""Alembic's entry: runs the migrations in the transaction that `hub.migrations` opened."""

from __future__ import annotations

from alembic import context

from hub.domain import Table

context.configure(connection=context.config.attributes["connection"], target_metadata=Table.metadata)
context.run_migrations()
