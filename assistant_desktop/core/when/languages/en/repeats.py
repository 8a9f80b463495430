"""English phrases for repetition."""

from __future__ import annotations

from assistant_desktop.core.when.builders import changes as ch
from assistant_desktop.core.when.builders import repeats as r
from assistant_desktop.core.when.builders.spread import times_each
from assistant_desktop.core.when.grammar import Rule
from assistant_desktop.core.when.numbers import Number
from assistant_desktop.core.when.repeat import Repeat
from assistant_desktop.core.when.shared_rules import unit_length
from assistant_desktop.core.when.shifts import Length
from assistant_desktop.core.when.values import Grain

_EVERY = "<_every>"
_AND = "<_and>"


def _word(unit: Grain, interval: int = 1) -> Repeat:
    return Repeat(unit=unit, interval=interval)


def _a_unit(unit: Grain) -> Length:
    return unit_length(1, unit)


def _week_range_at(first: r.Days, last: r.Days, times: r.Times | None) -> Repeat | None:
    """“Monday to Friday at 9”: every week; without a time it is one stretch of days."""
    days = r.days_through(first, last)
    return ch.at_times(times).apply(r.weekly_on(days)) if days and times else None


def _times(time: object) -> ch.Change | None:
    found = r.one_time(time)
    return ch.at_times(found) if found else None


