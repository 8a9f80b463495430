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
_UNIT = rf"(?P<unit>{'|'.join(sorted(DOSE_UNITS, key=len, reverse=True))})\b"
_AMOUNT = (
    r"(?P<amount>\d+(?:[.,]\d+)?|half an?|an?|half|one|two|three|four|five|six|seven|eight|nine"
    r"|ten)"
)
_STOP = (
    r"(?:of|with|before|after|and|in|at|on|for|from|to|when|while|if|each|every|daily|once|twice|then"
    r"|because|by|or)\b"
)
_DRINKS = r"(?:water|tea|coffee|milk|juice|beer|wine|soup|sugar|flour|salt|butter)\b"
_NAME = rf"(?P<name>(?!{_STOP}|{_DRINKS})[a-z][\w-]*(?: (?!{_STOP})[a-z0-9][\w-]*){{{{0,2}}}})"
_TAKE = r"(?:take|have|inject|swallow|drink|use|apply) (?:my |the |some )?"

DOSES = (
    rf"{_TAKE}{_AMOUNT}\s*{_UNIT}(?: of)?(?: my| the)? {_NAME}",
    rf"{_TAKE}{_NAME},? {_AMOUNT}\s*{_UNIT}",
)
