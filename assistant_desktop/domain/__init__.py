"""Frozen models and rules of the product: no I/O, no clock, no asyncio, no Qt."""
