"""What the hub keeps and the rules that hold for it, without a word of HTTP or of the contract."""

from __future__ import annotations

from hub.domain.customers import CustomerFilter, EmailTaken, customer_of, customers_of, notes_of, save
from hub.domain.keys import NewKey, issue, owner, revoke
from hub.domain.merge import merged
from hub.domain.pages import Page, Position, page
from hub.domain.tables import ApiKey, Customer, Note, Table, Tenant

__all__ = [
    "ApiKey",
    "Customer",
    "CustomerFilter",
    "EmailTaken",
    "NewKey",
    "Note",
    "Page",
    "Position",
    "Table",
    "Tenant",
    "customer_of",
    "customers_of",
    "issue",
    "merged",
    "notes_of",
    "owner",
    "page",
    "revoke",
    "save",
]
