"""Classes of English words, for the patterns of the intents."""

from __future__ import annotations

_REM = r"(?:reminders?|alarms?|timers?|alerts?|notifications?|to-?dos?|to-do list|tasks?)"
_EVENT = (
    r"(?:meetings?|appointments?|events?|calls?|lunch(?:es)?|dinners?|breakfasts?|brunch"
    r"|interviews?"
    r"|stand-?ups?|syncs?|workshops?|webinars?|classes|class|lessons?|sessions?|dates?|parties"
    r"|party"
    r"|birthdays?|flights?|conferences?|reviews?|demos?|check-?ups?|visits?|games?|trips?"
    r"|catch-?ups?"
    r"|bookings?|reservations?|training|rehearsals?|concerts?|exams?)"
)
# Base verbs of what people do themselves; an imperative of one is a task, not a question.
_DO = (
    r"(?:accept|answer|apply|ask|assemble|attend|back up|bake|bathe|boil|book|change|borrow|bring"
    r"|brush"
    r"|buy|call|charge|chase|check|clean|clear|close|collect|confirm|contact|cook|copy|cut|defrost"
    r"|deliver|deposit|do|download|drink|drop|dry|dust|eat|e-?mail|empty|exercise|feed|fetch|fill"
    r"|finish|fix|fold|follow up|get|give|go|hit|grab|hand in|hang|have|help|hoover|invite|iron|jog"
    r"|learn|leave|lock|mail|make|meditate|meet|mend|message|mop|move|mow|order|pack|paint|pay"
    r"|phone|pick"
    r"|post|practi[cs]e|prep|prepare|print|put|read|recycle|refill|renew|repair|replace|reply"
    r"|report|restart|return|review|ring|rinse|run|scan|sell|send|service|shave|shop|shower|sign"
    r"|sort|speak|spend|start|stretch|study|submit|sweep|swim|switch|take|talk (?:to|with)|test"
    r"|text"
    r"|thank|throw"
    r"|tidy|train|transfer|trim|turn (?:off|down|over)|unload|unpack|update|upload|vacuum|visit"
    r"|walk|warm|wash|watch"
    r"|water|weed|wipe|work|wrap|write)\b"
)
# Verbs that make a statement of the words before them.
_FINITE = (
    r"(?:is|isn't|was|wasn't|are|were|will|won't|would|can|could|should|has|had|have|did|does"
    r"|starts?|started|begins?|began|ends?|ended|opens|closes|closed|leaves|left|goes|went|comes"
    r"|came|gets|got|takes|took|needs|seems|looks|sounds|feels|felt|says|said|dries|fell|tells"
    r"|shows|means|helps|tastes|smells|hurts|costs|keeps|sells|rises|arrives|arrived|departs"
    r"|finishes|finished|happens|happened|runs|lasts|works|worked)"
)
# Words that keep a phrase from being the bare name of an appointment.
_NOWORD = (
    r"(?:i|i'm|you|he|she|it|we|they|what|which|how|when|where|why|who|no|not|any|are|am|do|does"
    r"|have|has|had|need|want|like|love|hate|enjoy|good|great|nice|bad|best|last|every|all|about"
    r"|was|is|will|show|list|find|tell|check|next|cancel|delete|remove|move|skip|after|before"
    r"|during|to|with|at|of|and|but|or|because|if|miss(?:ed)?|forget|forgot|go|going|see|another"
    r"|recommend|suggest)"
)

