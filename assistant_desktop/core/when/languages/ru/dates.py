"""Russian phrases for days, weeks, months and years."""

from __future__ import annotations

from assistant_desktop.core.when import shared_rules as shared
from assistant_desktop.core.when.builders import dates as d
from assistant_desktop.core.when.builders import pieces as p
from assistant_desktop.core.when.builders import spans as s
from assistant_desktop.core.when.compose import intersect
from assistant_desktop.core.when.cycles import Cycle
from assistant_desktop.core.when.expressions import Expression, Fields
from assistant_desktop.core.when.formats import Pair, month_day
from assistant_desktop.core.when.grammar import Rule
from assistant_desktop.core.when.languages.ru.words import WORKWEEK
from assistant_desktop.core.when.numbers import Number
from assistant_desktop.core.when.shared_rules import as_day, unit_length
from assistant_desktop.core.when.values import Grain

_NEXT, _LAST, _THIS, _BEFORE_LAST = "<_next>", "<_last>", "<_this>", "<_beforelast>"
_LAST_IN, _COMING, _FOLLOWING = "<_final>", "<_coming>", "<_following>"
_BEGIN, _MIDDLE, _END = "<_beginning>", "<_middle>", "<_end>"
_THROUGH_FROM = "после|с|от|со"


def _dom(number: Number) -> Fields | None:
    return as_day(number)


def _digit_dom(number: Number) -> Fields | None:
    """“на 28-е”; "на второе" is seldom a day."""
    return as_day(number) if number.digits else None


def _dotted_date(pair: Pair) -> Fields | None:
    return month_day(pair.second, pair.first)


def _quarter_of(number: Number, year: Expression) -> Expression | None:
    quarter = d.quarter(number)
    return d.of_year(quarter, year) if quarter else None


def _clocked_dom(number: Number, time: Expression) -> Expression | None:
    """“15-го в 10”."""
    day = as_day(number)
    return intersect(day, time) if day is not None and number.digits else None


def _pair(one: Expression, other: Expression | None) -> Expression | None:
    return intersect(one, other) if other is not None else None


def _dow_in(dow: Fields, weeks: int) -> Expression | None:
    return intersect(dow, Cycle(Grain.WEEK, weeks))


def _next_weekend(weekend: Expression) -> Expression | None:
    return intersect(weekend, Cycle(Grain.WEEK, 1))


