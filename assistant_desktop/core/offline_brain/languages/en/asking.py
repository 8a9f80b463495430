"""How English asks for help, the time, the briefing, the weather and the news."""

from __future__ import annotations

from assistant_desktop.core.offline_brain.phrasebook import Pattern

HELP: tuple[Pattern, ...] = (
    Pattern(
        "help",
        r"(?:help(?: me)?|what can (?:you|i) (?:do|say|ask)(?: .*)?|what do you do|how (?:do|can"
        r"|does) (?:i|you|this|it) (?:use|work|help|do).*|show (?:me )?(?:the )?(?:help|commands)"
        r"|commands|what are (?:your|the) (?:commands|abilities|features|capabilities)"
        r"|instructions|usage|how (?:do|can) i (?:set|create|make|add|cancel|use|snooze).*)$",
        raw=True,
    ),
)
TIME: tuple[Pattern, ...] = (
    Pattern(
        "name_day",
        r"(?:what|which)(?:'s| is|s)? (?:the )?(?:date|day|weekday|day of the week)(?: of the week)"
        r"?(?: (?:is|will|it|be|does|fall|on|the))*$",
        timed=True,
    ),
    Pattern(
        "get_time",
        r"(?:(?:what(?:'s| is|s)?|tell me|do you (?:have|know)|give me|got|have you got|show me"
        r"|check) )?(?:the |what |right |current |exact )*(?:time|date|day|time and date|date and "
        r"time|weekday|day of the week)(?: is it| it is| now| right now| today| is today|'s today"
        r"| of the week| please| do you have| currently| at the moment| is)*$",
        raw=True,
    ),
    Pattern(
        "get_time",
        r"(?:what|which) (?:day|date|month|year|weekday)(?: of the week| of the month)? (?:is it"
        r"|is today|are we|is this|of the week).*$",
        raw=True,
    ),
    Pattern(
        "get_time",
        r"what(?:'s| is) (?:today's|the current|today) (?:date|time|day|weekday).*$|what(?:'s| is)"
        r" (?:today|the time now)$|time(?: now)?$|how late is it$",
        raw=True,
    ),
)
BRIEFING: tuple[Pattern, ...] = (
    Pattern(
        "cancel_reminder",
        r"(?:{cancel}|stop (?:giving|sending|telling|showing|reading)(?: me)?)"
        r" (?:(?:the|my|that|this|daily|morning|evening|every|repeated|regular) )*"
        r"(?P<which>day at a glance|briefing|rundown|digest)s?"
        r"(?: (?:of the day|every \w+|{rem}|please))*$",
        raw=True,
    ),
    Pattern(
        "cancel_reminder",
        r"(?:stop|quit) briefing me(?: (?:every \w+|on .+))?$",
        raw=True,
        fixed={"which": "briefing"},
    ),
    Pattern(
        "daily_briefing",
        r"(?:(?:give|show|read|tell|get|send|run|start|do|play|have|want|need|hear|see) ?(?:me)?"
        r" )?(?:the |my |a |today's "
        r"|daily |morning |evening |quick |short )*(?:briefing|brief|rundown|run-down|recap"
        r"|digest|overview|summary)(?: of| for| on| about)?(?: the| my| this)?(?: day| today|"
        r" morning| "
        r"tomorrow)?$",
        raw=True,
    ),
    Pattern(
        "schedule_briefing",
        r"(?:(?:give|show|read|send|tell|play|get) me (?:the |my |a |daily |morning |evening "
        r"|quick |short )*(?:briefing|brief|rundown|run-down|recap|digest|overview|summary)"
        r"(?: of| for| on| about)?(?: the| my| this)?(?: day| morning)?"
        r"|(?:the |my |a |daily |quick |short )*(?:briefing|rundown|run-down|recap|digest|overview"
        r"|summary) (?:of|for|on|about) (?:the |my )day"
        r"|(?:the |my |a )?(?:daily|morning) (?:briefing|digest|summary)"
        r"|brief me(?: on(?: my| the)? (?:day|morning))?)$",
        timed=True,
    ),
    Pattern(
        "daily_briefing",
        r"(?:brief me(?: on(?: my| the)? (?:day|morning))?|what(?:'s| is|s) (?:my|the) (?:day"
        r"|morning|today) (?:like|look(?:ing)? like)"
        r"|how(?:'s| is| does| do) my (?:day|morning|today|schedule)(?: look(?:ing)?| going to "
        r"look| shaping up)?(?: like)?|what does my (?:day|today|morning|schedule) look like"
        r"|catch me up|fill me in|sum up my day|summari[sz]e my (?:day|morning)|what do i need to "
        r"know(?: today| for today| this morning)?|start my day|plan of the day|run me through my "
        r"day|walk me through my day)(?: today| on today| please| for today)?$",
        raw=True,
    ),
)
WEATHER: tuple[Pattern, ...] = (
    Pattern(
        "get_weather",
        r"(?:weather|forecast)(?: forecast)? (?P<place>(?!(?:is|was|will|looks?|looking|has|had|be"
        r"|in"
        r"|for|at|like|today|now|report|update|outside|conditions|forecast|right|going|and|or"
        r"|makes?"
        r"|made|app|seems|near|around|over|there|here|ruined|changed|can|could)\b)[a-z][\w'-]+(?: "
        r"[\w'-]+)?)$",
    ),
    Pattern(
        "get_weather",
        r"(?:(?:tell me|do you know|any idea) (?=what|how))?"
        r"(?:what(?:'s| is|s| will| was)?|how(?:'s| is| will| does| do)?|tell me|show me|give me"
        r"|check|get|do you know|any idea)?(?: (?:the|it|about|be|look(?:ing)?|like|today's"
        r"|tomorrow's|current|a|me|on|going to|gonna))* ?(?:weather|forecast|temperature)(?: "
        r"(?:forecast|report|like|be|be like|look|look like|looking|looking like|going to be"
        r"|gonna be|will be|outside|conditions|right|is|it|going|now|today|update))*(?: (?:in|for"
        r"|at|near|around|over) (?P<place>[\w .'-]+?))?(?: (?:like|be|look like|be like|looking "
        r"like|looking))*$",
    ),
    Pattern(
        "get_weather",
        r"how (?:hot|cold|warm|windy|humid|rainy|sunny|cloudy|chilly|freezing|wet|snowy) (?:is"
        r"|will|does|was|are)(?: (?:it|be|get|going|to|gonna|there|outside|feel|the|weather))*(?: "
        r"(?:in|at) (?P<place>[\w .'-]+?))?(?: (?:outside|be|get))*$",
    ),
    Pattern(
        "get_weather",
        r"(?P<place>(?!.*\b(?:is|are|was|were|about|the|my|this|that|like|love|hate|what|how|nice"
        r"|bad|good|of|in|today|current)\b)[a-z][\w'-]+(?: [a-z][\w'-]+){{0,2}}) weather(?: "
        r"forecast)?$",
    ),
    Pattern(
        "get_weather",
        r"(?:any|will|is|does|is there|are there|should|do|how|would)(?: (?:it|there|i|we|any|a|an"
        r"|my"
        r"|going|to|be|gonna|need|take|bring|wear|carry|supposed|chance|of|expect|the))* "
        r"(?:rain(?:ing|y)?|snow(?:ing|y)?|sunny|hot|cold|warm|windy|storm(?:y|s)?|umbrella|coat"
        r"|boots|sunscreen|gloves|scarf"
        r"|raincoat|jacket|freez(?:e|ing)|cloudy|foggy|humid|nice|degrees|showers)(?: (?:outside"
        r"|out|expected|enough))?(?: (?:in|at|near|over|around) (?P<place>[\w .'-]+?))?$",
    ),
)
NEWS: tuple[Pattern, ...] = (
    Pattern(
        "get_news",
        r"(?:(?:what(?:'s| is|s| are)?|show(?: me)?|tell me|read(?: me)?|give me|get(?: me)?|any"
        r"|check|is there any|are there any|fetch|find|let me see|catch me up on)(?: (?:the|some"
        r"|me|all|about|on|of|in|latest|newest|top|today's|recent|breaking|current|any|new|big"
        r"|main|happening|going on))* )?(?:the |latest |top |today's |recent |breaking |current "
        r"|main )*(?P<topic2>[\w-]+(?: [\w-]+)?? )??(?:news|headlines|top stories|news headlines)"
        r"(?: (?:today|now|like|update|updates|headlines|stories|for|is there|are there|there))"
        r"*(?: ?(?:about|on|in|from|regarding|of|for|related to|concerning) (?P<topic>.+))?$",
    ),
    Pattern(
        "get_news",
        r"what(?:'s| is|s) the latest(?: (?:on|about|in|from|with) (?P<topic>.+))?$",
        untimed=True,
    ),
    Pattern(
        "get_news",
        r"what(?:'s| is|s) new(?: (?:in|with|around) (?P<topic>(?:the )?world|[\w .'-]+))?$",
    ),
    Pattern(
        "get_news",
        r"what(?:'s| is|s) (?:happening|going on|new|up)(?: (?:in|with|around) (?P<topic>(?:the )"
        r"?world|[\w .'-]+))$",
        untimed=True,
    ),
    Pattern(
        "get_news",
        r"(?:what(?:'s| is|s) (?:happening|new|going on)(?: out there)?|anything new(?: "
        r"(?:in|about|on|from) (?P<topic>.+))?)$",
        untimed=True,
    ),
)
