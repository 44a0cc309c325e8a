"""Tenants, their API keys, customers and notes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table("tenants", *_id_and_time(), sa.Column("name", sa.Text, nullable=False, unique=True))
    op.create_table(
        "api_keys",
        *_id_and_time(),
        sa.Column("tenant_id", sa.Uuid, sa.ForeignKey("tenants.id", ondelete="CASCADE"), nullable=False),
        sa.Column("prefix", sa.Text, nullable=False, unique=True),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
    )
    op.create_index("api_keys_tenant_id_idx", "api_keys", ["tenant_id"])
    op.create_table(
        "customers",
        *_id_and_time(),
        sa.Column("tenant_id", sa.Uuid, sa.ForeignKey("tenants.id", ondelete="CASCADE"), nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("company", sa.Text),
        sa.Column("phone", sa.Text),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("external_ids", postgresql.JSONB, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.UniqueConstraint("tenant_id", "id"),
        sa.CheckConstraint("status IN ('active', 'archived')", name="status"),
    )
    op.create_index("customers_tenant_id_created_at_id_idx", "customers", ["tenant_id", "created_at", "id"])
    op.create_index(
        "customers_email_of_tenant_key", "customers", ["tenant_id", sa.func.lower(sa.column("email"))], unique=True
    )
    op.create_table(
        "notes",
        *_id_and_time(),
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("customer_id", sa.Uuid, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "customer_id"], ["customers.tenant_id", "customers.id"], ondelete="CASCADE"
        ),
    )
    op.create_index(
        "notes_tenant_id_customer_id_created_at_id_idx", "notes", ["tenant_id", "customer_id", "created_at", "id"]
    )


def downgrade() -> None:
    for table in ("notes", "customers", "api_keys", "tenants"):
        op.drop_table(table)


def _id_and_time() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", sa.Uuid, server_default=sa.func.gen_random_uuid(), primary_key=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
    )