RULES: tuple[Rule, ...] = (
    Rule("now", "прямо|вот <now>", d.same, 0.1),
    Rule("now", "в данный|настоящий момент", lambda: d.NOW),
    Rule("now", "немедленно", lambda: d.NOW),
    Rule("time", "<now>", d.same, 0.1),
    Rule("day", "на|к|с|до <day>", d.same, 0.3),
    Rule("day", "<day> день|дня", d.same, 0.2),
    Rule("day", "на следующий день", lambda: Cycle(Grain.DAY, 1), 0.2),
    Rule("time", "в_это|в_то же? время <day>", d.same_clock, 0.0),
    Rule("time", "в_это|в_то же? время <cycle>", d.same_clock, 0.0),
    Rule("time", "<day> в_это|в_то же? время", d.same_clock, 0.0),
    Rule("time", "<cycle> в_это|в_то же? время", d.same_clock, 0.0),
    Rule("time", "через <length> в_это|в_то же? время", s.ahead, 0.0),
    Rule("time", "весь|целый_день|весь_день <day>", d.same, 0.1),
    Rule("date", "<day> весь|целый день", d.same, 0.1),
    # weekdays
    Rule("dow", "<dow> .", d.same, 0.1),
    Rule("dow", "в|во|к|ко|на <dow>", d.same, 0.2),
    Rule("dow", f"{_THIS} <dow>", d.same, 0.2),
    Rule("date", f"{_FOLLOWING} <dow>", d.following_weekday, 0.4),
    Rule("date", f"{_COMING} <dow>", d.upcoming, 0.4),
    Rule("date", f"{_LAST} <dow>", d.most_recent, 0.4),
    Rule("date", f"{_BEFORE_LAST} <dow>", lambda dow: d.days_ago(Number(2), dow), 0.4),
    Rule("date", "<num> <dow> назад", d.days_ago, 0.4),
    Rule("date", "<ord> <dow> <time>", d.nth_day, 0.5),
    Rule("date", "<ord> <dow> в|во <time>", d.nth_day, 0.5),
    Rule("date", f"{_LAST_IN} <dow> <time>", d.last_day, 0.4),
    Rule("date", f"{_LAST_IN} <dow> в|во <time>", d.last_day, 0.4),
    Rule("span", f"{_LAST_IN} <weekend> <time>", d.last_day, 0.4),
    Rule("date", "<ord> <dow> после <time>", d.nth_day_after, 0.4),
    Rule("date", "<dow> после <time>", d.day_after, 0.6),
    Rule("date", "<dow> перед <time>", d.day_before, 0.6),
    Rule("date", "<dow> через неделю", lambda dow: _dow_in(dow, 1), 0.4),
    Rule("date", "через неделю <dow>", lambda dow: _dow_in(dow, 1), 0.4),
    Rule("date", "<dow> ,? <dom>", d.dow_dom, 0.9),
    Rule("date", "<ord> <dow> месяца", d.nth_day_here, 0.3),
    Rule("date", f"{_LAST_IN} <dow> месяца", lambda w: d.last_day(w, Cycle(Grain.MONTH, 0)), 0.3),
    Rule(
        "date",
        f"{_LAST_IN} день месяца",
        lambda: d.last_unit(Grain.DAY, Cycle(Grain.MONTH, 0)),
        0.2,
    ),
    Rule("time", "<ord> ,? <tod>", _clocked_dom, 0.9),
    Rule("date", "<dow> ,? <ord> числа", lambda w, n: _pair(w, _dom(n)), 0.5),
    Rule("holiday", f"{_THIS} <holiday>", d.same, 0.1),
    Rule("date", f"{_NEXT} <holiday>", d.upcoming, 0.05),
    Rule("date", f"{_LAST} <holiday>", d.most_recent, 0.3),
    Rule(
        "date",
        "канун|накануне|под <holiday>",
        lambda h: s.shift_before(unit_length(1, Grain.DAY), h),
        0.2,
    ),
    # months and their days
    Rule("month", "<month> .", d.same, 0.05),
    Rule("period", "в|за|на|к <month>", d.same, 0.2),
    Rule("period", f"{_THIS} <month>", d.same, 0.3),
    Rule("period", f"{_NEXT} <month>", d.upcoming, 0.4),
    Rule("period", f"{_LAST} <month>", d.most_recent, 0.4),
    Rule("monthday", "<dom> <month>", d.dom_month, 0.3),
    Rule("date", "<dom> <month>", d.beyond_in_month, 0.3),
    Rule("monthday", "<dotted>", _dotted_date, 0.6),
    Rule("monthday", "<dotted> .", _dotted_date, 0.5),
    Rule("date", "на|к|ко|в|во|с|со? <date>", d.same, 0.15),
    Rule("date", "<ord> числа|число|числу", _dom, 0.3),
    Rule("date", "на|к|ко|с|со <ord>", _digit_dom, 0.6),
    Rule("date", "<dom> числа|число|числу", d.same, 0.3),
    Rule("date", "<dom> числа? <cycle>", d.dom_of, 0.4),
    Rule("date", "<dom> числа? <period>", d.dom_of, 0.5),
    # years
    Rule("year", "в? <yr> году|год|года|г", d.same, -0.5),
    Rule("date", "<monthday> ,? <num> год|года|г", shared.of_no_year, 0.1),
    Rule("year", "в? <ord> году|год|года", d.year_of, 0.4),
    Rule("year", "в? <yr> г .", d.same, 0.1),
    Rule("year", "год <num>", d.year_of, 0.5),
    Rule("period", "<month> <year>", d.of_year, 0.2),
    Rule("period", "<month> в? <cycle>", d.of_year, 0.4),
    Rule("date", "<monthday> ,? <year>", d.of_year, 0.2),
    Rule("date", "<monthday> ,? <shortyr> г|года", d.of_year, 0.4),
    Rule("date", "<holiday> в? <year>", d.of_year, 0.3),
    Rule("date", "<holiday> в? <yr>", d.of_year, 0.4),
    Rule("date", "<holiday> в? <cycle>", d.of_year, 0.4),
    # this, next, last
    Rule("cycle", f"{_THIS} <unit>", d.this_unit, 0.3),
    Rule("cycle", f"{_NEXT} <unit>", d.next_unit, 0.3),
    Rule("cycle", f"{_LAST} <unit>", d.last_unit_ago, 0.3),
    Rule("cycle", f"{_BEFORE_LAST} <unit>", d.unit_before_last, 0.3),
    Rule("cycle", "<unit> после следующей|следующего", d.unit_after_next, 0.3),
    Rule("cycle", "через <unit> на следующей|следующий", d.unit_after_next, 0.9),
    Rule("cycle", "в|во|на|за|к|ко|с|со <cycle>", d.same, 0.1),
    Rule("span", f"в|за|на? {_LAST} <num> <unit>", d.cells_back, 0.4),
    Rule("span", f"в|за|на? {_NEXT} <num> <unit>", d.cells_ahead, 0.4),
    Rule("span", f"в|за|на? <num> {_LAST} <unit>", d.cells_back, 0.4),
    Rule("span", f"в|за|на? <num> {_NEXT} <unit>", d.cells_ahead, 0.4),
    # counting
    Rule("date", "<ord> <unit> <time>", d.nth_unit, 0.5),
    Rule("date", "<ord> <unit> в <time>", d.nth_unit, 0.5),
    Rule("date", f"в|на? {_LAST_IN} <unit> <time>", d.last_unit, 0.35),
    Rule("date", f"в|на? {_LAST_IN} <unit> в <time>", d.last_unit, 0.35),
    Rule("cycle", "<unit> <time>", d.cell_around, 1.5),
    Rule("time", "в|на <ord> <unit> <time>", d.nth_unit, 0.4),
    Rule("cycle", "неделя|неделю|недели с|от <date>", lambda t: d.cell_around(Grain.WEEK, t), 0.0),
    # quarters, weeks, weekends
    Rule("period", "в|за|на? <ord> квартал|квартале|квартала", d.quarter, 0.3),
    Rule("period", "в|за|на? <num> квартал|квартале|квартала|кв <yr>", _quarter_of, 0.2),
    Rule("period", "в|за|на? <num> квартал|квартале|квартала|кв <year>", _quarter_of, 0.2),
    Rule("period", "<period> ,? <yr>", d.of_year, 0.4),
    Rule("period", "<period> ,? <year>", d.of_year, 0.3),
    Rule("period", "<period> <cycle>", d.of_year, 0.4),
    Rule("period", "в? <ord> половина|половине|половину года", d.half_year, 0.4),
    Rule("period", "в|за? <ord> полугодие|полугодии|полугодия", d.half_year, 0.4),
    Rule("period", "неделя|неделе|недели <num>", d.week_number, 0.6),
    Rule("period", "на <num> неделе", d.week_number, 0.0),
    Rule("period", "<num> неделя|неделе|неделю года", d.week_number, 0.5),
    Rule("span", "<num> е", d.decade_of, 0.6),
    Rule("span", "в <num> х", d.decade_of, 0.2),
    Rule("span", "в <decade>", d.decade, 0.3),
    Rule("span", "в? <decade> годы|годах|гг", d.decade, 0.1),
    Rule("span", "<ord> годы|годах|года", d.decade_of, 0.6),
    Rule("span", "<num> е годы|годах|гг", d.decade_of, 0.3),
    Rule("span", "в? <ord> век|веке|века", d.century, 0.4),
    Rule("span", "в? <num> век|веке|века", d.century, 0.3),
    Rule("span", "<weekend>", d.same, 0.3),
    Rule("span", "на|в|к|по? <weekend>", d.same, 0.3),
    Rule("span", f"на|в|за? {_THIS} <weekend>", d.same, 0.2),
    Rule("span", f"на|в? {_NEXT} <weekend>", _next_weekend, 0.3),
    Rule("span", f"на|в|за? {_COMING} <weekend>", d.same, 0.2),
    Rule("span", f"на|в|за? {_LAST} <weekend>", d.most_recent, 0.3),
    Rule("weekend", "рабочая неделя|неделю|неделе|недели", lambda: WORKWEEK, 0.3),
    # pieces
    Rule("piece", f"в|к|с? {_BEGIN} <time>", p.beginning, 0.3),
    Rule("piece", f"в|к? {_MIDDLE} <time>", p.middle, 0.3),
    Rule("piece", f"в|к|под? {_END} <time>", p.ending, 0.3),
    Rule("piece", f"в|к|с? {_BEGIN} <unit>", lambda u: p.beginning(Cycle(u, 0)), 0.4),
    Rule("piece", f"в|к? {_MIDDLE} <unit>", lambda u: p.middle(Cycle(u, 0)), 0.4),
    Rule("piece", f"в|к|под? {_END} <unit>", lambda u: p.ending(Cycle(u, 0)), 0.4),
    Rule("time", f"в|к|под? {_END} <date>", p.end_of_day, 0.3),
    Rule("time", f"в|к|под? {_END} дня", lambda: p.end_of_day(Cycle(Grain.DAY, 0)), 0.2),
    Rule("time", f"в|к|под? {_END} дня <date>", p.end_of_day, 0.1),
    Rule("time", f"<date> в|к|под {_END} дня", p.end_of_day, 0.1),
    Rule("piece", "остаток|остатке|до_конца <unit>", p.rest_of_unit, 0.3),
    Rule("piece", "позже на|в? этой|этом? <unit>", p.rest_of_unit, 0.5),
    # seasons
    Rule("season", f"в|к|на? {_THIS} <season>", d.same, 0.2),
    Rule("season", f"в|к|на? {_NEXT} <season>", d.upcoming, 0.3),
    Rule("season", f"в|к|на? {_LAST} <season>", d.most_recent, 0.3),
    Rule("season", "<season> <year>", d.of_year, 0.3),
    Rule("season", "<season> <yr>", d.of_year, 0.4),
    # working days
    Rule("date", "через <num> рабочих|рабочие|рабочий день|дня|дней", d.business_days_ahead, 0.2),
    # shifted
    Rule("shift", f"через <length> {_THROUGH_FROM} <time>", s.shift_after, 0.4),
    Rule("shift", "через <length> , <time>", s.shift_after, 3.0),
    Rule("shift", "<length> спустя после? <time>", s.shift_after, 0.4),
    Rule("shift", "за <length> до|перед <time>", s.shift_before, 0.2),
    Rule("shift", "<length> до <time>", s.shift_before, 0.6),
    Rule("shift", "за <length> до <hour>", s.shift_before, 0.9),
)
