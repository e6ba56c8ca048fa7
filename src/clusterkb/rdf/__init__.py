"""Bytes to triples and back: the format table, parsing with places, serializing, canonical Turtle."""
