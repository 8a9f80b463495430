"""Russian phrases for times of day, lengths, ranges and bounds."""

from __future__ import annotations

from dataclasses import replace

from assistant_desktop.core.when import shared_rules as shared
from assistant_desktop.core.when.builders import clock as c
from assistant_desktop.core.when.builders import dates as d
from assistant_desktop.core.when.builders import pieces as p
from assistant_desktop.core.when.builders import spans as s
from assistant_desktop.core.when.compound import Meet
from assistant_desktop.core.when.cycles import Cycle
from assistant_desktop.core.when.expressions import Expression, Fields
from assistant_desktop.core.when.formats import Pair
from assistant_desktop.core.when.grammar import Rule
from assistant_desktop.core.when.languages.ru.words import (
    AFTERNOON,
    EVENING,
    HOUR,
    MORNING,
    NIGHT,
)
from assistant_desktop.core.when.numbers import Number
from assistant_desktop.core.when.ranges import Range
from assistant_desktop.core.when.shared_rules import as_day, as_hour
from assistant_desktop.core.when.shifts import Length
from assistant_desktop.core.when.stretches import Part
from assistant_desktop.core.when.values import Grain

_HOURS, _MINUTES, _ABOUT = "<_hours>", "<_minutes>", "<_about>"
_TODAY = Cycle(Grain.DAY, 0)


def _of_next_hour(number: Number, minute: int) -> Fields | None:
    """“половина третьего” is 2:30: the ordinal names the hour that is running."""
    hour = as_hour(Number(number.value))
    if hour is None or hour.hour is None or not 1 <= hour.hour <= 12:
        return None
    return Fields(hour=(hour.hour - 1) or 12, minute=minute, half=True)


def _half_of(number: Number) -> Fields | None:
    return _of_next_hour(number, 30)


def _quarter_of(number: Number) -> Fields | None:
    return _of_next_hour(number, 15)


def _minutes_of(minutes: Number, number: Number) -> Fields | None:
    whole = minutes.whole
    return _of_next_hour(number, whole) if whole is not None and 0 < whole < 60 else None


def _nth_hour(number: Number) -> Fields | None:
    """“в первом часу” is the hour that begins at twelve."""
    return _of_next_hour(number, 0)


def _to(minutes: Number, hour: Fields) -> Fields | None:
    return c.minutes_to(minutes, hour)


def _one_o_clock() -> Fields:
    return Fields(hour=1, half=True)


def _daily(name: str, since: int, until: int, *, pm: bool) -> Part:
    return Part(name, since * HOUR, until * HOUR, pm)


def _late_hour(hour: Fields) -> Fields | None:
    """“15 часов” is a time of day; up to twelve hours it is a length as well."""
    return hour if hour.hour is not None and 13 <= hour.hour < 24 else None


def _late_hour_minute(hour: Fields, minute: Number) -> Fields | None:
    late = _late_hour(hour)
    return c.hour_minute(late, minute) if late else None


def _with_day_part(time: Fields, part: Part) -> Expression | None:
    return c.day_part(time, part)


def _noonish(hour: Fields) -> Fields | None:
    """“2 часа дня”, "12 дня": the afternoon half."""
    return c.after_noon(hour)


def _night_hour(hour: Fields) -> Fields | None:
    """“2 часа ночи” is 2:00, "11 ночи" 23:00, "12 ночи" midnight."""
    if hour.hour is None or hour.hour > 12:
        return None
    small = hour.hour % 12
    return replace(hour, hour=small if small < 6 else small + 12, half=False)


def _day_hour(hour: Fields) -> Fields | None:
    """“9 дня” is 9:00, "2 дня" is 14:00: hours of the light part of the day."""
    if hour.hour is None or not hour.half:
        return hour
    small = hour.hour % 12
    return replace(hour, hour=small if small >= 7 else small + 12, half=False)


def _dated_pair(date: Expression, pair: Pair) -> Expression | None:
    time = c.of_pair(pair)
    return c.dated_clock(date, time) if time else None


def _digital(pair: Pair) -> Fields | None:
    """“в 8.30” and "в 8-30" are written as 8:30 is: on the 24-hour clock."""
    time = c.of_pair(pair)
    return replace(time, round_the_clock=True) if time else None


