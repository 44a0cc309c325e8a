"""Trying a running server against its contract, with Schemathesis."""

from __future__ import annotations

from trivet_codegen.fuzz.headers import Header, header, headers_of
from trivet_codegen.fuzz.result import Failure, Result, write_junit
from trivet_codegen.fuzz.run import Limits, tried
from trivet_codegen.fuzz.target import Target, target

__all__ = ["Failure", "Header", "Limits", "Result", "Target", "header", "headers_of", "target", "tried", "write_junit"]
