"""What a reminder depends on and does besides, and what was found out before it fired."""

STATEMENTS = (
    "ALTER TABLE reminders ADD COLUMN condition TEXT",
    "ALTER TABLE reminders ADD COLUMN action TEXT",
    "ALTER TABLE occurrences ADD COLUMN is_prepared INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE occurrences ADD COLUMN note TEXT NOT NULL DEFAULT ''",
)
