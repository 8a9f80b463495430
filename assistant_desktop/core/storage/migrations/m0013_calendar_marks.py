"""Which changes of reminders only followed their event: the user did not make them."""

STATEMENTS = ("ALTER TABLE reminder_changes ADD COLUMN is_following INTEGER NOT NULL DEFAULT 0",)