RULES: tuple[Rule, ...] = (
    Rule("_every", "every single", lambda: True, 0.1),
    Rule("_every", "once every|each", lambda: True, 0.1),
    Rule("_and", ", and|or", lambda: True, 0.1),
    Rule("_except", "but not", lambda: True, 0.1),
    # every so often
    Rule("repeat", "every|each <unit>", r.each, 0.2),
    Rule("repeat", "every_single|once_every|once_each|all_the <unit>", r.each, 0.2),
    Rule("repeat", "everyday|daily|every_day", lambda: _word(Grain.DAY), 0.1),
    Rule("repeat", "hourly", lambda: _word(Grain.HOUR), 0.1),
    Rule("repeat", "weekly", lambda: _word(Grain.WEEK), 0.1),
    Rule("repeat", "biweekly|fortnightly|bi_weekly", lambda: _word(Grain.WEEK, 2), 0.1),
    Rule("repeat", "every|each fortnight", lambda: _word(Grain.WEEK, 2), 0.1),
    Rule("repeat", "monthly", lambda: _word(Grain.MONTH), 0.1),
    Rule("repeat", "bimonthly|bi_monthly", lambda: _word(Grain.MONTH, 2), 0.1),
    Rule("repeat", "quarterly", lambda: _word(Grain.MONTH, 3), 0.1),
    Rule("repeat", "semiannually|semiannual|semi_annually|semi_annual|biannually",
         lambda: _word(Grain.MONTH, 6), 0.1),
    Rule("repeat", "yearly|annually|annual", lambda: _word(Grain.YEAR), 0.1),
    Rule("repeat", "biennially|biennial", lambda: _word(Grain.YEAR, 2), 0.1),
    Rule("repeat", f"{_EVERY} <num> <unit>", r.each_nth, 0.2),
    Rule("repeat", f"{_EVERY} <ord> <unit>", r.each_nth, 0.3),
    Rule("repeat", f"{_EVERY} other <unit>", r.other, 0.1),
    Rule("repeat", f"{_EVERY} <num> to|-|or <num> <unit>", r.every_range, 0.2),
    Rule("repeat", f"{_EVERY} <length>", r.every_length, 0.6),
    Rule("repeat", "once|one|once_in a|per|each|every|an <unit>", r.each, 0.2),
    Rule("repeat", "twice a|per|each|every|an <unit>",
         lambda u: times_each(Number(2), u), 0.2),
    Rule("repeat", "<num> times|x a|per|each|every|an <unit>", times_each, 0.2),
    Rule("repeat", "twice daily", lambda: times_each(Number(2), Grain.DAY), 0.2),
    Rule("repeat", "<num> times daily", lambda n: times_each(n, Grain.DAY), 0.2),
    # weekdays
    Rule("days", "<dow>", r.one_day, 0.1),
    Rule("days", "<dows>", r.one_day, 0.0),
    Rule("days", f"<days> {_AND} <days>", r.more_days, 0.1),
    Rule("days", "<days> <days>", r.more_days, 0.6),
    Rule("days", "<days> <_through> <days>", r.days_through, 0.1),
    Rule("plural", "<dows>", r.one_day, 0.0),
    Rule("plural", f"<plural> {_AND} <plural>", r.more_days, 0.1),
    Rule("plural", "<plural> <_through> <plural>", r.days_through, 0.1),
    Rule("plural", "weekdays|workdays|week_days|work_days|working_days|business_days",
         r.working_days, 0.1),
    Rule("plural", "weekends|week_ends", r.weekend_days, 0.1),
    Rule("workday", "weekday|workday|week_day|work_day|working_day|business_day|weekdays|workdays",
         r.working_days, 0.1),
    Rule("days", "weekday|weekdays|workdays|workday", r.working_days, 0.2),
    Rule("days", "<_working> day|days", r.working_days, 0.2),
    Rule("days", "weekend|weekends|week_end|week_ends", r.weekend_days, 0.2),
    Rule("repeat", "on? <plural>", r.weekly_on, 0.2),
    Rule("repeat", "every|each|any|all? <plural>", r.weekly_on, 0.3),
    Rule("repeat", f"{_EVERY} <days>", r.weekly_on, 0.2),
    Rule("repeat", "any weekend|weekends", lambda: r.weekly_on(r.weekend_days()), 0.2),
    Rule("repeat", "on? weekends", lambda: r.weekly_on(r.weekend_days()), 0.1),
    Rule("repeat", f"{_EVERY} other <days>", r.weekly_on_other, 0.2),
    Rule("repeat", f"{_EVERY} <num> <days>", r.weekly_on_nth, 0.4),
    Rule("repeat", f"{_EVERY} <ord> <days>", r.weekly_on_nth, 0.4),
    Rule("repeat", "<repeat> ,? on <days>", r.also_on, 0.2),
    Rule("repeat", "<repeat> ,? on the? <days>", r.also_on, 0.3),
    Rule("repeat", "<repeat> ,? <plural>", r.also_on, 0.4),
    Rule("repeat", "<repeat> ,? <dow>", r.weekly_also_on, 0.6),
    Rule("repeat", "on? <plural> ,? <repeat>", r.days_then, 0.3),
    Rule("repeat", "from? <days> <_through> <days> at <times>", _week_range_at, 0.0),
    Rule("repeat", "from? <days> <_through> <days> ,? <tod>",
         lambda a, b, t: _week_range_at(a, b, r.one_time(t)), 0.1),
    Rule("repeat", "<times> <days> <_through> <days>",
         lambda t, a, b: _week_range_at(a, b, t), 0.2),
    # days of the month
    Rule("numbers", "the? <ord>", r.one_number, 0.1),
    Rule("numbers", "the? last", r.last_number, 0.1),
    Rule("numbers", "the? <ord> last", r.from_end, 0.1),
    Rule("numbers", "the? <ord> to last", r.from_end, 0.1),
    Rule("numbers", f"<numbers> {_AND} <numbers>", r.more_numbers, 0.1),
    Rule("repeat", "<repeat> on <numbers> day|days|of_the_month?", r.month_days_of, 0.2),
    Rule("repeat", "<repeat> ,? on? the? <ord>", r.monthly_ordinal, 0.5),
    Rule("repeat", "on? the? <ord> ,? <repeat>", lambda n, rep: r.monthly_ordinal(rep, n), 0.4),
    Rule("repeat", f"on? {_EVERY} <ord>", r.every_ordinal, 0.6),
    Rule("repeat", "<repeat> on the? day <num>",
         lambda rep, n: r.month_days_of(rep, r.Numbers((int(n.value),))), 0.3),
    Rule("repeat", "on? <numbers> day? of <repeat>", r.numbers_of, 0.2),
    Rule("repeat", f"on? {_EVERY} <numbers> day? of the|a month", r.monthly_on, 0.2),
    Rule("repeat", f"on? {_EVERY} <numbers> of the? month", r.monthly_on, 0.2),
    Rule("repeat", f"{_EVERY} <numbers> day? of <month>", r.numbers_of_month, 0.2),
    Rule("repeat", "at? the? start|beginning of <repeat>", r.first_day, 0.2),
    Rule("repeat", "at? the? end of <repeat>", r.last_day, 0.2),
    # n-th weekdays
    Rule("repeat", "<repeat> on <numbers> instance_of? <days>", r.nth_days, 0.2),
    Rule("repeat", "on? <numbers> <days> of|in <repeat>", r.nth_days_of, 0.2),
    Rule("repeat", f"on? {_EVERY} <numbers> <days> of|in the|a month", r.monthly_nth_days, 0.1),
    Rule("repeat", f"on? {_EVERY} last <days>",
         lambda days: r.monthly_nth_days(r.Numbers((-1,)), days), 0.2),
    Rule("repeat", f"on? {_EVERY} first <days>",
         lambda days: r.monthly_nth_days(r.Numbers((1,)), days), 0.2),
    Rule("repeat", "on? <numbers> <workday> of <repeat>",
         lambda n, _, rep: r.nth_working_day(n, rep), 0.1),
    Rule("repeat", "<repeat> on <numbers> <workday>",
         lambda rep, n, _: r.nth_working_day(n, rep), 0.1),
    Rule("repeat", f"on? {_EVERY} <numbers> <workday> of the|a month",
         lambda n, _: r.nth_working_day(n, Repeat(unit=Grain.MONTH)), 0.05),
    # yearly
    Rule("repeat", "<repeat> ,? on <monthday>", r.on_date, 0.2),
    Rule("repeat", "<repeat> ,? <monthday>", r.on_date, 0.4),
    Rule("repeat", "<monthday> ,? <repeat>", lambda t, rep: r.on_date(rep, t), 0.4),
    Rule("repeat", "on <monthday> of|in? <repeat>", lambda t, rep: r.on_date(rep, t), 0.3),
    Rule("repeat", f"{_EVERY} <monthday>", r.yearly_on, 0.2),
    Rule("repeat", "<repeat> and <numbers>", r.more_month_days, 0.2),
    Rule("repeat", "<repeat> and <num>",
         lambda rep, n: r.more_month_days(rep, r.Numbers((int(n.value),))), 0.3),
    Rule("repeat", "<repeat> on <date>", r.yearly_nth, 0.1),
    Rule("repeat", f"on? {_EVERY} <date>", lambda t: r.yearly_nth(Repeat(unit=Grain.YEAR), t), 0.2),
    Rule("repeat", f"on? {_EVERY} <dow> the? <dom>", r.weekday_the, 0.0),
    Rule("months", "<month>", r.one_month, 0.1),
    Rule("months", f"<months> {_AND} <months>", r.more_months, 0.1),
    Rule("repeat", f"{_EVERY} <months>", r.every_month_named, 0.4),
    Rule("change", "in|during <months>", ch.in_months, 0.2),
    Rule("change", "in week <num>", ch.in_week, 0.2),
    # times of day
    Rule("times", "<tod>", r.one_time, 0.1),
    Rule("times", "<hour>", r.one_time, 0.6),
    Rule("times", "<shorttod>", r.one_time, 0.2),
    Rule("times", "<clock>", r.one_time, 0.6),
    Rule("times", "<dottedtod>", r.one_time, 0.3),
    Rule("times", f"<times> {_AND} <times>", r.more_times, 0.1),
    Rule("change", "at|@|around|by <times>", ch.at_times, 0.2),
    Rule("change", "<tod>", _times, 0.3),
    Rule("change", "<shorttod>", _times, 0.3),
    Rule("change", "in the <part>", ch.at_part, 0.2),
    Rule("change", "in the <parts>", ch.at_part, 0.2),
    Rule("change", "<part>", ch.at_part, 0.4),
    Rule("change", "<parts>", ch.at_part, 0.3),
    Rule("repeat", "every|each <part>", r.every_part, 0.1),
    Rule("bothparts", f"<part> {_AND} <part>", r.both_parts, 0.1),
    Rule("bothparts", f"<parts> {_AND} <parts>", r.both_parts, 0.1),
    Rule("repeat", "every|each <bothparts>", r.every_both, 0.05),
    Rule("repeat", "in_the? <parts> <_and> in_the? <parts>",
         lambda a, b: r.every_both(r.Parts((a.name, b.name))), 0.2),
    Rule("change", "<bothparts>", ch.at_parts, 0.1),
    Rule("repeat", "on|in_the? <parts>", r.every_part, 0.4),
    Rule("repeat", "on? <days> <parts>", r.weekly_parts, 0.1),
    Rule("repeat", "nightly", lambda: Repeat(part="night"), 0.1),
    # bounds
    Rule("change", "for? <num> times|occurrences|repetitions", ch.count_times, 0.2),
    Rule("change", "for? <num> x", ch.count_times, 0.2),
    Rule("change", "twice", lambda: ch.count_times(Number(2)), 0.4),
    Rule("change", "once", lambda: ch.count_times(Number(1)), 0.6),
    Rule("change", "until|till|til|up_to|through|ending|ending_on <time>", ch.until_change, 0.2),
    Rule("change", "until|till|til|through <date> at|@ <times>", ch.until_day_at, -0.7),
    Rule("change", "until|till|through the? end of the? <time>", ch.until_end, 0.1),
    Rule("change", "for <length>", ch.for_length, 0.2),
    Rule("change", "for|over up_to|the_next|next|the_coming|another|the_following? <length>",
         ch.for_length, 0.2),
    Rule("change", "for|over the next|coming|following <unit>",
         lambda u: ch.for_length(_a_unit(u)), 0.2),
    Rule("change", "starting|starting_in|starting_on|beginning|from|since|as_of <time>",
         ch.starting, 0.2),
    Rule("change", "from <time> until|till|to|through <time>", ch.from_until, 0.15),
    Rule("change", "<todspan>", ch.during_range, 0.2),
    Rule("change", "<span>", ch.during_range, 0.5),
    Rule("change", "from|between <hourspan>", ch.during_range, 0.3),
    Rule("change", "<_except> on? <days>", ch.except_days, 0.2),
    Rule("change", "<_except> on? <plural>", ch.except_days, 0.1),
    Rule("change", "<_except> in? <months>", ch.except_months, 0.2),
    Rule("change", "<_except> for|on? <time>", ch.except_time, 0.9),
    Rule("repeat", "<time> ,? then|and_then <repeat>", ch.first_then, 0.1),
    Rule("repeat", "<repeat> ,? <change>", ch.changed, 0.2),
    Rule("repeat", "<change> ,? <repeat>", ch.change_first, 0.3),
    Rule("repeat", "<repeat> ,? <length>", ch.going_on, 0.3),
)  # fmt: skip
