"""Engines: other generators that run on the bundle, for those who want their kind of code.

What they write is kept like our own: formatted, recorded, compared for drift, and swapped in whole.
"""
