"""The headless verbs, one file each. `VERBS` names them; each is imported when it is used."""

VERBS: dict[str, str] = {
    "ask": "say one thing and print the answer",
    "serve": "run without a window; one JSON line an event",
    "remind": "set a reminder",
    "reminders": "list, answer, move or cancel reminders",
    "remember": "keep something",
    "events": "your calendars: list, add, move, delete, import, export, subscribe",
    "health": "readings, targets, medicines: list, add, import, export",
    "recall": "find what was said or kept",
    "import": "take in messages from a JSONL file",
    "export": "write all messages to a JSONL file",
    "models": "see, download and choose models: what answers",
    "services": "see, switch and try what reaches the internet: weather, news",
    "news": "read, search and refresh news; follow feeds",
    "approvals": "answer calls that wait for your yes",
    "profiles": "list, make or delete profiles",
    "backup": "copy the data file now",
    "restore": "put the newest sound copy in its place",
    "doctor": "how everything stands",
    "when": "understand times in words, one line each",
    "understand": "what the offline brain would do, nothing done",
}
