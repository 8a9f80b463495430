"""Reminders that cannot be lost: recurrence, escalation, catch-up, and the one scheduler."""