def _dashed_clock(pair: Pair) -> Fields | None:
    """“в 19-30”; "в 10-12" is a range."""
    return _digital(pair) if pair.second % 15 == 0 or pair.second > 24 else None


def _dashed_range(since: Pair, until: Pair) -> Expression | None:
    """“с 10-00 до 11-30”."""
    first, last = _dashed_clock(since), _dashed_clock(until)
    return c.clock_range(first, last) if first and last else None


def _part_of_dom(number: Number, part: Part) -> Expression | None:
    """“утром 5-го”."""
    day = as_day(number) if number.digits else None
    return p.of_dates_part(day, part) if day else None


CLOCK: tuple[Rule, ...] = (
    Rule("_about", "в районе", lambda: True, 0.1),
    Rule("_about", "где - то", lambda: True, 0.1),
    Rule("tod", "<_at> <hour>", c.explicit, 0.4),
    Rule("tod", "<_at> <clock>", c.explicit, 0.4),
    Rule("tod", "<_at> <dotted>", _digital, 1.0),
    Rule("tod", "<_at> <dashed>", _dashed_clock, 1.0),
    Rule("tod", f"<hour> {_HOURS}", c.explicit, 0.4),
    Rule("tod", "<hour> часов|час|ч", _late_hour, -0.6),
    Rule("tod", f"<hour> {_HOURS} .", c.explicit, 0.2),
    Rule("tod", f"<hour> {_HOURS} <num>", c.hour_minute, 0.5),
    Rule("tod", f"<_at> <hour> {_HOURS} и? <num> {_MINUTES}", c.hour_minute, 0.0),
    Rule("tod", f"<hour> {_HOURS} и? <num> {_MINUTES}", c.hour_minute, 0.9),
    Rule("tod", f"<hour> {_HOURS} и? <num> {_MINUTES}", _late_hour_minute, -0.6),
    Rule("tod", "часов|часа|часиков в <hour>", c.explicit, 0.2),
    Rule("tod", "часов|часа|часиков в <tod>", c.explicit, 0.2),
    Rule("tod", f"<tod> {_HOURS}", c.explicit, 0.1),
    Rule("clock", "<hour> ноль|нуль|ноля <num>", c.hour_minute, 0.4),
    Rule("tod", "<hour> ноль ноль|нуль", lambda h: c.hour_minute(h, Number(0)), 0.3),
    Rule("tod", "в час", _one_o_clock, 0.4),
    Rule("onehour", "час|часу", _one_o_clock, 0.6),
    Rule("tod", "к часу", _one_o_clock, 0.3),
    Rule("tod", "<onehour> <part>", _with_day_part, 0.3),
    Rule("tod", "<onehour> дня", _noonish, 0.2),
    Rule("tod", "<onehour> ночи", _night_hour, 0.2),
    Rule("tod", "<hour> дня", _day_hour, 0.3),
    Rule("tod", "<clock> дня", _day_hour, 0.3),
    Rule("tod", "<tod> дня", _day_hour, 0.2),
    Rule("tod", "<hour> ночи", _night_hour, 0.2),
    Rule("tod", "<clock> ночи", _night_hour, 0.2),
    Rule("tod", "<tod> ночи", _night_hour, 0.15),
    Rule("tod", "в? половина|половине|половину|пол <ord>", _half_of, 0.2),
    Rule("tod", "в? четверть|четверти <ord>", _quarter_of, 0.2),
    Rule("tod", f"в? <num> {_MINUTES} <ord>", _minutes_of, 0.3),
    Rule("tod", "в <ord> часу", _nth_hour, 0.0),
    Rule("tod", f"без <num> {_MINUTES}? <hour>", _to, 0.2),
    Rule("tod", "без четверти <hour>", c.quarter_to, 0.2),
    Rule("tod", f"без <num> {_MINUTES}? час", lambda n: _to(n, _one_o_clock()), 0.2),
    Rule("tod", "без четверти час", lambda: c.quarter_to(_one_o_clock()), 0.2),
    Rule("tod", f"{_ABOUT} <hour>", c.explicit, 0.5),
    Rule("tod", f"{_ABOUT} <tod>", c.explicit, 0.1),
    Rule("tod", "<_at> <tod>", c.explicit, 0.1),
    Rule("tod", "<tod> ровно", c.explicit, 0.1),
    Rule("tod", "<tod> по <place> времени?", shared.in_zone, 0.1),
    Rule("tod", "<tod> по <zone>", shared.in_zone, 0.1),
    Rule("tod", "в|к|на|около? полдень|полудню|полудня|полдня", lambda: c.NOON, 0.2),
    Rule("tod", "в|к|на|около? полночь|полночи|полуночи", lambda: c.MIDNIGHT, 0.2),
    # parts of the day
    Rule("part", "по|под|к|ко|на|с|в|ближе_к <part>", d.same, 0.2),
    Rule("part", "в|к|на обед|обеду|обеденный_перерыв",
         lambda: _daily("lunch", 12, 14, pm=True), 0.1),
    Rule("part", "после обеда", lambda: _daily("после обеда", 13, 17, pm=True), 0.1),
    Rule("part", "перед|до сном|сна", lambda: _daily("night", 21, 24, pm=True), 0.1),
    Rule("part", "до обеда", lambda: _daily("до обеда", 9, 12, pm=False), 0.1),
    Rule("part", "после работы", lambda: _daily("после работы", 17, 21, pm=True), 0.1),
    Rule("part", "перед работой|до_работы", lambda: _daily("перед работой", 7, 9, pm=False), 0.1),
    Rule("part", "после ужина", lambda: _daily("после ужина", 19, 24, pm=True), 0.1),
    Rule("part", "рано|ранним утром", lambda: _daily("morning", 4, 9, pm=False), 0.1),
    Rule("part", "поздно|поздним вечером", lambda: _daily("evening", 21, 24, pm=True), 0.1),
    Rule("part", "в рабочее|рабочие время|часы", lambda: _daily("day", 9, 18, pm=True), 0.1),
    Rule("part", "в первой половине дня", lambda: _daily("morning", 4, 12, pm=False), 0.1),
    Rule("part", "во второй половине дня", lambda: _daily("afternoon", 12, 19, pm=True), 0.1),
    Rule("part", "с самого|раннего? утра|утречка пораньше?", lambda: MORNING, 0.1),
    Rule("daypart", "этим? утром", lambda: Meet((_TODAY, MORNING)), 0.9),
    Rule("daypart", "этим вечером", lambda: Meet((_TODAY, EVENING)), 0.2),
    Rule("daypart", "этой ночью", lambda: Meet((Cycle(Grain.DAY, 1), NIGHT)), 0.2),
    Rule("daypart", "сегодня ночью", lambda: Meet((Cycle(Grain.DAY, 1), NIGHT)), 0.1),
    Rule("daypart", "в ночь на <date>", lambda t: p.of_dates_part(t, NIGHT), 0.2),
    Rule("time", "<daypart>", d.same, 0.1),
    Rule("daypart", "<date> ,? <part>", p.of_dates_part, 0.3),
    Rule("daypart", "<part> ,? <date>", lambda part, date: p.of_dates_part(date, part), 0.35),
    Rule("daypart", "<part> <ord>", lambda part, n: _part_of_dom(n, part), 0.5),
    Rule("daypart", "<ord> <part>", _part_of_dom, 0.5),
    Rule("daypart", "<date> первым делом", lambda t: p.of_dates_part(t, MORNING), 0.2),
    Rule("daypart", "первым делом <date>", lambda t: p.of_dates_part(t, MORNING), 0.2),
    Rule("tod", "<hour> <part>", _with_day_part, 0.3),
    Rule("tod", "<clock> <part>", _with_day_part, 0.3),
    Rule("tod", "<tod> ,? <part>", c.day_part, 0.2),
    Rule("tod", "<part> ,? <tod>", c.part_time, 0.3),
    Rule("time", "<tod> ,? <daypart>", c.day_part, 0.3),
    Rule("time", "<daypart> ,? <tod>", c.part_time, 0.3),
    Rule("time", "<date> ,? <clock>", c.dated_clock, 0.9),
    Rule("time", "<day> ,? <hour>", c.dated_clock, 1.2),
    Rule("time", "<date> <dotted>", _dated_pair, 1.2),
)  # fmt: skip


