"""Measurements against the goals, one module each: `def run(budget: Budget) -> Report`."""
