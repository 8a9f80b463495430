"""What English questions ask for, and the words that answer them. Lower case."""

ASKS_WHEN = r"\b(?:when|what time|what day|which day|what date|date)\b"
ASKS_HOW_MUCH = (
    r"\b(?:how (?:much|many|long|old|often|far|big|tall|heavy|fast)|price|cost|number|phone|code"
    r"|pin|size|budget)\b"
)
BEGINS = r"(?:what|who|whose|whom|where|when|why|how|which|is|are|do|does|did|can|could)\b"
TIME_WORDS = (
    "yesterday today tomorrow tonight ago last next since week month year january february march"
    " april may june july august september october november december monday tuesday wednesday"
    " thursday friday saturday sunday"
)
NUMBER_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve half dozen hundred thousand"
)
OF_ASSISTANT = (
    r"\byou (?:\w+ )?(?:gave|give|told|tell|said|say|suggest\w*|recommend\w*|advis\w*|wrote|write"
    r"|mention\w*|propose\w*)\b|\byour (?:\w+ )?(?:advice|recipe|tips?|suggestions?|steps|version"
    r"|idea|ideas|recommendation)\b"
)
OF_USER = r"\bi (?:\w+ )?(?:say|said|tell|told|mention\w*|plan\w*|want\w*)\b"
