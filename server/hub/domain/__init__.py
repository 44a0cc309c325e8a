"""What the hub keeps and the rules that hold for it, without a word of HTTP or of the contract."""

from __future__ import annotations

from hub.domain.keys import NewKey, owner
from hub.domain.pages import Page, Position, page
from hub.domain.tables import ApiKey, Customer, Note, Table, Tenant

__all__ = ["ApiKey", "Customer", "NewKey", "Note", "Page", "Position", "Table", "Tenant", "owner", "page"]
