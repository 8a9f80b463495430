"""Calendars of other places: files, subscribed addresses."""
