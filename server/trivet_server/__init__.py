"""What generated server stubs run on: FastAPI routes that hold requests and answers to the contract."""

from __future__ import annotations

from trivet_server.application import application, install
from trivet_server.refusal import Refusal, RequestRefused, Violation
from trivet_server.reply import Reply
from trivet_server.router import Router
from trivet_server.settings import Settings
from trivet_server.writing import ContractBroken

__all__ = [
    "Router",
    "application",
    "install",
    "Reply",
    "Refusal",
    "RequestRefused",
    "Violation",
    "Settings",
    "ContractBroken",
]