def _decades(number: Number) -> Length | None:
    return s.length_of(Number(number.value * 10), Grain.YEAR)


def _swapped(unit: Grain, number: Number) -> Expression | None:
    """“через минут десять”: roughly ten minutes."""
    return s.length_ahead(number, unit)


LENGTHS: tuple[Rule, ...] = (
    Rule("length", "<num> <unit>", s.length_of, 0.2),
    Rule("length", "<num> <unit> .", s.length_of, 0.2),
    Rule("length", "<manyunit> <num>", lambda u, n: s.length_of(n, u), 2.5),
    Rule("length", "<oneunit>", s.one_unit, 0.5),
    Rule("length", "<length> <num>", s.length_and_number, 0.9),
    Rule("length", "ровно|примерно|около|приблизительно|целый|целую|целые|ещё|еще <length>",
         d.same, 0.1),
    Rule("length", "полчаса|получаса|полчасика", lambda: s.half_unit(Grain.HOUR), 0.1),
    Rule("length", "пол|половина|половину часа|часика", lambda: s.half_unit(Grain.HOUR), 0.1),
    Rule("length", "полгода|полугода", lambda: s.half_unit(Grain.YEAR), 0.1),
    Rule("length", "полдня", lambda: s.half_unit(Grain.DAY), 0.3),
    Rule("length", "полминуты|полминутки", lambda: s.half_unit(Grain.MINUTE), 0.1),
    Rule("length", "полмесяца", lambda: s.half_unit(Grain.MONTH), 0.1),
    Rule("length", "четверть|четверти <unit>", s.quarter_unit, 0.2),
    Rule("length", "<num> четверть|четверти|четвертей <unit>", s.quarters_unit, 0.1),
    Rule("length", "<fraction> <unit>", s.fraction_unit, 0.1),
    Rule("length", "<num> с половиной <unit>", s.and_half, 0.1),
    Rule("length", "<num> с четвертью <unit>", s.and_quarter, 0.1),
    Rule("length", "<length> с половиной", s.length_and_half, 0.1),
    Rule("length", "<length> с четвертью", s.length_and_quarter, 0.1),
    Rule("length", "<length> и? <length>", s.joined, 0.3),
    Rule("length", "<length> , <length>", s.joined, 0.4),
    Rule("length", "на <length>", d.same, 0.3),
    Rule("length", "<num> м", lambda n: s.length_of(n, Grain.MINUTE), 0.3),
    Rule("length", "<num> с", lambda n: s.length_of(n, Grain.SECOND), 0.9),
    Rule("length", "<num> '", lambda n: s.length_of(n, Grain.MINUTE), 0.6),
    Rule("length", '<num> "', lambda n: s.length_of(n, Grain.SECOND), 0.6),
    Rule("length", "<num> ' '", lambda n: s.length_of(n, Grain.SECOND), 0.6),
    Rule("length", "<num> десятилетие|десятилетия|десятилетий", _decades, 0.3),
    Rule("time", "через|спустя <length>", s.ahead, 0.2),
    Rule("time", "через <manyunit> <num>", _swapped, 0.6),
    Rule("time", "<manyunit> через <num>", _swapped, 0.1),
    Rule("time", "<length> спустя", s.ahead, 0.3),
    Rule("time", "<length> тому? назад", s.ago, 0.2),
    Rule("span", "в_течение|в_ближайшие|за_ближайшие|в_пределах <length>", s.within, 0.4),
    Rule("span", "за|в последние|прошедшие <length>", s.within_past, 2.0),
    Rule("time", "через <num>", s.in_minutes, 1.5),
)  # fmt: skip


