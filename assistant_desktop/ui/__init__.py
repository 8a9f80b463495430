"""The window, the tray and the reminder windows (the only package that imports Qt)."""
