"""Russian phrases for repetition."""

from __future__ import annotations

from assistant_desktop.core.when.builders import changes as ch
from assistant_desktop.core.when.builders import repeats as r
from assistant_desktop.core.when.builders.spread import times_each
from assistant_desktop.core.when.expressions import Expression, Fields
from assistant_desktop.core.when.grammar import Rule
from assistant_desktop.core.when.languages.ru.words import forms
from assistant_desktop.core.when.numbers import Number
from assistant_desktop.core.when.repeat import Repeat
from assistant_desktop.core.when.shared_rules import as_day
from assistant_desktop.core.when.values import Grain

_EVERY, _AND, _WORKING, _LAST, _DAY = "<_every>", "<_and>", "<_working>", "<_final>", "<_day>"


def _word(unit: Grain, interval: int = 1) -> Repeat:
    return Repeat(unit=unit, interval=interval)


def _adverb(word: str) -> str:
    """“ежедневно” and the adjective made of it, in all its forms."""
    stem = word.removesuffix("о")
    return "|".join((word, *forms(stem, "ый ая ое ые ого ой ому ым ом ую ых ыми")))


def _once_a(unit: Grain) -> Repeat:
    return Repeat(unit=unit)


def _times(time: Expression) -> ch.Change | None:
    found = r.one_time(time)
    return ch.at_times(found) if found else None


def _every_date(numbers: r.Numbers) -> Repeat | None:
    return r.monthly_on(numbers)


def _skipping(unit: Grain) -> Repeat | None:
    """“через день”: every other one."""
    return Repeat(unit=unit, interval=2) if unit in (Grain.DAY, Grain.WEEK, Grain.MONTH) else None


def _week_range_at(first: r.Days, last: r.Days, times: r.Times) -> Repeat | None:
    """“с понедельника по пятницу в 8”: every week; without a time it is one stretch of days."""
    days = r.days_through(first, last)
    return ch.at_times(times).apply(r.weekly_on(days)) if days else None


def _weekday_the(dow: Fields, number: Number) -> Repeat | None:
    """“каждую пятницу 13-го”."""
    day = as_day(number) if number.digits else None
    return r.weekday_the(dow, day) if day else None