_TO = "-|до|по|/"


def _days(since: Fields, until: Fields) -> Expression | None:
    if since.day is None or until.day is None or since.day >= until.day:
        return None
    return Range(since, until, inclusive=True)


SPANS: tuple[Rule, ...] = (
    Rule("todspan", f"с|со|от? <tod> {_TO} <tod>", c.clock_range, 0.3),
    Rule("todspan", f"с|со|от? <tod> {_TO} <hour>", c.clock_range, 0.5),
    Rule("todspan", f"с|со|от <hour> {_TO} <tod>", c.clock_range, 0.3),
    Rule("todspan", f"с|со|от <hour> {_TO} <hour>", c.clock_range, 0.8),
    Rule("todspan", f"с|со|от <onehour> {_TO} <tod>", c.clock_range, 0.1),
    Rule("todspan", f"с|со|от <onehour> {_TO} <hour>", c.clock_range, 0.4),
    Rule("todspan", f"с|со|от? <hour> {_TO} <tod>", c.clock_range, 0.35),
    Rule("todspan", f"с|со|от? <clock> {_TO} <clock>", c.clock_range, 0.8),
    Rule("todspan", "между <hour> и <tod>", c.clock_range, 0.3),
    Rule("todspan", "между <hour> и <hour>", c.clock_range, 0.6),
    Rule("todspan", "между <tod> и <tod>", c.clock_range, 0.3),
    Rule("todspan", "между <tod> и <hour>", c.clock_range, 0.4),
    Rule("todspan", "<todspan> <part>", c.day_part, 0.3),
    Rule("todspan", "в <todspan>", d.same, 0.1),
    Rule("todspan", "с|от? <dashed> -|до|по <dashed>", _dashed_range, 0.3),
    Rule("hourspan", "<hour> - <hour>", c.clock_range, 1.2),
    Rule("time", "<date> ,? в? <hourspan>", c.intersect_, 0.7),
    Rule("time", "в? <hourspan> <date>", lambda h, t: c.intersect_(t, h), 0.7),
    Rule("todspan", "<part> <todspan>", c.part_time, 0.4),
    Rule("todspan", "<todspan> <zone>", c.zoned, 0.3),
    Rule("span", "<daypart> ,? <todspan>", c.part_time, 0.3),
    Rule("span", "с|со|от? <time> -|до|/ <time>", s.between, 0.5),
    Rule("span", "с|со|от? <time> по <time>", s.through, 0.5),
    Rule("span", "с|со|от? <time> -|до|по <time> включительно", s.through, 0.3),
    Rule("span", "между <time> и <time>", s.between, 0.3),
    Rule("span", f"с|от? <yr> {_TO} <yr> год|года|г?", s.between, 0.5),
    Rule("span", "между <yr> и <yr> годами|годом?", s.between, 0.5),
    Rule("span", f"с|со|от? <dom> .? {_TO} <dom> <month>", s.month_days_between, 0.3),
    Rule("span", f"с|со|от? <dom> .? {_TO} <dom> <period>", s.month_days_between, 0.4),
    Rule("span", f"с|со|от? <dom> .? {_TO} <date>", s.day_to_date, 0.5),
    Rule("span", f"с|со|от? <date> {_TO} <dom> числа?", s.date_to_day, 0.7),
    Rule("span", f"с|со|от <dom> {_TO} <dom> числа|число", _days, 0.4),
    Rule("span", "<span> ,? <yr>", d.of_year, 0.5),
    Rule("span", "<span> ,? <year>", d.of_year, 0.3),
    Rule("span", "<length> ,? с|со|начиная_с|от <time>", s.lasting_from, 0.4),
    Rule("span", "с|со|от|начиная_с <time> на|в_течение <length>", s.from_for, 0.4),
    Rule("span", "<time> на|в_течение <length>", s.from_for, 1.2),
    Rule("open", "до|перед|раньше|не_позже|не_позднее <time>", s.until_, 0.3),
    Rule("open", "до|раньше|не_позже <hour>", s.until_, 0.8),
    Rule("open", "до <yr> год|года|г?", s.until_, 0.4),
    Rule("open", "до конца <time>", s.until_end, 0.2),
    Rule("open", "до конца <unit>", lambda u: s.until_end(Cycle(u, 0)), 0.2),
    Rule("open", "до начала <time>", s.until_, 0.2),
    Rule("open", "после|позже|не_раньше <time>", s.after, 0.35),
    Rule("open", "после|позже|не_раньше <hour>", s.after, 0.8),
    Rule("open", "после <yr> год|года|г?", s.after, 0.4),
    Rule("open", "с|со|от|начиная_с <time>", s.since_, 0.6),
    Rule("open", "с|начиная_с <yr> год|года|г?", s.since_, 0.6),
    Rule("open", "как_можно_скорее|как_можно_быстрее", lambda: s.since_(d.NOW), 0.3),
)  # fmt: skip


__all__ = ["AFTERNOON"]