LEXICON: dict[str, str] = {
    "me": r"(?:me|us|myself)",
    "please": r"(?:please|pls|plz|kindly|if you (?:please|can|would|don't mind))",
    "the": (
        r"(?:(?:the|my|our|that|this|all|any|a|an|those|these|today's|tomorrow's"
        r"|tonight's|every) )*"
    ),
    "remind": (
        r"(?:remind(?:ing)?|remnd|remimd|reminde|rmind|rmnd|ping|nudge|alert|notify|prod|buzz|poke)\b"
    ),
    "nag": (
        r"(?:keep (?:on )?(?:nagging|reminding|bugging|pinging|pestering|bothering|asking|nudging"
        r"|alerting|poking|notifying)|nag|bug|pester|badger|bother|hound|harass|(?<=and )remind"
        r"|(?<=, )remind|repeat(?: it)?|insist|shout at|yell at|(?<=and )(?:alert|notify|ping"
        r"|poke|buzz|nudge))"
    ),
    "length": (
        r"(?:(?:\d+(?:\.\d+)?|half an?|an?|one|two|three|four|five|six|ten|fifteen|twenty|thirty"
        r"|(?:a )?couple of|(?:a )?few)[ -]?)?(?:seconds?|secs?|minutes?|mins?|hours?|hrs?"
        r"|half[- ]hour|quarter of an hour)\b"
    ),
    "confirm": (
        r"(?:confirm|answer|react|respond|say|acknowledge|(?:do|did)(?: (?:it|so|that|this))?(?:$"
        r"|[,.;!?])|(?:do|did) (?:it|so)\b|done|tell|dismiss|mark|stop"
        r"|click|press|reply|finish|tap|get it|get to it|check it|tick|show)"
    ),
    "set": (
        r"(?:set(?:ting)?(?: up)?|create|creating|make|making|add(?:ing)?|schedule|put(?:ting)"
        r"?(?: in)?|(?:give|shoot|drop|send|leave) me|start|new|program)"
    ),
    "add": (
        r"(?:add|create|schedule|book|plan|set up|set|put|arrange|make|enter|insert|block(?: off| "
        r"out)?|pencil in|organi[sz]e|reserve|new|fix)"
    ),
    "rem": _REM,
    "event": _EVENT,
    "appointment": (
        r"(?:(?:dentist|doctor|doctor's|gp|vet|barber|hairdresser|optician|haircut|physio"
        r"|physiotherapy|therapy|therapist|massage|manicure|pedicure|gym|yoga|pilates|swimming"
        r"|football|tennis|choir|gynecologist|dermatologist|cardiologist|orthodontist|meeting"
        r"|appointment|call|lunch|dinner|breakfast|brunch|interview|stand-?up|sync|workshop"
        r"|webinar|class|lesson|session|date|party|flight|conference|demo|check-?up|catch-?up"
        r"|rehearsal|concert|exam|practice|match|training|coffee|drinks|oil change|inspection"
        r"|picnic"
        r"|barbecue|bbq|movie|cinema|theat(?:er|re)|recital|graduation|wedding|funeral|ceremony"
        r"|seminar|lecture|delivery|viewing|audition|race|hike|review|demo)(?!'))"
    ),
    "do": _DO,
    "finite": _FINITE,
    "noword": _NOWORD,
    "weekday": r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sat|sun)(?:day)?",
    "arrange": r"(?:arrange|book)\b",
    "calendar": r"(?:calendar|schedule|agenda|diary|planner|calender|calandar)",
    "cancel": (
        r"(?:cancel|cancle|delete|remove|drop|scrap|discard|clear|kill|get rid of|dismiss|erase"
        r"|call off|turn off|switch off|stop|disable|axe|take off)"
    ),
    "move": (
        r"(?:move|reschedule|postpone|shift|change|push(?: back| forward| out)?|delay|bring "
        r"forward|put off|update|switch|bump|adjust|edit|defer)"
    ),
    "save": (
        r"(?:remember|memori[sz]e|note|keep in mind|make a note|take a note|write down|jot down"
        r"|save|store|don't forget|do not forget|dont forget|bear in mind|learn|record|know)"
    ),
    "remember_that": r"(?:remember that|note that|keep in mind that|make a note|don't forget that)",
    "snooze": r"(?:hit snooze|snooze|snoze|delay|postpone|put off|push back|defer)",
    "log": r"(?:log|record|note|add|enter|track|write down|save|register|put down|jot down)",
    "done": r"(?:done|finished|complete|completed|taken care of|sorted|handled|accomplished)",
    "completed": (
        r"(?:paid|washed|bought|sent|taken|fed|watered|cleaned|folded|submitted|signed|emptied"
        r"|returned|packed|mailed|fixed)"
    ),
    "show": (
        r"(?:show(?: me)?|list|display|what are|what're|whats|what's|what is|tell me(?: about)?"
        r"|read(?: me)?(?: out)?|give me|see|view|check|get|go through|go over|run through|pull "
        r"up|open|find|which|any|do i have|have i got|are there|is there|look up|look at)"
    ),
    "weather": (
        r"(?:weather|forecast|temperature outside|temperature|rain|snow|sun|sunny|umbrella|hot"
        r"|cold|warm|windy|wind|storm|humid|humidity|freezing)"
    ),
    "measure": (
        r"(?:weight|weigh|weighed|blood pressure|bp|pressure|heart rate|pulse|resting heart rate"
        r"|sleep|slept|steps?|step count|walked|water|drank|hydration|temperature|temp|fever"
        r"|glucose|blood sugar|sugar|mood|medication|medicine|meds|pills?|dose|exercise|workouts?"
        r"|calories|caffeine|coffee|distance|ran|running)"
    ),
}
