"""The user's health: readings, targets, medicines at their times, files."""
