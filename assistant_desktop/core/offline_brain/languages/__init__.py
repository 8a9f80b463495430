"""Phrasebooks, one folder a language."""
