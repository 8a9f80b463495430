"""Conversations out of other programs' archives, one at a time."""
