"""Texts of `trivet explain`, by what they are about."""
