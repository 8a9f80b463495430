"""Russian: targets, medicines that were taken, and readings kept on a second yes."""

from __future__ import annotations

from assistant_desktop.core.offline_brain.phrasebook import Pattern

_WHEN = r"(?:уже|сегодня|вчера|утром|днем|вечером|ли|я|еще|свой|свою|свои|мой|мою|мои)"
_NO_MEDICINE = r"(?:душ|ванну|решение|участие|гост\w+|заказ|экзамен|меры|что|чего|это|его|ее)\b"
_MEDICINE = rf"(?P<medicine>(?!{_WHEN}\b|{_NO_MEDICINE})[а-яa-z][\w-]+(?: (?!{_WHEN}\b)[\w-]+)?)"
_TOOK = r"(?:пил|пила|выпил|выпила|принимал|принимала|принял|приняла)"

WELLBEING: tuple[Pattern, ...] = (
    Pattern(
        "keep_anyway",
        r"(?:да,? |ага,? |ладно,? )*(?:(?:все равно )?(?:запиши|записывай|сохрани|оставь|занеси)"
        r"(?:те)?(?: это| так| как есть| все равно)*|все верно|верно|правильно|все так|так и есть"
        r"|да|все равно)[.!]?$",
        raw=True,
    ),
    Pattern(
        "remove_target",
        r"(?:убери|удали|сними|отмени|сбрось)(?:те)? (?:мою |эту )?(?:цель|норму)"
        r"(?=.*\b{measure}|.*\b(?:вод|шаг|сну))(?: .+)?$",
        raw=True,
    ),
    Pattern(
        "tell_targets",
        r"(?:как(?:ая|ие|ова|овы)|покажи(?:те)?|перечисли|назови) (?:у меня |мои |моя |мою |все )*"
        r"(?:цел(?:ь|и)|норм[ауы])(?: (?:по|для) [\w ]+)?(?: у меня)?$",
        raw=True,
    ),
    Pattern(
        "set_target",
        r"(?=.*\d)(?!.*(?:напомин|напомни|встреч|достиг|выполнил))(?:(?:поставь|поставить|установи"
        r"|задай|измени|запиши|запомни|хочу)(?:те)? )?(?:(?:мне|себе|мою|моя|мои|новую|новая"
        r"|дневную|дневная) )*(?:цел(?:ь|и)|норма|норму)\b",
        raw=True,
    ),
    Pattern(
        "was_taken",
        rf"(?=.*\bли\b)(?:а )?(?:{_WHEN} )*{_TOOK}(?: {_WHEN})* {_MEDICINE}(?: {_WHEN})*$",
    ),
    Pattern(
        "was_taken",
        rf"(?:а )?(?:{_WHEN} )*{_TOOK}(?: {_WHEN})* {_MEDICINE}(?: {_WHEN})*$",
        asked=True,
    ),
    Pattern(
        "was_taken",
        rf"(?:а )?(?:{_WHEN} )*{_MEDICINE} (?:{_WHEN} )*{_TOOK}(?: {_WHEN})*$",
        asked=True,
    ),
)
