"""English phrases for days, weeks, months and years."""

from __future__ import annotations

from assistant_desktop.core.when.builders import dates as d
from assistant_desktop.core.when.builders import pieces as p
from assistant_desktop.core.when.builders import spans as s
from assistant_desktop.core.when.compose import intersect
from assistant_desktop.core.when.cycles import Cycle, Decades
from assistant_desktop.core.when.expressions import Expression, Fields
from assistant_desktop.core.when.formats import Pair, month_day
from assistant_desktop.core.when.grammar import Rule
from assistant_desktop.core.when.languages.en.words import WEEKEND, WORKWEEK
from assistant_desktop.core.when.numbers import Number
from assistant_desktop.core.when.shared_rules import as_day
from assistant_desktop.core.when.shifts import Length
from assistant_desktop.core.when.values import Grain


def _digit_dom(number: Number) -> Fields | None:
    """“the 2nd”; “the second” is seldom a day."""
    return as_day(number) if number.digits else None


def _dom(number: Number) -> Fields | None:
    return as_day(number)


def _ordinal_of(number: Number, outer: Expression) -> Expression | None:
    day = as_day(number)
    return d.dom_of(day, outer) if day else None


def _month_ordinal(month: Fields, number: Number) -> Fields | None:
    day = as_day(number)
    return d.month_dom(month, day) if day else None


def _ordinal_month(number: Number, month: Fields) -> Fields | None:
    return _month_ordinal(month, number)


def _both(one: Expression, other: Expression) -> Expression:
    return intersect(one, other) or other


def _named_decade(number: Number, tens: int) -> Expression | None:
    """“the twenty tens”, "the nineteen nineties", "the two thousand and tens"."""
    century = int(number.value) * (100 if number.value < 100 else 1)
    return d.decade(century + tens) if 1000 <= century <= 2900 and century % 100 == 0 else None


def _dow_dotted(dow: Fields, pair: Pair) -> Expression | None:
    date = month_day(pair.first, pair.second)
    return intersect(dow, date) if date else None


def _dotted_date(pair: Pair) -> Expression | None:
    """“on 24.12.”: with its second point it is the day before the month."""
    return month_day(pair.second, pair.first)


def _dashed_date(pair: Pair) -> Expression | None:
    return month_day(pair.first, pair.second)


def _before(length: Length, base: Expression) -> Expression | None:
    shifted = s.shift_before(length, base)
    return s.until_(shifted) if shifted else None


def _less(length: Length, base: Expression) -> Expression | None:
    return s.lasting_from(length, base)


def _week_of(unit: Grain, number: Number, year: Expression) -> Expression | None:
    week = d.week_number(number) if unit == Grain.WEEK else None
    return d.of_year(week, year) if week else None


def _weekend_of(weekend: Expression, date: Expression) -> Expression | None:
    return p.weekend_of(date, weekend)


def _day_after(day: Cycle) -> Expression | None:
    return Cycle(Grain.DAY, day.offset + 1) if day.unit == Grain.DAY else None


def _day_before(day: Cycle) -> Expression | None:
    return Cycle(Grain.DAY, day.offset - 1) if day.unit == Grain.DAY else None


_NEXT = "the? <_next>"
_LAST = "the|this? <_last>"
_THIS = "the? <_this>"
_FROM = "from|after|following|since"

