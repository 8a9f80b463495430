"""English intents: classes of words, and how each intent is put together from them."""

from __future__ import annotations

from assistant_desktop.core.offline_brain.phrasebook import Pattern

_REM = r"(?:reminders?|alarms?|timers?|alerts?|notifications?|to-?dos?|to-do list|tasks?)"
_EVENT = (
    r"(?:meetings?|appointments?|events?|calls?|lunch(?:es)?|dinners?|breakfasts?|brunch|interviews?"
    r"|stand-?ups?|syncs?|workshops?|webinars?|classes|class|lessons?|sessions?|dates?|parties|party"
    r"|birthdays?|flights?|conferences?|reviews?|demos?|check-?ups?|visits?|games?|trips?|catch-?ups?"
    r"|bookings?|reservations?|training|rehearsals?|concerts?|exams?)"
)

LEXICON: dict[str, str] = {
    "me": r"(?:me|us|myself)",
    "the": r"(?:(?:the|my|our|that|this|all|all my|all the|any|a|an|those|these|today's|tomorrow's|tonight's|every) )*",
    "remind": r"(?:remind(?:ing)?|remnd|remimd|reminde|rmind|ping|nudge|alert|notify|prod|buzz|poke)",
    "nag": r"(?:keep (?:on )?(?:nagging|reminding|bugging|pinging|pestering|bothering|asking|nudging|alerting|poking|notifying)|nag|bug|pester|badger|bother|hound|harass|(?<=and )remind|(?<=, )remind|repeat(?: it)?|insist|shout at|yell at|(?<=and )(?:alert|notify|ping|poke|buzz|nudge))",
    "set": r"(?:set(?:ting)?(?: up)?|create|creating|make|making|add(?:ing)?|schedule|put(?:ting)?(?: in)?|give me|start|new|leave me|program)",
    "add": r"(?:add|create|schedule|book|plan|set up|set|put|arrange|make|enter|insert|block(?: off| out)?|pencil in|organi[sz]e|reserve|new|fix)",
    "rem": _REM,
    "event": _EVENT,
    "calendar": r"(?:calendar|schedule|agenda|diary|planner|calender|calandar)",
    "cancel": r"(?:cancel|cancle|delete|remove|drop|scrap|discard|clear|kill|get rid of|dismiss|erase|call off|turn off|switch off|stop|disable|undo|axe|take off)",
    "move": r"(?:move|reschedule|postpone|shift|change|push(?: back| forward| out)?|delay|bring forward|put off|update|switch|bump|adjust|edit|defer)",
    "save": r"(?:remember|memori[sz]e|note|keep in mind|make a note|take a note|write down|jot down|save|store|don't forget|do not forget|dont forget|bear in mind|learn|record|know)",
    "remember_that": r"(?:remember that|note that|keep in mind that|make a note|don't forget that)",
    "snooze": r"(?:hit snooze|snooze|snoze|delay|postpone|put off|push back|defer)",
    "log": r"(?:log|record|note|add|enter|track|write down|save|register|put down|jot down)",
    "done": r"(?:done|finished|complete|completed|taken care of|sorted|handled|accomplished)",
    "show": r"(?:show(?: me)?|list|display|what are|what're|whats|what's|what is|tell me(?: about)?|read(?: me)?(?: out)?|give me|see|view|check|get|go through|go over|run through|pull up|open|find|which|any|do i have|have i got|are there|is there|i have|look up|look at)",
    "weather": r"(?:weather|forecast|temperature outside|temperature|rain|snow|sun|sunny|umbrella|hot|cold|warm|windy|wind|storm|humid|humidity|freezing)",
    "measure": r"(?:weight|weigh|weighed|blood pressure|bp|pressure|heart rate|pulse|resting heart rate|sleep|slept|steps?|step count|walked|water|drank|hydration|temperature|temp|fever|glucose|blood sugar|sugar|mood|medication|medicine|meds|pills?|dose|exercise|workouts?|calories|caffeine|coffee|distance|ran|running)",
    "num": r"(?:\d+(?:[.,]\d+)?)",
}  # fmt: skip

