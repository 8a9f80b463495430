"""English phrases for repetition."""

from __future__ import annotations

from assistant_desktop.core.when.grammar import Rule

RULES: tuple[Rule, ...] = ()
