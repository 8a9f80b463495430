"""What the brain says in English when it calls nothing."""

from __future__ import annotations

REPLIES: dict[str, str] = {
    "unknown": (
        "I did not understand that. Without a model I can set, list, move, snooze and cancel"
        " reminders, remember and recall what you tell me, search our conversations, keep your"
        " calendar and health notes, and fetch weather and news."
        " Try: “remind me to call Ann tomorrow at 9”."
    ),
    "help": (
        "Here is what I can do without a model:\n"
        "- Reminders: “remind me to call Ann tomorrow at 9”, “every weekday at 8 take the pills”,"
        " “what are my reminders?”, “done”, “snooze 10 minutes”, “move it to Friday”, “cancel it”\n"
        "- Memory: “remember that the door code is 4711”, “what is my door code?”,"
        " “forget the door code”\n"
        "- Past conversations: “what did I say about the flat?”\n"
        "- Calendar: “what's on my calendar tomorrow?”, “schedule lunch with Ann on Friday at 12”\n"
        "- Health: “log weight 80 kg”, “how did I sleep last week?”\n"
        "- The world: “weather in Paris tomorrow”, “news about science”, “what time is it?”"
    ),
    "when": "When should I remind you: “{task}”?",
    "what": "What should I remind you of?",
    "past": "That time has passed already. When should I remind you instead?",
    "when_event": "When is it?",
    "new_time": "To what time should I move it?",
    "default_task": "Reminder",
}
