"""The one SQLite file: connections, migrations and one file of SQL per table group."""
