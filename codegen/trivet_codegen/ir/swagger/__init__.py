"""Swagger 2.0: the parts of a contract that it says in its own way, as the same IR."""
