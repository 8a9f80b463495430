"""How English names the weather that a reminder depends on."""

from __future__ import annotations

DAY = (
    r"(?:the day after tomorrow|tomorrow(?: morning| afternoon| evening| night)?|today|tonight"
    r"|this (?:morning|afternoon|evening|weekend)"
    r"|(?:on |this |next )?(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
)
_IF = rf"(?:but |and )?(?:only )?(?:(?P<unless>unless)|if)(?: (?P<day>{DAY}))?"
_NOT = r"(?P<not> (?:doesn't|does not|won't|will not|isn't|is not))?"
_IT = r"(?:it|the weather|the temperature)"
_WILL = r"(?:'s|'ll| is| will| gets?| goes| becomes| turns?| falls?| drops?| rises?)*"
_GOING = r"(?:(?: going to| gonna| supposed to| be| get| go| become| turn| to))*"
_AFTER = rf"(?: (?:outside|out there|outdoors))?(?: (?P<day2>{DAY}))?"
_DEGREES = r"(?: ?(?:degrees|°)?(?: ?(?:celsius|fahrenheit|c|f)\b)?)?"
_THERE = r"(?:there(?:'s| is| will be|'ll be| might be)? )?(?:any |a chance of |some |(?P<no>no ))?"
_RAINS = r"(?:rain(?:s|ing|y)?|pour(?:s|ing)?|drizzl(?:es?|ing))"
_SNOWS = r"snow(?:s|ing|y)?"
_BOTH = r"(?P<both> or (?:rain|snow)(?:s|ing)?)?"
_EXPECTED = r"(?: (?:is|are)? ?(?:expected|forecast|likely|predicted|coming))?"
_LIMIT = rf" (?P<limit>(?:minus |-)?\d\d?\d?){_DEGREES}"

# After these the weather is what is to be found out, or what is talked of.
KNOWING = (
    r"\b(?:(?:re)?check(?:s|ing)?|see(?:ing)?|ask(?:s|ing)?|find(?:ing)?|know(?:s|ing)?|whether"
    r"|think(?:ing)?|read(?:ing)?|wonder(?:ing)?|learn(?:ing)?|tell(?:ing)?|google|verify|confirm"
    r"|decide|figure|monitor|watch|hear|say|write|explain|discuss|inform|warn|text|message|e-?mail"
    r"|talk|plan|worry|predict|guess|test|note|what|how|why|who|where|which|when"
    r"|look(?:ing)?(?! outside (?!if\b)))\b"
    r"|\b(?:even|as|for|about|of|or|not|and what)[\s,]*$"
)
# What may go on after the clause: the task, or what the reminder is about.
ONWARD = (
    r"(?:to|about|(?:please )?{remind} {me}|(?:please|pls|thanks|thank you)\b[\s.!?]*$)"
    r"(?=\s|$|[.!?])"
)

CONDITIONS: tuple[tuple[str, str], ...] = (
    (
        "rain",
        (
            rf"{_IF} (?:it{_NOT}{_WILL}{_GOING} {_RAINS}{_BOTH}"
            rf"|{_THERE}(?:rain|showers|drizzle){_EXPECTED}){_AFTER}"
        ),
    ),
    ("rain", rf"in case of (?:rain|showers){_AFTER}"),
    (
        "snow",
        (
            rf"{_IF} (?:it{_NOT}{_WILL}{_GOING} {_SNOWS}{_BOTH}|{_THERE}snow{_EXPECTED})"
            rf"{_AFTER}"
        ),
    ),
    ("snow", rf"in case of snow{_AFTER}"),
    (
        "heat",
        (
            rf"{_IF} {_IT}{_WILL}{_GOING} (?:over|above|hotter than|warmer than|more than"
            rf"|higher than){_LIMIT}{_AFTER}"
        ),
    ),
    ("heat", rf"{_IF} it{_NOT}{_WILL}{_GOING} (?:too |very |really )?hot{_AFTER}"),
    (
        "cold",
        (
            rf"{_IF} {_IT}{_WILL}{_GOING} (?:under|below|colder than|less than|lower than)"
            rf"(?:{_LIMIT}| (?P<zero>zero|freezing)){_AFTER}"
        ),
    ),
    (
        "cold",
        (
            rf"{_IF} (?:it{_NOT}{_WILL}{_GOING} (?:freez(?:es?|ing)|frosty|icy)"
            rf"|{_THERE}frost{_EXPECTED}){_AFTER}"
        ),
    ),
    (
        "wind",
        (
            rf"{_IF} (?:it{_NOT}{_WILL}{_GOING} (?:too |very |really )?windy"
            rf"|{_THERE}(?:strong )?winds?{_EXPECTED}){_AFTER}"
        ),
    ),
)
