"""What the hub does for each operation of its contract."""

from __future__ import annotations

from hub.services.access import tenant_of
from hub.services.customers import Customers
from hub.services.health import Health
from hub.services.notes import Notes

__all__ = ["Customers", "Health", "Notes", "tenant_of"]
