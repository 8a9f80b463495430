"""What the brain says in English when it calls nothing."""

from __future__ import annotations

REPLIES: dict[str, str] = {
    "unknown": (
        "I did not understand that. Without a model I can set, list, move, snooze and cancel"
        " reminders, keep a calendar and health readings, remember and recall what you tell me,"
        " search our conversations, and tell weather and news once they are switched on."
        " Try: “remind me to call Ann tomorrow at 9”."
    ),
    "help": (
        "Here is what I can do without a model:\n"
        "- Reminders: “remind me to call Ann tomorrow at 9”, “every weekday at 8 remind "
        "me to take the"
        " pills”,"
        " “what are my reminders?”, “done”, “snooze 10 minutes”, “move it to Friday”, "
        "“cancel it”\n"
        "- Memory: “remember that the door code is 4711”, “what is my door code?”,"
        " “forget the door code”\n"
        "- Past conversations: “what did I say about the flat?”\n"
        "- Health: “blood pressure 130 over 85”, “weight 82.4”, “how was my weight this month?”,"
        " “my weight target is 75 to 78 kg”, “remind me to take 10 mg of lisinopril at 9 daily”\n"
        "- Calendar: “schedule a meeting with Bob tomorrow from 10 to 11”, “when am I free on"
        " Friday?”, “remind me 30 minutes before the dentist”\n"
        "- The day: “brief me every day at 8”; once they are switched on, “what's the weather"
        " tomorrow?”, “what's in the news?”, “remind me to take an umbrella if it rains tomorrow”\n"
        "- The clock: “what time is it?”"
    ),
    "which_dose": (
        "I set nothing yet: is the comma in that amount a decimal point or a thousands mark?"
        " Say it again with a point, or without the comma."
    ),
    "unavailable": (
        "I understood, but I cannot do that yet: this installation has no calendar, weather or news"
        " switched on."
    ),
    "hello": "Hello! What should I do for you?",
    "told": "Good to know.",
    "told_private": "That is private: I keep it only if you say “remember this”.",
    "thanks": "You are welcome.",
    "one_by_one": "I cancel one at a time, to be sure. Which one?",
    "when": "When should I remind you: “{task}”?",
    "what": "What should I remind you of?",
    "except": (
        "I can leave out weekdays and months, but not single dates. Say it without the exception,"
        " and skip that one when it comes."
    ),
    "past": "That time has passed already. When should I remind you instead?",
    "when_event": "When is it?",
    "new_time": "To what time should I move it?",
    "text_briefing": "The day at a glance",
    "default_task": "Reminder",
    "word_alarm": "alarm",
    "text_alarm": "Alarm",
    "word_timer": "timer",
    "text_timer": "Timer",
    "word_wake": "wake",
    "text_wake": "Wake up",
}