RULES: tuple[Rule, ...] = (
    # today and its neighbours
    Rule("day", "the? day after <day>", _day_after, 0.3),
    Rule("date", "the? day after|following <date>", d.next_day_of, 0.4),
    Rule("date", "the? day before|preceding <date>", d.day_before_of, 0.4),
    Rule("date", "<dow> week", d.week_later, 1.0),
    Rule("date", "<dow> fortnight", d.fortnight_later, 0.4),
    Rule("time", "at? this|the_same|same time <day>", d.same_clock, 0.0),
    Rule("time", "at? this|the_same|same time <cycle>", d.same_clock, 0.0),
    Rule("time", "<day> at? this|the_same|same time", d.same_clock, 0.0),
    Rule("time", "<cycle> at? this|the_same|same time", d.same_clock, 0.0),
    Rule("time", "anytime|any_time|sometime|some_time|all_day <time>", d.same, 0.1),
    Rule("date", "<date> ,? all day", d.same, 0.1),
    Rule("date", "tomorrow week", lambda: d.week_later(Cycle(Grain.DAY, 1)), 0.4),
    Rule("date", "on? this|the_same|same day next|the_following <unit>", d.this_day_in, 0.3),
    Rule("time", "<length> ago today", s.ago, 0.2),
    Rule("open", "from|starting <now> on|onwards|onward", s.since_, 0.2),
    Rule("now", "right|just <now>", d.same, 0.1),
    Rule("now", "immediately", lambda: d.NOW),
    Rule("now", "at the moment|minute", lambda: d.NOW),
    Rule("now", "at present", lambda: d.NOW),
    Rule("now", "at this time|moment", lambda: d.NOW),
    Rule("time", "<now>", d.same, 0.1),
    Rule("day", "<day> ' s", d.same, 0.1),
    # weekdays
    Rule("dow", "<dow> .", d.same, 0.1),
    Rule("dow", "this|on|for|on_a|on_any <dow>", d.same, 0.2),
    Rule("date", "coming|the_coming|this_coming|upcoming <dow>", d.upcoming, 0.4),
    Rule("date", "next <dow>", d.next_weekday, 0.5),
    Rule("date", f"{_LAST} <dow>", d.most_recent, 0.5),
    Rule("date", "the? <dow> after the? next", d.after_next, 0.4),
    Rule("date", "<num> <dow> from|hence now?", d.days_from_now, 0.5),
    Rule("date", "<num> <dows> from|hence now?", d.days_from_now, 0.4),
    Rule("date", "<num> <dows> ago", d.days_ago, 0.4),
    Rule("date", "the? <ord> <dow>", d.nth_day_here, 0.9),
    Rule("date", "the? <ord> <dow> of|in <when>", d.nth_day, 0.3),
    Rule("date", "the? <ord> <weekend> of|in <when>", d.nth_day, 0.3),
    Rule("date", "the? last <dow> of|in <when>", d.last_day, 0.3),
    Rule("span", "the? last <weekend> of|in <when>", d.last_day, 0.3),
    Rule("date", "the? <ord> last <dow> of|in <when>", d.nth_day_from_end, 0.3),
    Rule("date", "the? <ord> to last <dow> of|in <when>", d.nth_day_from_end, 0.3),
    Rule("date", "the? <ord> <dow> after <time>", d.nth_day_after, 0.4),
    Rule("date", "the? <dow> after|following <time>", d.day_after, 0.5),
    Rule("date", "the? <dow> before <time>", d.day_before, 0.5),
    Rule("date", "<dow> ,? the? <dom>", d.dow_dom, 0.7),
    Rule("date", "<dow> <dotted>", _dow_dotted, 0.9),
    Rule("monthday", "on <dotted> .", _dotted_date, 0.3),
    Rule("dashdate", "<dashed>", _dashed_date, 0.4),
    Rule("date", "on <dashed>", _dashed_date, 0.4),
    Rule("date", "the? closest|nearest <date> to <time>", d.nearest, 0.3),
    Rule("date", "the? <ord> closest|nearest <date> to <time>", d.nth_nearest, 0.3),
    Rule("holiday", "next|this|coming|upcoming|the <holiday>", d.same, 0.1),
    Rule("date", "next <holiday>", d.upcoming, 0.05),
    Rule("date", "last|previous|past|this_past <holiday>", d.most_recent, 0.3),
    # months and days of months
    Rule("month", "<month> .", d.same, 0.05),
    Rule("period", "in|during|this <month>", d.same, 0.2),
    Rule("period", "next|upcoming|coming <month>", d.upcoming, 0.4),
    Rule("period", f"{_LAST} <month>", d.most_recent, 0.4),
    Rule("period", "the? <month> after next", d.after_next, 0.4),
    Rule("period", "month|the_month of <month>", d.same, 0.3),
    Rule("period", "for <period>", d.same, 0.1),
    Rule("monthday", "<month> the? <dom>", d.month_dom, 0.3),
    Rule("monthday", "the? <dom> of? <month>", d.dom_month, 0.3),
    Rule("monthday", "<dom> . <month>", d.dom_month, 0.3),
    Rule("date", "<month> the? <dom>", d.beyond_month, 0.3),
    Rule("date", "the? <dom> of? <month>", d.beyond_in_month, 0.3),
    Rule("monthday", "the? <ord> day of <month>", _ordinal_month, 0.3),
    Rule("monthday", "<month> ,? the <ord>", _month_ordinal, 0.3),
    Rule("date", "on|for <date>", d.same, 0.1),
    Rule("date", "the <ord>", _digit_dom, 0.4),
    Rule("thedom", "the <ord>", _dom, 0.4),
    Rule("date", "on the? <ord>", _dom, 0.4),
    Rule("date", "on the <num>", _dom, 0.6),
    Rule("date", "the? <dom> of|in <time>", d.dom_of, 0.5),
    Rule("date", "the? <ord> of|in? <time>", _ordinal_of, 0.4),
    # years
    Rule("year", "in|since|during? the? year <num>", d.year_of, 0.3),
    Rule("year", "in|during|for <yr>", d.same, 0.2),
    Rule("period", "<month> ,? of|in <year>", d.of_year, 0.3),
    Rule("period", "<month> of? <yr>", d.of_year, 0.3),
    Rule("period", "<yr> <month>", d.year_then, 0.4),
    Rule("date", "<monthday> ,? of|in <yr>", d.of_year, 0.3),
    Rule("date", "<monthday> ,? <shortyr>", d.of_year, 0.9),
    Rule("date", "<monthday> ' <shortyr>", d.of_year, 0.3),
    Rule("period", "<month> ' <shortyr>", d.of_year, 0.3),
    Rule("date", "<dow> <monthday> <yr>", lambda a, b, y: d.of_year(_both(a, b), y), 0.3),
    Rule("date", "<holiday> ,? of|in? <yr>", d.of_year, 0.3),
    Rule("date", "<yr> <holiday>", d.year_then, 0.4),
    # this, next, last
    Rule("cycle", f"{_THIS} <unit>", d.this_unit, 0.3),
    Rule("cycle", f"{_NEXT} <unit>", d.next_unit, 0.3),
    Rule("cycle", f"{_LAST} <unit>", d.last_unit_ago, 0.3),
    Rule("cycle", "the? <unit> after the? next", d.unit_after_next, 0.3),
    Rule("cycle", "the? <unit> before last", d.unit_before_last, 0.3),
    Rule("cycle", "the <unit>", d.this_long_unit, 0.9),
    Rule("cycle", "in|during|for|of|around <cycle>", d.same, 0.1),
    Rule("day", "the day after", lambda: Cycle(Grain.DAY, 1), 0.5),
    Rule("day", "the day before", lambda: Cycle(Grain.DAY, -1), 0.5),
    Rule("day", "the? day before <day>", _day_before, 0.4),
    Rule("span", f"{_LAST} <num> <unit>", d.cells_back, 0.4),
    Rule("span", f"{_NEXT} <num> <unit>", d.cells_ahead, 0.4),
    Rule("span", f"{_NEXT} couple_of <unit>", lambda u: d.cells_ahead(Number(2), u), 0.4),
    Rule("span", "<num> last|past|previous <unit>", d.cells_back, 0.4),
    Rule("span", "<num> next|following|coming <unit>", d.cells_ahead, 0.4),
    Rule("cycle", "upcoming <num> <unit>", d.cell_ahead, 0.3),
    Rule("cycle", "<num> upcoming <unit>", d.cell_ahead, 0.3),
    Rule("span", f"{_LAST} <num> decades", d.decades_back, 0.3),
    Rule("span", f"{_NEXT} <num> decades", d.decades_ahead, 0.3),
    Rule("span", f"{_LAST} decade", lambda: d.decades_back(Number(1)), 0.3),
    Rule("span", f"{_NEXT} decade", lambda: d.decades_ahead(Number(1)), 0.3),
    Rule("span", f"{_THIS} decade", lambda: Decades(0, 1), 0.3),
    Rule("span", f"{_NEXT} fortnight", lambda: d.cells_ahead(Number(2), Grain.WEEK), 0.2),
    Rule("span", f"{_LAST} fortnight", lambda: d.cells_back(Number(2), Grain.WEEK), 0.2),
    Rule("span", "in|during|for|over|within the? <span>", d.same, 0.2),
    # counting inside longer times
    Rule("date", "the? <ord> <unit> of|in? <when>", d.nth_unit, 0.3),
    Rule("date", "the? last <unit> of|in <when>", d.last_unit, 0.3),
    Rule("date", "the? <ord> last <unit> of|in <when>", d.nth_unit_from_end, 0.3),
    Rule("date", "the? <ord> to last <unit> of|in <when>", d.nth_unit_from_end, 0.3),
    Rule("span", "the? last <num> <unit> of|in <when>", p.last_units, 0.3),
    Rule("span", "the? first <num> <unit> of|in <when>", p.first_units, 0.3),
    Rule("date", "the? <ord> day of? <when>", d.nth_day_of_year, 0.5),
    Rule("cycle", "the? <unit> of|starting|beginning|from <time>", d.cell_around, 0.5),
    Rule("time", "<time> of|in <time>", d.of_dates, 0.9),
    # quarters, halves, weeks, decades
    Rule("period", "the? <ord> quarter|qtr", d.quarter, 0.3),
    Rule("period", "q <num>", d.quarter, 0.3),
    Rule("period", "h <num>", d.half_year, 0.6),
    Rule("period", "<period> ,? of|in? <yr>", d.of_year, 0.4),
    Rule("period", "<period> of|in? <cycle>", d.of_year, 0.4),
    Rule("period", "<yr> <period>", d.year_then, 0.4),
    Rule("period", "<year> ' s <period>", d.year_then, 0.4),
    Rule("period", "<cycle> ' s <period>", d.year_then, 0.4),
    Rule("period", "week <num>", d.week_number, 0.4),
    Rule("span", "the? <num> ' s", d.decade_of, 0.5),
    Rule("span", "the? <num> s", d.decade_of, 0.5),
    Rule("span", "the? <num> and? <decade>", _named_decade, 0.4),
    Rule("span", "the? <decade>", d.decade, 0.6),
    Rule("span", "the? <ord> century", d.century, 0.4),
    # weekends
    Rule("weekend", "week end", lambda: WEEKEND, 0.1),
    Rule("weekend", "week ends", lambda: WEEKEND, 0.1),
    Rule("weekend", "weekend|wkend", lambda: WEEKEND, 0.1),
    Rule("weekend", "workweek|work_week", lambda: WORKWEEK, 0.1),
    Rule("span", "this|the|on|at|my|coming|upcoming|the_coming|this_coming <weekend>", d.same, 0.2),
    Rule("span", "on|over|for the|this? <weekend>", d.same, 0.3),
    Rule("span", "<weekend>", d.same, 0.3),
    Rule("span", "next <weekend>", lambda w: d.of_dates(w, Cycle(Grain.WEEK, 1)), 0.3),
    Rule("span", f"{_LAST} <weekend>", d.most_recent, 0.3),
    Rule("span", "the? <weekend> after the? next", d.after_next, 0.3),
    Rule("span", "the? <weekend> of <date>", _weekend_of, 0.3),
    Rule("span", "<date> <weekend>", p.weekend_of, 0.5),
    Rule("span", "the? <weekend> before <time>", d.day_before, 0.4),
    Rule("span", "the? <weekend> after <time>", d.day_after, 0.4),
    # pieces
    Rule("piece", "at? the? beginning|start of <time>", p.beginning, 0.3),
    Rule("piece", "at? the? beginning|start of <yr>", p.beginning, 0.2),
    Rule("piece", "in? the? middle of <yr>", p.middle, 0.2),
    Rule("piece", "at? the? end of <yr>", p.ending, 0.2),
    Rule("piece", "early in? <yr>", p.first_half, 0.3),
    Rule("piece", "late in? <yr>", p.second_half, 0.3),
    Rule("piece", "mid <yr>", p.middle, 0.3),
    Rule("piece", "early in? <time>", p.beginning, 0.4),
    Rule("piece", "mid|middle <time>", p.middle, 0.4),
    Rule("piece", "in? the? first half of <when>", p.first_half, 0.2),
    Rule("piece", "in? the? second|last|latter half of <when>", p.second_half, 0.2),
    Rule("piece", "in? the? middle of <time>", p.middle, 0.3),
    Rule("piece", "late in? <month>", p.ending, 0.4),
    Rule("piece", "late in? <cycle>", p.second_half, 0.4),
    Rule("piece", "early|earlier in? <cycle>", p.first_half, 0.3),
    Rule("piece", "at|towards? the? end of <time>", p.ending, 0.3),
    Rule("piece", "at? the? end of month", lambda: p.ending(Cycle(Grain.MONTH, 0)), 0.3),
    Rule("piece", "at? the? month end", lambda: p.ending(Cycle(Grain.MONTH, 0)), 0.3),
    Rule("piece", "at? the? year end", lambda: p.ending(Cycle(Grain.YEAR, 0)), 0.3),
    Rule("piece", "in|by|from <piece>", d.same, 0.2),
    Rule("piece", "at? the? end of year", lambda: p.ending(Cycle(Grain.YEAR, 0)), 0.3),
    Rule("piece", "at? the? end of week", lambda: p.ending(Cycle(Grain.WEEK, 0)), 0.3),
    Rule("piece", "at? the? eom", lambda: p.ending(Cycle(Grain.MONTH, 0)), 0.3),
    Rule("piece", "at? the? eoy", lambda: p.ending(Cycle(Grain.YEAR, 0)), 0.3),
    Rule("piece", "at? the? eow", lambda: p.ending(Cycle(Grain.WEEK, 0)), 0.3),
    Rule("piece", "at? the? bom", lambda: p.beginning(Cycle(Grain.MONTH, 0)), 0.3),
    Rule("piece", "at? the? boy", lambda: p.beginning(Cycle(Grain.YEAR, 0)), 0.3),
    Rule("time", "at|by? the? eod", lambda: p.end_of_day(Cycle(Grain.DAY, 0)), 0.3),
    Rule("time", "at? the? end of <date>", p.end_of_day, 0.2),
    Rule("time", "at|by? the? end of the? day ,? <date>", p.end_of_day, 0.1),
    Rule("time", "at|by? the? eod ,? <date>", p.end_of_day, 0.1),
    Rule("time", "<date> ,? at|by? the? end of the? day", p.end_of_day, 0.1),
    Rule("time", "<date> ,? at|by? eod", p.end_of_day, 0.1),
    Rule("time", "at? the? end of the? day", lambda: p.end_of_day(Cycle(Grain.DAY, 0)), 0.2),
    Rule("piece", "for? the? rest|remainder of? the|my|this|current? <unit>", p.rest_of_unit, 0.2),
    Rule("piece", "later in? the|this|my? <unit>", p.rest_of_unit, 0.3),
    Rule("piece", "later in? <day>", p.rest_of, 0.4),
    Rule("piece", "earlier in? the|this|my <unit>", p.over_of_unit, 0.2),
    Rule("piece", "<unit> to date", p.over_of_unit, 0.3),
    Rule("piece", "ytd", lambda: p.over_of_unit(Grain.YEAR), 0.3),
    # seasons
    Rule("season", "the|this|in|during|in_the|during_the|current <season>", d.same, 0.2),
    Rule("season", "next <season>", d.upcoming, 0.3),
    Rule("season", f"{_LAST} <season>", d.most_recent, 0.3),
    Rule("season", "<season> of|in? <yr>", d.of_year, 0.3),
    # business days
    Rule("date", "in <num> <_working> days|day", d.business_days_ahead, 0.2),
    Rule("date", "<num> <_working> days|day from now", d.business_days_ahead, 0.2),
    Rule("span", f"{_LAST} <num> <_working> days", d.business_days_back, 0.2),
    Rule("day", "2 moro|morow|morrow", lambda: Cycle(Grain.DAY, 1), 0.1),
    Rule("day", "the? next day", lambda: Cycle(Grain.DAY, 1), 0.2),
    # shifted dates
    Rule("shift", f"<length> {_FROM} <time>", s.shift_after, 0.4),
    Rule("shift", "<length> before|prior_to|until <time>", s.shift_before, 0.4),
    Rule("shift", "<length> before my|the|our <tod>", s.shift_before, 0.4),
    Rule("open", "more than <length> before <time>", _before, 0.3),
    Rule("piece", "less than <length> from <time>", _less, 0.3),
    Rule("time", "in? <length> since <time>", s.shift_after, 0.4),
    Rule("cycle", "<unit> <num> of|in? <cycle>", _week_of, 0.3),
    Rule("period", "<unit> <num> of|in? <yr>", _week_of, 0.3),
)