PATTERNS: tuple[Pattern, ...] = (
    # ---- help ----
    Pattern("help", r"(?:help(?: me)?|what can (?:you|i) (?:do|say|ask)(?: .*)?|what do you do|how (?:do|can|does) (?:i|you|this|it) (?:use|work|help|do).*|show (?:me )?(?:the )?(?:help|commands)|commands|what are (?:your|the) (?:commands|abilities|features|capabilities)|instructions|usage|how (?:do|can) i (?:set|create|make|add|cancel|use|snooze).*)$", raw=True),
    # ---- time ----
    Pattern("get_time", r"(?:(?:what(?:'s| is|s)?|tell me|do you (?:have|know)|give me|got|have you got|show me|check) )?(?:the |what |right |current |exact )*(?:time|date|day|time and date|date and time|weekday|day of the week)(?: is it| it is| now| right now| today| is today|'s today| of the week| please| do you have| currently| at the moment| is)*$", raw=True),
    Pattern("get_time", r"(?:what|which) (?:day|date|month|year|weekday)(?: of the week| of the month)? (?:is it|is today|are we|is this|of the week).*$", raw=True),
    Pattern("get_time", r"what(?:'s| is) (?:today's|the current|today) (?:date|time|day|weekday).*$|what(?:'s| is) (?:today|the time now)$|time(?: now)?$|how late is it$", raw=True),
    # ---- briefing ----
    Pattern("daily_briefing", r"(?:(?:give|show|read|tell|get|send|run|start|do|play) ?(?:me)? )?(?:the |my |a |today's |daily |morning |evening |quick |short )*(?:briefing|brief|rundown|run-down|recap|digest|overview|summary)(?: of| for| on)?(?: the| my| this)?(?: day| today| morning| tomorrow)?$", raw=True),
    Pattern("daily_briefing", r"(?:brief me|what(?:'s| is|s) (?:my|the) (?:day|morning|today) (?:like|look(?:ing)? like)|how(?:'s| is| does| do) my (?:day|morning|today|schedule)(?: look(?:ing)?| going to look| shaping up)?(?: like)?|what does my (?:day|today|morning|schedule) look like|catch me up|fill me in|sum up my day|summari[sz]e my (?:day|morning)|what do i need to know(?: today| for today| this morning)?|start my day|plan of the day|run me through my day|walk me through my day)(?: today| on today| please| for today)?$", raw=True),
    # ---- forgetting ----
    Pattern("forget", r"(?:forget|unlearn|erase|delete|remove|wipe)(?: everything| anything| all| what(?:ever)?)? (?:that )?(?:i|you) (?:said|told|know|remember|mentioned|saved|have)(?: you)?(?: to remember)?(?: (?:about|on|regarding|of))? (?P<query>.+)$", raw=True),
    Pattern("forget", r"(?:delete|erase|remove|wipe|drop|clear)(?: the| my| that| all| any| your)* (?:memory|memories|note|notes|fact|facts|info|information|record of what i said)(?: (?:about|of|on|that|regarding|with|saying|where))? (?P<query>.+)$", raw=True),
    Pattern("forget", r"(?:forget|unlearn)(?: everything| all| anything)?(?: (?:about|that|regarding|the fact that|of|what you know about))? (?P<query>(?!it$|that$|about it$|this$|me$|to |it[.!]).+)$", raw=True),
    # ---- snooze ----
    Pattern("snooze_reminder", r"(?:snooze|snoze|hit snooze(?: on)?|press snooze|delay|postpone|put off)(?: (?P<which>.+?))?(?: (?:for|by|until|till|to))?$"),
    Pattern("snooze_reminder", r"(?:{remind}|ask|tell|bug) {me}(?: (?:about )?(?:it|this|that))? ?(?:again|later|again later|a bit later|a little later|about it later|some other time|in a (?:bit|while))(?: (?:about|to) (?P<which>.+?))?$"),
    Pattern("snooze_reminder", r"(?:not (?:right )?now|not yet|later|a bit later|give me (?:a )?(?:some )?(?:more )?(?:time|minutes|a moment|longer)?|give me|come back|check back|try (?:me )?again|ask (?:me )?again|ask me)(?:,? (?:remind me|ask me|come back|again|later|please))*$", timed=True),
    Pattern("snooze_reminder", r"(?:not now|not yet|later|a bit later|remind me later|in a bit|in a while)$"),
    # ---- health: log ----
    Pattern("log_health", r"(?:{log}|i (?:just |have |had |only |also |already )?|i've (?:just )?|my |today |this morning |yesterday |last night |tonight |we |just |had |weight|blood pressure|bp|heart rate|pulse|steps|sleep|water|temperature|temp|glucose|blood sugar|mood|slept|drank|walked|ran|took|weighed|measured )(?=.*\d|.*\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a glass|half|a cup|an?) )(?P<health>.*)$", raw=True),
    # ---- reminders: new ----
    Pattern("create_reminder", r"(?:{remind})(?: {me})?(?: again)?[,:]? ?(?P<task>.*)$"),
    Pattern("create_reminder", r"(?:{set}) (?:me |up |us )?(?:a |an |another |the |my |one |new |quick |daily |weekly |recurring |gentle |insistent |persistent |repeating |simple |one-time )*(?P<noun>reminder|alarm|timer|nudge|ping|heads[- ]up|poke|shout|wake-up call|alert|notification|to-?do|task|remainder|rimender|reminders)(?: (?:clock|for me|for us|up|me))?(?: ?[:,-])?(?: (?:to|for|about|that|called|named|saying|so|of|labell?ed|titled|with the text))* ?(?P<task>.*)$"),
    Pattern("create_reminder", r"(?:don't|do not|dont|never) let {me} forget(?: (?:to|about|that))? (?P<task>.+)$"),
    Pattern("create_reminder", r"(?:i need|i want|i would like|i'd like|i could use|i should get) (?:a (?:reminder|nudge|ping|heads-up)|to be (?:reminded|pinged|nudged|notified|alerted)|to remember)(?: (?:to|of|about|that|for))? ?(?P<task>.+)$"),
    Pattern("create_reminder", r"(?P<noun>wake) {me}(?: up)?(?P<task>.*)$", timed=True),
    Pattern("create_reminder", r"(?:don't forget to|do not forget to|dont forget to|don't forget|remember to|make sure(?: that)?(?: i| to| i don't forget(?: to)?)|note to self|see to it that i|ensure i)[,:]? (?P<task>(?!that\b).+)$", timed=True),
    Pattern("create_reminder", r"(?:tell|ask|message|text|warn) {me} (?:to|that it's time to|when it's time to|it's time to) (?P<task>.+)$", timed=True),
    # ---- memory and history ----
    Pattern("remember", r"(?:{save})(?: this| down| the following| for (?:me|later|the future)| a note| of| in your memory)*(?: ?[:,-]| (?:that|the fact that|this|about))+ ?(?P<text>.+)$", raw=True),
    Pattern("remember", r"(?:for future reference|note to self|fyi|for your information|mind you)[,:]? (?P<text>.+)$", raw=True),
    Pattern("remember", r"(?:remember|memori[sz]e|note|keep in mind|save|store|write down|jot down|bear in mind|make a note of|take note of) (?P<text>(?:my|our|the|i|i'm|we|he|she|his|her|their|\w+'s) .+)$", raw=True),
    Pattern("remember", r"(?P<text>(?:my|our|i|i'm|we|the|he|she|his|her|\w+'s) .+?)[,;.] (?:please )?(?:remember|note|save|memori[sz]e|keep|don't forget)(?: it| that| this)(?: in mind)?(?: for me)?$", raw=True),
    Pattern("search_history", r"(?:what|when|where) (?:did|have|had) (?:i|we|you) (?:last |ever |first )?(?:say|said|tell|told|talk|talked|mention|mentioned|write|written|wrote|ask|asked|discuss|discussed|chat|chatted|speak|spoke|spoken)(?: to)?(?: you| me| us)?(?: (?:yesterday|today|earlier|recently|before|last (?:week|month|year|time)|this week|the other day|on \w+day))?(?: (?:about|of|on|regarding|concerning|to|with))? (?P<query>.+)$", raw=True),
    Pattern("search_history", r"(?:what|when|where) (?:was|were) (?:it )?(?:i|we|you) (?:saying|talking|discussing|asking|chatting|telling)(?: you| me)?(?: (?:about|of|on))? (?P<query>.+)$", raw=True),
    Pattern("search_history", r"(?:did|have|had) (?:i|we|you) (?:ever |already )?(?:say|said|tell|told|mention|mentioned|talk|talked|ask|asked|write|written|discuss|discussed|chat|chatted|speak|spoken)(?: you| me)?(?: (?:anything|something))?(?: (?:about|of|on|to))? (?P<query>.+)$", raw=True),
    Pattern("search_history", r"(?:search|find|look|check|go|dig|scan|browse|look up)(?: (?:for|through|in|into|up|back))*(?: (?:the|our|my|past|previous|old|earlier|all|entire|whole))* (?:chat history|conversation history|message history|chat logs?|history|chats?|conversations?|messages?|logs?)(?: (?:for|about|where|with|on|mentioning|that mention|of|and find))*(?: (?:i|we|you) (?:mentioned|talked about|discussed|said|spoke about))? (?P<query>.+)$", raw=True),
    Pattern("search_history", r"(?:search|find|look(?: up| for)?|show(?: me)?|pull up)(?: for)? (?P<query>.+?) (?:in|from|through|within|across)(?: (?:the|our|my|past|previous|old|earlier|all|your))* (?:history|chats?|conversations?|messages?|chat history|conversation history|logs?)$", raw=True),
    Pattern("search_history", r"(?:find|show me|pull up)(?: the| our| my| that)* (?:conversations?|messages?|chats?|discussions?|talks?)(?: we had| i had)?(?: (?:about|where|on|mentioning|regarding|with|in which|in which we|when))*(?: (?:i|we|you) (?:mentioned|talked about|discussed|said|spoke about|chatted about))? (?P<query>.+)$", raw=True),
    # ---- reminders: cancel, done, list, change ----
    Pattern("acknowledge_reminder", r"(?:i'm |i am |it's |that's |that is |it is |all |already )*{done}(?: (?:with )?(?:it|that|this))?(?: already| now)?$"),
    Pattern("acknowledge_reminder", r"(?:got it|did it|i did it|i did|i did that|did that|done it|i've done it|i have done it|i have done that|acknowledged?|ack|confirmed?|i confirm|check|tick it off|check it off|mark it(?: as)? (?:done|complete|completed|finished)|mark (?:that|this)(?: as)? (?:done|complete|completed|finished)|complete it|finish it|i've finished|i finished it)$"),
    Pattern("acknowledge_reminder", r"(?:mark|check|tick|cross|set|flag) {the}(?P<which>.+?)(?: {rem})?(?: as)? (?:off|done|complete|completed|finished|off the list|off my list)$"),
    Pattern("acknowledge_reminder", r"(?:mark|set|flag)(?: as)? (?:done|complete|completed|finished)[:,]? (?P<which>.+)$"),
    Pattern("acknowledge_reminder", r"(?:check off|tick off|cross off|complete|finish|acknowledge|ack|confirm) {the}(?P<which>.+?)(?: {rem})?$"),
    Pattern("acknowledge_reminder", r"(?:i'm |i am |we're )?(?:done|finished|through) with {the}(?P<which>.+?)(?: {rem})?$"),
    Pattern("acknowledge_reminder", r"{the}(?P<which>[\w' -]+?)(?: {rem})?,? (?:is|are|has been|have been|was) {done}(?: now| already)?$"),
    Pattern("cancel_reminder", r"{cancel}(?: {me})?(?: (?:it|that|this|that one|this one|the last one|the last {rem}|(?:the |my |that |this )?{rem}))?$"),
    Pattern("cancel_reminder", r"{cancel} {the}{rem} (?:about|to|for|on|of|called|named|that says|saying|with|regarding|set for) (?P<which>.+)$"),
    Pattern("cancel_reminder", r"{cancel} {the}(?P<which>.+?) {rem}$"),
    Pattern("cancel_reminder", r"(?:stop|quit) (?:reminding|nagging|bugging|pinging|notifying|alerting|bothering) {me}(?: (?:about|to|of) (?P<which>.+))?$"),
    Pattern("cancel_reminder", r"i (?:don't|do not|no longer) need {the}(?:(?P<which>.+?) )?{rem}(?: (?:about|to|for) (?P<which2>.+?))?(?: anymore| any more| any longer)?$", raw=True),
    Pattern("list_reminders", r"{show} (?:{the}|of |(?:my|the) )*(?:upcoming |active |pending |next |current |open |planned |scheduled |remaining |set |overdue |due |other |outstanding |new )*{rem}(?: (?:i have|do i have|have i (?:got|set)|are there|set|i've set|are (?:set|coming up|pending|due|active)|there are|coming up|pending|due|left|list|planned|scheduled|for me|active|set up|i set|i've got|have you got|you have))*(?: (?:about|with|for|mentioning|regarding|containing|related to) (?P<query>.+))?$"),
    Pattern("list_reminders", r"(?:{the}|all )?(?:upcoming |active |pending |next |my )*{rem}(?: list)?(?: (?:about|mentioning|regarding) (?P<query>.+))?$"),
    Pattern("list_reminders", r"(?:what|which|how many) (?:\w+ )?{rem} (?:do i have|have i|are there|are|did i|am i|is)(?: .*?)?(?: (?:about|for|with) (?P<query>.+))?$"),
    Pattern("list_reminders", r"(?:when|what)(?:'s| is| are| will be) (?:my |the )?(?:next|upcoming|coming|following) (?:{rem})$"),
    Pattern("list_reminders", r"(?:which|what|how many|any)(?: of)?(?: my| the)? {rem} (?:are|is|were|do i have)(?: (?:overdue|due|late|pending|active|open|left|missed|coming up|set|planned))*$"),
    Pattern("list_reminders", r"what (?:do you have to|will you|are you (?:going|supposed) to|should you) remind me(?: (?:about|of))?.*$"),
    Pattern("list_reminders", r"what (?:am i|do i|should i|have i) (?:supposed to|need to|have to|got to|must) (?:do|remember|get done)(?: .*)?$"),
    Pattern("list_reminders", r"what(?:'s| is) (?:next|coming up|due|pending|left)(?: for me| on my list| to do)?$"),
    Pattern("update_reminder", r"(?:rename|reword|rephrase|retitle|change) {the}(?:(?P<which>.+?) )?{rem}(?:'s)?(?: (?:text|name|title|wording))? (?:to|into|as) (?:say )?[\"“']?(?P<text>.+?)[\"”']?$", raw=False, fixed={"text_change": "yes"}),
    Pattern("update_reminder", r"{move} {the}(?P<which>.+?) {rem}(?:'s)?(?: (?:time|date))?(?: (?:to|for|until|by|from|so that it(?:'s| is)|at))*$", timed=True),
    Pattern("update_reminder", r"(?:bring|pull|push|put) {the}(?P<which>.+?) {rem} (?:forward|back|ahead|off)(?: (?:to|until|by|for))*$", timed=True),
    Pattern("update_reminder", r"{move} {the}{rem} (?:about|to|for|of|called|on) (?P<which>.+?)(?: (?:to|until|by|from|at))*$", timed=True),
    Pattern("update_reminder", r"(?:{move}|set)(?: (?:it|that|this|that one|the last one|(?:the |my |that |this )?(?:last )?{rem}))?(?: (?:back|forward|out|ahead|to|for|until|till|by|from|at|time|date))*$", timed=True),
    # ---- weather ----
    Pattern("get_weather", r"(?:what(?:'s| is|s| will| was)?|how(?:'s| is| will| does| do)?|tell me|show me|give me|check|get|do you know|any idea)?(?: (?:the|it|about|be|look(?:ing)?|like|today's|tomorrow's|current|a|me|on|going to|gonna))* ?(?:weather|forecast|temperature)(?: (?:forecast|report|like|be|be like|look|look like|looking|looking like|going to be|gonna be|will be|outside|conditions|right|is|it|going|now|today|update))*(?: (?:in|for|at|near|around|over) (?P<place>[\w .'-]+?))?(?: (?:like|be|look like|be like|looking like|looking))*$"),
    Pattern("get_weather", r"how (?:hot|cold|warm|windy|humid|rainy|sunny|cloudy|chilly|freezing|wet|snowy) (?:is|will|does|was|are)(?: (?:it|be|get|going|to|gonna|there|outside|feel|the|weather))*(?: (?:in|at) (?P<place>[\w .'-]+?))?(?: (?:outside|be|get))*$"),
    Pattern("get_weather", r"(?P<place>(?!.*\b(?:is|are|was|were|about|the|my|this|that|like|love|hate|what|how|nice|bad|good|of|in|today|current)\b)[a-z][\w'-]+(?: [a-z][\w'-]+){{0,2}}) weather(?: forecast)?$"),
    Pattern("get_weather", r"(?:will|is|does|is there|are there|should|do|how|would)(?: (?:it|there|i|we|any|a|an|my|going|to|be|gonna|need|take|bring|wear|carry|supposed|chance|of|expect|the))* (?:rain(?:ing|y)?|snow(?:ing|y)?|sunny|hot|cold|warm|windy|storm(?:y|s)?|umbrella|raincoat|jacket|freez(?:e|ing)|cloudy|foggy|humid|nice|degrees|showers)(?: (?:outside|out|expected|enough))?(?: (?:in|at|near|over|around) (?P<place>[\w .'-]+?))?$"),
    # ---- news ----
    Pattern("get_news", r"(?:(?:what(?:'s| is|s| are)?|show(?: me)?|tell me|read(?: me)?|give me|get(?: me)?|any|check|is there any|are there any|fetch|find|let me see|catch me up on)(?: (?:the|some|me|all|about|on|of|in|latest|newest|top|today's|recent|breaking|current|any|new|big|main|happening|going on))* )?(?:the |latest |top |today's |recent |breaking |current |main )*(?P<topic2>[\w-]+(?: [\w-]+)?? )??(?:news|headlines|top stories|news headlines)(?: (?:today|now|like|update|updates|headlines|stories|for|is there|are there|there))*(?: ?(?:about|on|in|from|regarding|of|for|related to|concerning) (?P<topic>.+))?$"),
    Pattern("get_news", r"what(?:'s| is|s) (?:happening|going on|new|up)(?: (?:in|with|around) (?P<topic>(?:the )?world|[\w .'-]+))$", fixed=None),
    Pattern("get_news", r"(?:what(?:'s| is|s) (?:happening|new|going on)(?: out there)?|anything new(?: in (?P<topic>.+))?)$"),
    # ---- health: ask ----
    Pattern("query_health", r"(?:what(?:'s| is| was| were| are|s| has| have)?|average|mean|total|max(?:imum)?|min(?:imum)?|highest|lowest|latest|last|history of|stats for|how(?: much| many| long| well| often| far| high|'s| is| was)?|show(?: me)?|tell me|give me|list|display|check|compare|graph|plot|chart|see|view|get|find)\b(?=.*\b{measure})(?!.*\b(?:weather|outside|remind)\b) ?(?P<health>.+)$", raw=True),
    Pattern("query_health", r"(?:did|have|has|do|am|is|was) (?:i|my) (?=.*\b{measure})(?P<health>.+)$", raw=True),
    # ---- calendar ----
    Pattern("delete_event", r"{cancel} {the}(?P<which>.+?) (?:from|in|on|off) {the}{calendar}$"),
    Pattern("delete_event", r"{cancel} {the}(?P<which>.*?(?:{event})(?: (?:with|about|at|on|for|of|to) .+)?)$"),
    Pattern("update_event", r"{move} (?:the )?(?:(?:time|date|start|start time|end)(?: of| for) )?{the}(?P<which>(?!.*\b{rem}\b).*?\b(?:{event})(?: (?:with|about|for|of) .+?)?)(?: (?:to|till|until|from|by|for|at|time))*$", timed=True),
    Pattern("update_event", r"(?:rename|retitle) {the}(?P<which>.*?\b{event}(?: (?:with|about) .+?)?) (?:to|as) [\"“']?(?P<title>.+?)[\"”']?$"),
    Pattern("list_events", r"{show} (?:(?:there|any|anything|something|up|coming|planned|scheduled|booked|on|going|happening|the|my|all|in|next|do|i|have|for|me|of|some|a|upcoming|first|last|else|free|got|scheduled) )*(?:{calendar}|{event})(?: (?:do i have|i have|have i got|are there|planned|scheduled|on my {calendar}|in my {calendar}|coming up|like|look like|for|is|going|booked|on|in|the|my|look|up))*$"),
    Pattern("list_events", r"what(?:'s| is|s| do i have| have i got| am i doing| do i do| are my plans| are we doing| have i planned| is there| will i be doing| is planned)(?: (?:on|in|my|the|planned|scheduled|for|going on|happening|coming up|up|me|plans|calendar|agenda|schedule|to do|on for))*$", timed=True),
    Pattern("list_events", r"(?:am i|are we|do i have|have i got|is my (?:day|morning|afternoon|evening)|when am i|do i|will i be)(?: (?:free|busy|available|booked|anything|something|plans|any|time|on|in|planned|scheduled|going|my|the|a|have|got|{calendar}|{event}|doing|else|open|slots?|for|any plans|up))*$", timed=True),
    Pattern("list_events", r"(?:what|which|how many) (?:{event}|plans|things|commitments) (?:do i have|have i got|are there|are|do we have|have i|is there)(?: (?:planned|scheduled|booked|coming up|on|for|in|my|the|{calendar}))*$"),
    Pattern("list_events", r"(?:any|are there any|do we have any|got any|have i any) (?:plans|meetings|events|appointments|calls|commitments)(?: (?:for|on|over|planned|scheduled))*$"),
    Pattern("list_events", r"(?:what(?:'s| is) my |{the}|my )(?:next |upcoming |first )?(?:{calendar}|{event})(?: (?:for|look like|like))*$"),
    Pattern("list_events", r"when(?:'s| is| are| do i have) (?:my |the |our )?(?:next |upcoming |first )?{event}(?: with .+| about .+)?$"),
    Pattern("create_event", r"{add} (?P<title>(?:a |an |the |my |another |new |some )*.+?),? (?:to|in|into|on|onto) (?:the |my |our )*{calendar}(?: (?:for|on|at|from))*$", timed=True),
    Pattern("create_event", r"{add} (?:to|in|into|on) (?:the |my |our )*{calendar}[:,]? (?P<title>.+)$", timed=True),
    Pattern("create_event", r"{add} (?:a|an|the|my|another|new|some)? ?(?:calendar )?(?:event|entry|appointment|meeting)(?: called| named| titled|:|,| -) ?[\"“']?(?P<title>.+?)[\"”']?(?: (?:for|on|at|from))*$", timed=True),
    Pattern("create_event", r"{add} (?P<title>(?:a |an |the |my |our |another |new |some |me |time |for )*(?!(?:.*\b{rem}\b))[\w' -]*?\b{event}\b.*?)(?: (?:for|on|at|from|to))*$", timed=True),
    Pattern("create_event", r"(?:block(?: off| out)?|schedule|book|plan|arrange|pencil in|reserve|organi[sz]e)(?: out| off)?(?: some)?(?: time)?(?: (?:for|to|in))? (?P<title>(?!.*\b{rem}\b).+?)(?: (?:for|on|at|from|to))*$", timed=True),
    Pattern("update_reminder", r"(?:{move}) {the}(?P<which>.+?)(?: (?:back|forward|to|until|till|by|from|for|at))*$", timed=True),
    # ---- recall ----
    Pattern("recall", r"(?:what|which|who|how|where|when|anything|everything|tell me|show me|list)(?: (?:do|else|all|everything|me|things|what|have))* (?:you|u) (?:do |have )?(?:know|remember|recall|have|got|memori[sz]ed|stored|saved)(?: (?:about|of|on|regarding|saved about|stored about))? (?P<query>.+)$", raw=True),
    Pattern("recall", r"(?:do|can) you (?:still )?(?:remember|recall|know)(?: anything| something| what i (?:said|told you))?(?: (?:about|of|if|whether|that))? (?P<query>.+)$", raw=True),
    Pattern("recall", r"(?:recall|remind me (?:again )?(?=what|who|where|which|how)|what have i told you|what did i tell you to remember)(?: (?:about|of))? ?(?P<query>.+)$", raw=True),
    Pattern("recall", r"(?:what(?:'s| is| was| are|s)|who(?:'s| is| are)|where(?:'s| is| are| did i (?:put|leave|park)| do i keep)|which|when(?:'s| is| was)|tell me) (?P<query>(?:my|our) (?!(?:{weather}|{calendar}|{measure}|next {rem}|{rem}|next {event}|{event}|day|morning|schedule|(?:average|last|latest|current|resting|highest|lowest) )\b).+)$", raw=True),
    Pattern("recall", r"(?:what|when|where|who|which)(?:'s| is| was| are) (?P<query>(?!today's|tomorrow's|tonight's|yesterday's)\w+'s? (?:birthday|name|address|number|phone|email|anniversary|password|code|size|wife|husband|allerg\w+|favou?rite|job|car|\w+ (?:number|address|name|code|password|size|birthday)).*)$", raw=True),
    Pattern("recall", r"(?:how|where|when|which \w+|what) do i (?P<query>(?!need|have to|do|go|get to)(?:usually |normally |like to )?\w+ my .+)$", raw=True),
    Pattern("recall", r"(?:tell me|what(?: do you know)?|anything)(?: more)? about (?P<query>(?:my|our) .+)$", raw=True),
    Pattern("recall", r"(?:where|when|how) (?:did|do|have|had) (?P<query>i (?:put|leave|park|store|hide|keep|buy|get|last|meet|start|move|save|place)\b.+)$", raw=True),
    Pattern("recall", r"(?:what|which) (?P<query>(?:\w+ )?(?:do|did|am|have) i (?:like|love|prefer|hate|say|told you|allergic|use|want|need|drive|usually)\b.*)$", raw=True),
    # ---- reminders: new, loosely said ----
    Pattern("create_reminder", r"(?P<noun>reminder|alarm|todo|to-do|timer)(?:(?:[:,-]+| to| about| for) ?(?P<task>.+))?$", timed=True),
    Pattern("create_reminder", r"(?P<task>.+?)[,.!;-]+ (?:please )?(?:{remind} {me}|set (?:a|an) (?:reminder|alarm))(?: (?:about|of) (?:it|that|this))?$"),
    Pattern("create_reminder", r"(?P<task>.+?)[,;-]* (?:{remind} {me})$", timed=True),
)  # fmt: skip
