"""The tables. Every row but a tenant's own belongs to one tenant, and every query names it.

Ids and times are given by the database: UUIDs of version 4, and times in UTC at which the transaction began.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    Text,
    UniqueConstraint,
    Uuid,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Table(DeclarativeBase):
    """What all tables have in common: how their constraints are called and how Python types are stored."""

    metadata = MetaData(
        naming_convention={
            "pk": "%(table_name)s_pkey",
            "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
            "uq": "%(table_name)s_%(column_0_N_name)s_key",
            "ix": "%(table_name)s_%(column_0_N_name)s_idx",
            "ck": "%(table_name)s_%(constraint_name)s_check",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's declaration
        str: Text(),
        bytes: LargeBinary(),
        UUID: Uuid(),
        datetime: DateTime(timezone=True),
        dict[str, str]: JSONB(),
    }
    __mapper_args__ = {"eager_defaults": True}  # noqa: RUF012 - SQLAlchemy's declaration

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Tenant(Table):
    """Who the customers belong to."""

    __tablename__ = "tenants"

    name: Mapped[str] = mapped_column(unique=True)


class ApiKey(Table):
    """What lets a caller act for a tenant; see `keys`. The key itself is kept nowhere, only its SHA-256."""

    __tablename__ = "api_keys"

    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("tenants.id", ondelete="CASCADE"), index=True)
    prefix: Mapped[str] = mapped_column(unique=True)
    digest: Mapped[bytes]
    revoked_at: Mapped[datetime | None]


EMAIL_TAKEN = "customers_email_of_tenant_key"
"""The constraint that breaks when two customers of a tenant have one e-mail address, in whatever case."""


class Customer(Table):
    """A person or company that the tenant does business with."""

    __tablename__ = "customers"

    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("tenants.id", ondelete="CASCADE"))
    email: Mapped[str]
    name: Mapped[str]
    company: Mapped[str | None]
    phone: Mapped[str | None]
    language: Mapped[str]
    status: Mapped[str] = mapped_column(default="active")
    external_ids: Mapped[dict[str, str]] = mapped_column(default=dict)
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())

    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        CheckConstraint("status IN ('active', 'archived')", name="status"),
        Index(None, "tenant_id", "created_at", "id"),
    )


Index(EMAIL_TAKEN, Customer.tenant_id, func.lower(Customer.email), unique=True)


class Note(Table):
    """Something that was noted about a customer; it goes when the customer does."""

    __tablename__ = "notes"

    tenant_id: Mapped[UUID]
    customer_id: Mapped[UUID]
    author: Mapped[str]
    text: Mapped[str]

    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "customer_id"], ["customers.tenant_id", "customers.id"], ondelete="CASCADE"),
        Index(None, "tenant_id", "customer_id", "created_at", "id"),
    )