RULES: tuple[Rule, ...] = (
    Rule("_except", "за исключением", lambda: True, 0.1),
    Rule("_and", ", и", lambda: True, 0.1),
    # every so often
    Rule("repeat", f"{_EVERY} <unit>", r.each, 0.2),
    Rule("repeat", f"{_EVERY} <num> <unit>", r.each_nth, 0.2),
    Rule("repeat", f"{_EVERY} <ord> <unit>", r.each_nth, 0.3),
    Rule("repeat", f"{_EVERY} <num> -|или|до <num> <unit>", r.every_range, 0.2),
    Rule("repeat", f"{_EVERY} <length>", r.every_length, 0.6),
    Rule("repeat", _adverb("ежедневно"), lambda: _word(Grain.DAY), 0.1),
    Rule("repeat", _adverb("ежечасно"), lambda: _word(Grain.HOUR), 0.1),
    Rule("repeat", _adverb("еженедельно"), lambda: _word(Grain.WEEK), 0.1),
    Rule("repeat", _adverb("ежемесячно"), lambda: _word(Grain.MONTH), 0.1),
    Rule("repeat", _adverb("ежеквартально"), lambda: _word(Grain.MONTH, 3), 0.1),
    Rule("repeat", _adverb("ежегодно"), lambda: _word(Grain.YEAR), 0.1),
    Rule("repeat", _adverb("ежеминутно"), lambda: _word(Grain.MINUTE), 0.1),
    Rule("repeat", "раз в <unit>", _once_a, 0.2),
    Rule("repeat", "один раз в <unit>", _once_a, 0.2),
    Rule("repeat", "раз в <num> <unit>", r.each_nth, 0.2),
    Rule("repeat", "один раз в <num> <unit>", r.each_nth, 0.2),
    Rule("repeat", "раз в <length>", r.every_length, 0.7),
    Rule("repeat", "<num> раз|раза в <unit>", times_each, 0.2),
    Rule("repeat", "дважды в <unit>", lambda u: times_each(Number(2), u), 0.2),
    Rule("repeat", "трижды в <unit>", lambda u: times_each(Number(3), u), 0.2),
    Rule("repeat", "с периодичностью|интервалом в? <length>", r.every_length, 0.3),
    Rule("repeat", "через <unit>", _skipping, 4.0),
    # weekdays
    Rule("days", "<dow>", r.one_day, 0.1),
    Rule("days", "<dows>", r.one_day, 0.0),
    Rule("days", f"<days> {_AND} <days>", r.more_days, 0.1),
    Rule("days", "<days> -|по <days>", r.days_through, 0.1),
    Rule("days", f"{_WORKING} {_DAY}", r.working_days, 0.1),
    Rule("days", "будни|будням|будний|будний_день|будних", r.working_days, 0.1),
    Rule("days", "выходные|выходным|выходной|выходных", r.weekend_days, 0.1),
    Rule("plural", "<dows>", r.one_day, 0.0),
    Rule("plural", f"<plural> {_AND} <plural>", r.more_days, 0.1),
    Rule("plural", f"<plural> {_AND} по <plural>", r.more_days, 0.1),
    Rule("plural", "будням|будним_дням|рабочим_дням|буднях", r.working_days, 0.1),
    Rule("plural", "выходным|выходным_дням", r.weekend_days, 0.1),
    Rule("plural", "с|со <days> по <days>", r.days_through, 2.0),
    Rule("repeat", "по? <plural>", r.weekly_on, 0.1),
    Rule("repeat", "в будни|будние_дни|рабочие_дни", lambda: r.weekly_on(r.working_days()), 0.1),
    Rule("repeat", f"в|во|на|по? {_EVERY} <days>", r.weekly_on, 0.15),
    Rule("repeat", f"в|на? {_EVERY} <weekend>", lambda _: r.weekly_on(r.weekend_days()), 0.1),
    Rule("repeat", f"в|на? {_EVERY} <ord> <days>", r.weekly_on_nth, 0.3),
    Rule("repeat", "<repeat> ,? по|в|во|на <days>", r.also_on, 0.2),
    Rule("repeat", "<repeat> ,? <plural>", r.also_on, 0.5),
    Rule("repeat", "в|во|по <days> ,? <repeat>", r.days_then, 0.4),
    Rule("repeat", "с <days> по <days> в|к <times>", _week_range_at, 0.0),
    Rule("repeat", "<times> с <days> по <days>", lambda t, a, b: _week_range_at(a, b, t), 0.1),
    # days of the month
    Rule("numbers", "<ord>", r.one_number, 0.1),
    Rule("numbers", _LAST, r.last_number, 0.1),
    Rule("numbers", f"<numbers> {_AND} <numbers>", r.more_numbers, 0.1),
    Rule("numbers", "<num>", r.one_number, 0.5),
    Rule("repeat", f"<numbers> числа|число|числам {_EVERY} <unit>",
         lambda n, u: r.month_days_of(Repeat(unit=u), n), 0.1),
    Rule("repeat", f"{_EVERY} <unit> ,? <numbers> числа|число",
         lambda u, n: r.month_days_of(Repeat(unit=u), n), 0.1),
    Rule("repeat", f"{_EVERY} <numbers> число|числа месяца?", _every_date, 0.1),
    Rule("repeat", "<repeat> ,? <ord>", r.monthly_ordinal, 0.6),
    Rule("repeat", "<ord> ,? <repeat>", lambda n, rep: r.monthly_ordinal(rep, n), 0.5),
    Rule("repeat", f"{_EVERY} <ord>", r.every_ordinal, 0.6),
    Rule("repeat", "<repeat> ,? <numbers> числа|число", r.month_days_of, 0.15),
    Rule("repeat", "<numbers> числа ,? <repeat>", r.numbers_of, 0.2),
    Rule("repeat", "<numbers> числа|чисел", r.monthly_on_several, 0.3),
    Rule("repeat", f"в? {_LAST} день|дня <repeat>", r.last_day, 0.1),
    Rule("repeat", f"в? {_EVERY} {_LAST} день месяца",
         lambda: r.last_day(Repeat(unit=Grain.MONTH)), 0.0),
    Rule("repeat", f"в? {_EVERY} <dow> <ord>",
         _weekday_the, 0.0),
    Rule("repeat", "в? <ord> день <repeat>",
         lambda n, rep: r.month_days_of(rep, r.Numbers((int(n.value),))), 0.2),
    Rule("repeat", "<repeat> в <numbers> день",
         r.month_days_of, 0.2),
    Rule("repeat", "в начале|начало <repeat>", r.first_day, 0.2),
    Rule("repeat", "в конце|конец <repeat>", r.last_day, 0.2),
    # n-th weekdays
    Rule("repeat", "в|во? <numbers> <days> <repeat>", r.nth_days_of, 0.2),
    Rule("repeat", "<repeat> ,? в|во? <numbers> <days>", r.nth_days, 0.2),
    Rule("repeat", f"в|во? {_EVERY} <numbers> <days> месяца", r.monthly_nth_days, 0.05),
    Rule("repeat", f"в|во? {_EVERY} {_LAST} <days>",
         lambda days: r.monthly_nth_days(r.Numbers((-1,)), days), 0.2),
    Rule("repeat", f"в? {_LAST} {_WORKING} день <repeat>", r.last_working_day, 0.05),
    Rule("repeat", f"в? <ord> {_WORKING} день <repeat>",
         lambda n, rep: r.nth_working_day(r.Numbers((int(n.value),)), rep), 0.05),
    Rule("repeat", f"<repeat> ,? в {_LAST} {_WORKING} день", r.last_working_day, 0.05),
    Rule("repeat", f"в? {_EVERY} {_LAST} {_WORKING} день месяца",
         lambda: r.last_working_day(Repeat(unit=Grain.MONTH)), 0.05),
    # yearly
    Rule("repeat", "<repeat> ,? <monthday>", r.on_date, 0.3),
    Rule("repeat", "<monthday> ,? <repeat>", lambda t, rep: r.on_date(rep, t), 0.3),
    Rule("repeat", f"{_EVERY} <monthday>", r.yearly_on, 0.2),
    Rule("months", "<month>", r.one_month, 0.1),
    Rule("months", f"<months> {_AND} <months>", r.more_months, 0.1),
    Rule("repeat", f"{_EVERY} <months>", r.every_month_named, 0.5),
    Rule("change", "в <months>", ch.in_months, 0.2),
    # times of day
    Rule("times", "<tod>", r.one_time, 0.1),
    Rule("times", "<hour>", r.one_time, 0.6),
    Rule("times", "<clock>", r.one_time, 0.6),
    Rule("times", f"<times> {_AND} <times>", r.more_times, 0.1),
    Rule("change", "в|во|к|на|около <times>", ch.at_times, 0.2),
    Rule("change", "<tod>", _times, 0.3),
    Rule("change", "<part>", ch.at_part, 0.3),
    Rule("change", "<parts>", ch.at_part, 0.3),
    Rule("change", "по <parts>", ch.at_part, 0.2),
    Rule("repeat", f"{_EVERY} <part>", r.every_part, 0.1),
    Rule("bothparts", f"<part> {_AND} <part>", r.both_parts, 0.1),
    Rule("bothparts", f"<parts> {_AND} по? <parts>", r.both_parts, 0.1),
    Rule("repeat", f"{_EVERY} <bothparts>", r.every_both, 0.05),
    Rule("repeat", "по <bothparts>", r.every_both, 0.1),
    Rule("change", "<bothparts>", ch.at_parts, 0.1),
    Rule("repeat", "по <parts>", r.every_part, 0.2),
    # bounds
    Rule("change", "<num> раз|раза", ch.count_times, 0.3),
    Rule("change", "дважды", lambda: ch.count_times(Number(2)), 0.4),
    Rule("change", "трижды", lambda: ch.count_times(Number(3)), 0.4),
    Rule("change", "до|по|вплоть_до <time>", ch.until_change, 0.2),
    Rule("change", "до|по <date> в|во|к <times>", ch.until_day_at, -0.7),
    Rule("change", "до|по <date> <tod>",
         lambda t, c: ch.until_day_at(t, r.Times((c,))) if r.one_time(c) else None, 0.0),
    Rule("change", "до начала <time>", ch.until_change, 0.2),
    Rule("change", "до конца <time>", ch.until_end, 0.1),
    Rule("change", "в_течение|в_течении|на_протяжении <length>", ch.for_length, 0.2),
    Rule("change", "следующие|ближайшие <length>", ch.for_length, 0.3),
    Rule("change", "начиная? с|со <time>", ch.starting, 0.2),
    Rule("change", "с|со <time> до|по <time>", ch.from_until, 0.15),
    Rule("change", "<todspan>", ch.during_range, 0.2),
    Rule("change", "<span>", ch.during_range, 0.5),
    Rule("change", "<_except> <days>", ch.except_days, 0.2),
    Rule("change", "<_except> <months>", ch.except_months, 0.3),
    Rule("change", "<_except> <time>", ch.except_time, 0.9),
    Rule("repeat", "<time> ,? затем|потом|а_затем <repeat>", ch.first_then, 0.1),
    Rule("repeat", "<repeat> ,? <change>", ch.changed, 0.2),
    Rule("repeat", "<change> ,? <repeat>", ch.change_first, 0.3),
    Rule("repeat", "<repeat> ,? <length>", ch.going_on, 0.3),
)  # fmt: skip
