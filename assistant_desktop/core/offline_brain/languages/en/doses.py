"""So much of a medicine, as English tasks say it."""

from __future__ import annotations

DOSE_UNITS = {
    "mg": "mg",
    "mcg": "mcg",
    "g": "g",
    "ml": "ml",
    "iu": "IU",
    "pill": "pill",
    "pills": "pill",
    "tablet": "tablet",
    "tablets": "tablet",
    "tabs": "tablet",
    "capsule": "capsule",
    "capsules": "capsule",
    "drop": "drop",
    "drops": "drop",
    "unit": "unit",
    "units": "unit",
}
DOSE_PARTS: dict[str, float] = {
    "quarter": 0.25,
    "three quarters": 0.75,
    "one and a half": 1.5,
    "two and a half": 2.5,
    "three and a half": 3.5,
}
DOSE_AMOUNT = (
    r"\d*\s?[½¼¾⅓⅔⅛]|\d+(?:[.,]\d+)?|(?:one|two|three) and a half"
    r"|three[- ]quarters(?: of an?)?|(?:(?:an? |one )?quarter|(?:an? |one )?half)(?: of)?(?: an?)?"
)
_UNIT = rf"(?P<unit>{'|'.join(sorted(DOSE_UNITS, key=len, reverse=True))})\b"
_AMOUNT = (
    rf"(?P<amount>{DOSE_AMOUNT}|an?|one|two|three|four|five|six|seven|eight|nine|ten)(?: of an?)?"
)
_STOP = (
    r"(?:of|with|before|after|and|in|at|on|for|from|to|when|while|if|each|every|daily|once|twice|then"
    r"|because|by|or)\b"
)
_DRINKS = r"(?:water|tea|coffee|milk|juice|beer|wine|soup|sugar|flour|salt|butter)\b"
# What so much is taken of, or done with, and is no medicine.
_OTHERS = (
    r"(?:out|up|off|down|away|it|this|that|these|them|those|test|tests|gold|silver|paint|glue|stock"
    r"|photos?|notes?|price|cost|code|housing|blood)\b"
)
_NAME = (
    rf"(?P<name>(?!{_STOP}|{_DRINKS}|{_OTHERS})[a-z][\w-]*"
    rf"(?: (?!{_STOP})[a-z0-9][\w-]*){{{{0,2}}}})"
)
# One has, uses and applies units of much else.
_TAKE = r"(?:(?:take|inject|swallow|drink)|(?:have|use|apply)(?!.*\bunits?\b)) (?:my |the |some )?"
# More words make it something else: "1 g of it to the bank".
_END = (
    r"(?=\W*$|,? (?:with|before|after|and|in|at|on|for|against|when|while|each|every|daily|once"
    r"|twice|then|because|if|to (?:lower|reduce|treat|relieve|control|prevent|ease|bring down|keep"
    r"|help|calm|fight|sleep))\b)"
)

DOSES = (
    rf"{_TAKE}{_AMOUNT}\s*{_UNIT}(?: of)?(?: my| the)? {_NAME}{_END}",
    rf"{_TAKE}{_NAME},? {_AMOUNT}\s*{_UNIT}{_END}",
)
