"""Migrations lead to the tables that the code declares, and back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, inspect, text

from hub import migrations
from hub.domain import Table
from hub.embedded import Postgres

_NAMES = """
    SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION SELECT indexname FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1
"""


def _names(connection: Connection) -> list[str]:
    """Every constraint and index but Alembic's own."""
    found = connection.scalars(text(_NAMES)).all()
    return [name for name in found if not name.startswith("alembic")]


def test_the_newest_tables_are_those_that_the_code_declares(empty: str) -> None:
    migrations.upgrade(empty)
    engine = create_engine(empty)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, Table.metadata) == []
    engine.dispose()


def test_constraints_have_the_names_that_the_code_declares(empty: str, postgres: Postgres) -> None:
    migrations.upgrade(empty)
    postgres.create_database("declared")
    migrated, declared = create_engine(empty), create_engine(postgres.url("declared"))
    with migrated.connect() as one, declared.connect() as other:
        Table.metadata.create_all(other)
        assert _names(one) == _names(other)
    migrated.dispose()
    declared.dispose()


def test_migrating_back_leaves_no_table(empty: str) -> None:
    migrations.upgrade(empty)
    migrations.downgrade(empty, "base")
    engine = create_engine(empty)
    assert inspect(engine).get_table_names() == ["alembic_version"]
    engine.dispose()


def test_those_who_migrate_at_the_same_time_take_turns(empty: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: migrations.upgrade(empty), range(4)))
    engine = create_engine(empty)
    with engine.connect() as connection:
        assert connection.scalars(text("SELECT version_num FROM alembic_version")).all() == [migrations.head()]
    engine.dispose()
