"""Trivet: one OpenAPI contract, carried by models, clients and servers."""
