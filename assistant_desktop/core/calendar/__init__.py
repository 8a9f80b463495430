"""The user's calendars: reading, changing, free time, what reminds of events, files."""
