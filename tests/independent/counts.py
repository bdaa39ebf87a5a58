"""Count the work and what the evaluation rests on, measure by measure, with the rows that each count was read from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from urllib.parse import unquote

from . import costs, work
from . import reached as reach
from .by_group import by_group_of
from .folder import Row, Year, day
from .harvested import changes
from .numbers import rounded
from .printing import in_points, percent
from .scores import RATERS, matched, reached
from .surveys import VOICES

Fields = dict[str, float | str]


@dataclass(frozen=True)
class Count:
    """What was counted, by name in the order in which it is printed, and the keys of the rows."""

    fields: Fields
    table: str
    keys: list[str]


def keyed(rows: Iterable[Row], *columns: str) -> list[str]:
    """Return the keys of some rows, in order."""
    return ["|".join(key) for key in sorted(tuple(row[each] for each in columns) for row in rows)]


def here(rows: Iterable[Row], scope: str) -> list[Row]:
    """Return the rows of a place, or all."""
    return [row for row in rows if scope in {"programme", row["site"]}]


def located(year: Year, rows: Iterable[Row], table: str, key: str) -> list[Row]:
    """Give each row the place of what it is about: a case, an event, an organisation."""
    site = {row[key]: row["site"] for row in year.rows(table)}
    return [{**row, "site": site[row[key]]} for row in rows if row[key] in site]


def young_people(year: Year, scope: str) -> Count:
    found = reached(year, False, year.sites if scope == "programme" else [scope])
    return Count({"open": len(found)}, "cases", sorted(found))


def _sessions(year: Year, scope: str) -> list[Row]:
    return here(located(year, work.within(year, "sessions"), "cases", "case_id"), scope)


SESSION = ("case_id", "date", "kind", "held")


def seen(year: Year, scope: str) -> Count:
    held = [row for row in _sessions(year, scope) if row["held"] == "yes"]
    return Count({"seen": len({row["case_id"] for row in held})}, "sessions", keyed(held, *SESSION))


def sessions(kinds: frozenset[str]) -> Callable[[Year, str], Count]:
    def count(year: Year, scope: str) -> Count:
        rows = [row for row in _sessions(year, scope) if row["kind"] in kinds]
        held = [row for row in rows if row["held"] == "yes"]
        people = len({row["case_id"] for row in held})
        return Count({"offered": len(rows), "held": len(held), "seen": people}, "sessions", keyed(rows, *SESSION))

    return count


REFERRAL = ("case_id", "kind", "referred")


def onward(year: Year, scope: str) -> Count:
    rows = here(work.referrals(year), scope)
    answered = sum(bool(row["replied"]) for row in rows)
    return Count({"made": len(rows), "answered": answered}, "onward_referrals", keyed(rows, *REFERRAL))


def onward_in_time(year: Year, scope: str) -> Count:
    rows = here(work.referrals(year), scope)
    found = work.timeliness(year, rows)
    fields = {
        "made": len(rows),
        "in time": found["Within target"],
        "late": found["Late"],
        "not known": found["Not known"],
        "target days": year.folder.settings["timeliness"]["onward_referral_days"],
    }
    return Count(fields, "onward_referrals", keyed(rows, *REFERRAL))


def onward_days(year: Year, scope: str) -> Count:
    rows = here(work.referrals(year), scope)
    pairs = [(day(row["concern"]), day(row["referred"])) for row in rows]
    days = [float((referred - concern).days) for concern, referred in pairs if concern and referred]
    return Count({"dated": len(days), "median days": work.middle(days)}, "onward_referrals", keyed(rows, *REFERRAL))


def training(year: Year, scope: str) -> Count:
    rows = here(work.within(year, "training_events"), scope)
    return Count({"events": len(rows)}, "training_events", keyed(rows, "event_id"))


def training_of(audience: str) -> Callable[[Year, str], Count]:
    def count(year: Year, scope: str) -> Count:
        events = [row for row in here(work.within(year, "training_events"), scope) if row["audience"] == audience]
        ids = {row["event_id"] for row in events}
        came = [row for row in year.rows("attendance") if row["event_id"] in ids]
        fields = {
            "events": len(events),
            "recorded": len({row["event_id"] for row in came}),
            "people": len({row["attendee_id"] for row in came}),
        }
        return Count(fields, "attendance", keyed(came, "event_id", "attendee_id"))

    return count


def activities(year: Year, scope: str) -> Count:
    rows = here(work.within(year, "activities"), scope)
    strands = Counter(row["strand"] for row in rows)
    fields = {"activities": len(rows), **{each: strands[each] for each in work.STRANDS}}
    return Count(fields, "activities", keyed(rows, "activity_id"))


def milestones(year: Year, scope: str) -> Count:
    rows = [each for each in work.milestones(year) if scope in {"programme", each.row["site"]}]
    on_time = sum(each.on_time for each in rows)
    open_ = sum(each.actual is None and each.planned > year.data_to for each in rows)
    fields = {"milestones": len(rows), "on time": on_time, "late": len(rows) - on_time - open_, "not due": open_}
    return Count(fields, "milestones", keyed((each.row for each in rows), "milestone_id"))


def criteria(year: Year, scope: str) -> Count:
    last, first = year.last_day, min(each["start"] for each in year.years.values())
    rows = here(year.rows("criteria"), scope)
    force = [row for row in rows if _from(row) <= last <= (day(row["to"]) or date.max)]
    came = [row for row in rows if year.during(row["from"]) and _from(row) > first]
    went = [row for row in rows if year.during(row["to"])]
    known = keyed(rows, "criterion_id")
    return Count({"in force": len(force), "came in": len(came), "went out": len(went)}, "criteria", known)


def _from(row: Row) -> date:
    return day(row["from"]) or date.min


def posts(role: str = "") -> Callable[[Year, str], Count]:
    def count(year: Year, scope: str) -> Count:
        rows = [row for row in here(work.posts(year), scope) if role in {"", row["role"]}]
        new = work.filled_in(year, rows)
        weeks = sorted(work.weeks_to_fill(new))
        fields: Fields = {
            "posts": len(rows),
            "filled": work.filled(year, rows),
            "left": sum(year.during(row["left"]) for row in rows),
            "newly filled": len(new),
            "timed": len(weeks),
        }
        if weeks:
            # Half took so long or less: one of the waits, not a mean of two.
            ends = {"least": weeks[0], "half": weeks[(len(weeks) - 1) // 2], "most": weeks[-1]}
            fields |= {f"weeks {name}": int(rounded(value, 0)) for name, value in ends.items()}
        return Count(fields, "posts", keyed(rows, "post_id"))

    return count


def partners(year: Year, scope: str) -> Count:
    rows = [row for row in year.rows("engagements") if (day(row["date"]) or date.min) <= year.last_day]
    rows = here(located(year, rows, "organisations", "organisation_id"), scope)
    latest = {row["organisation_id"]: row for row in sorted(rows, key=lambda row: row["date"])}
    barred = sum(bool(row["barrier"]) for row in latest.values())
    new = work.newly_engaged(year) & set(latest)
    keys = keyed(rows, "organisation_id", "date", "stage")
    fields = {"engaged": len(latest), "with barrier": barred, "new": len(new)}
    return Count(fields, "engagements", keys)


PLANNED = ("component", "site", "year", "measure")


def plan(component: str = "") -> Callable[[Year, str], Count]:
    def count(year: Year, scope: str) -> Count:
        rows = [row for row in here(work.planned(year), scope) if component in {"", row["component"]}]
        gone = [row for row in rows if row["departure"]]
        judged = Counter(row["judged"] for row in gone)
        fields = {
            "pieces": len(rows),
            "in full": sum(map(work.in_full, rows)),
            "departed": len(gone),
            "adapted": judged["adaptation"],
            "drifted": judged["drift"],
            "not judged": judged[""],
            "short unexplained": sum(map(work.short, rows)),
        }
        return Count(fields, "plan", keyed(rows, *PLANNED))

    return count


def planned(component: str, measure: str) -> Callable[[Year, str], Count]:
    def count(year: Year, scope: str) -> Count:
        rows = here(work.planned(year), scope)
        rows = [row for row in rows if (row["component"], row["measure"]) == (component, measure)]
        told = [each for each in ("planned", "delivered") if any(row[each] for row in rows)]
        return Count(
            {each: sum(work.amount(row[each]) for row in rows) for each in told}, "plan", keyed(rows, *PLANNED)
        )

    return count


def of_voices(rows: list[Row]) -> Fields:
    voices = Counter(row["voice"] for row in rows)
    return {each.replace("_", " "): voices[each] for each in VOICES}


def interviews(year: Year, scope: str) -> Count:
    rows = [row for row in here(year.rows("interviews"), scope) if row["year"] == str(year.number)]
    return Count({"interviews": len(rows), **of_voices(rows)}, "interviews", keyed(rows, "interview_id"))


def responses(year: Year, scope: str) -> Count:
    rows = [
        {**row, "survey": survey}
        for survey in year.folder.surveys
        for row in here(year.responses(survey), scope)
        if row["year"] == str(year.number)
    ]
    surveys = len({row["survey"] for row in rows})
    fields = {"responses": len(rows), "surveys": surveys, **of_voices(rows)}
    forms = [row for row in rows if row.get("stage") and row["voice"] in ("staff", "stakeholder")]
    if forms:
        people = {row["person_id"] for row in forms if row["person_id"]}
        fields |= {"forms": len(forms), "form people": len(people)}
    return Count(fields, "surveys/*/responses", keyed(rows, "survey", "response_id"))


def scored_outcomes(year: Year, scope: str) -> Count:
    found = [
        outcome
        for outcome in sorted(year.outcomes)
        if scope == "programme" or scope in year.sites_of(outcome)
        if any(matched(year, outcome, voice, scope, places).pairs for voice in RATERS for places in (False, True))
    ]
    return Count({"outcomes": len(found)}, "outcomes", found)


def documents(year: Year, scope: str) -> Count:
    known = {row["document_id"] for row in work.within(year, "documents")}
    told = {row["document_id"] for row in here(year.rows("extracts"), scope)} & known
    return Count({"documents": len(told)}, "documents", sorted(told))


def noticed(year: Year, scope: str) -> Count:
    rows = changes(year, None, scope)
    asked = {row["change_id"] for row in year.rows("substantiations")} & {row["change_id"] for row in rows}
    return Count({"noticed": len(rows), "asked": len(asked)}, "changes", keyed(rows, "change_id"))


def indicators(year: Year, scope: str) -> Count:
    rows = [row for row in here(year.rows("series"), scope) if row["site"] in year.sites]
    found = {row["indicator"] for row in rows if year.during(row["period"])}
    return Count({"indicators": len(found)}, "indicators", sorted(found))


def network_answers(year: Year, scope: str) -> Count:
    rows = located(year, year.rows("waves"), "organisations", "organisation_id")
    last = max((row["wave"] for row in rows), key=int)
    rows = [row for row in here(rows, scope) if row["wave"] == last]
    answered = sum(row["responded"] == "yes" for row in rows)
    return Count({"asked": len(rows), "answered": answered}, "waves", keyed(rows, "wave", "organisation_id"))


COST = ("year", "site", "category", "amount")


def cost(category: str = "") -> Callable[[Year, str], Count]:
    def count(year: Year, scope: str) -> Count:
        rows = [row for row in here(costs.spent(year), scope) if category in {"", row["category"]}]
        fields: Fields = {"spent": _whole(costs.total(rows))}
        if not category and scope == "programme" and costs.tied(year):
            fields["in no unit cost"] = _whole(costs.elsewhere(year))
        return Count(fields, "costs", _paid(rows))

    return count


def unit_cost(*, training: bool = False, by_session: bool = False) -> Callable[[Year, str], Count]:
    def count(year: Year, _scope: str) -> Count:
        found = costs.unit(year, training=training, by_session=by_session)
        return Count({"spent": _whole(found.spent), **found.by, "each": _whole(found.each)}, "costs", _paid(found.rows))

    return count


def _whole(amount: Fraction) -> int:
    return int(rounded(amount, 0))


def _paid(rows: list[Row]) -> list[str]:
    """Return the keys of costs, with each amount as a number: 96400.00 is 96400."""
    order = sorted(rows, key=lambda row: (*(row[each] for each in COST[:3]), float(row["amount"])))
    return ["|".join([*(row[each] for each in COST[:3]), f"{float(row['amount']):.15g}"]) for row in order]


def referred(year: Year, scope: str) -> Count:
    rows = reach.referred(year, scope)
    accepted = sum(bool(row["opened"]) for row in rows)
    return Count({"referred": len(rows), "accepted": accepted}, "cases", keyed(rows, "case_id"))


def by_group(group: str, whole: str, cases: Callable[[Year, str], list[Row]]) -> Callable[[Year, str], Count]:
    def count(year: Year, scope: str) -> Count:
        rows = cases(year, scope)
        counts = reach.broken_down(year, group, rows)
        fields = {f"“{value}”" if value else "not recorded": count for value, count in counts.items()}
        return Count({whole: len(rows), **fields}, "cases", keyed(rows, "case_id"))

    return count


POPULATION = ("site", "year", "group", "value")


def _population_rows(year: Year, group: str) -> list[Row]:
    rows = [r for r in year.folder.table("population") if (r["year"], r["group"]) == (str(year.number), group)]
    return [row for row in rows if row["site"] == "programme"] or rows


def population(group: str) -> Callable[[Year, str], Count]:
    def count(year: Year, scope: str) -> Count:
        found = reach.population(year, group)
        fields = {f"“{value}”": found[value] for value in sorted(found)}
        keys = keyed(_population_rows(year, group), *POPULATION)
        return Count({"population": sum(found.values()), **fields}, "population", keys)

    return count


def beside(group: str, value: str) -> Callable[[Year, str], Count]:
    def count(year: Year, scope: str) -> Count:
        each = reach.beside(year)[group, value]
        fields = {
            "recorded": each.n,
            "reached": each.k,
            "population": each.of,
            "of population": each.count,
            "population share": percent(each.count, each.of),
            "difference": in_points(each.difference),
            **{name: in_points(end) for name, end in zip(("low", "high"), each.interval, strict=True)},
        }
        rows = [row for row in _population_rows(year, group) if row["value"] == value]
        return Count(fields, "population", keyed(rows, *POPULATION))

    return count


def better_by(group: str, outcome: str, voice: str) -> Callable[[Year, str], Count]:
    def count(year: Year, scope: str) -> Count:
        found = by_group_of(year, group, outcome, voice)
        fields: Fields = {"scored": len(found.twice)}
        for way, who in (("", found.twice), ("better", found.better), ("due", found.due), ("lost", found.lost)):
            counts = found.counted(who)
            named = {f"{way} “{value}”" if value else f"{way} not recorded": n for value, n in counts.items()}
            fields |= {name.strip(): n for name, n in named.items()}
        return Count(fields, "cases", sorted(found.twice))

    return count


MEASURES: dict[str, Callable[[Year, str], Count]] = {
    "young_people": young_people,
    "young_people_seen": seen,
    "sessions_alone": sessions(work.ALONE),
    "sessions_family": sessions(work.FAMILY),
    "sessions_group": sessions(work.GROUP),
    "onward": onward,
    "onward_in_time": onward_in_time,
    "onward_days": onward_days,
    "training": training,
    **{f"training_{each}": training_of(each) for each in ("professionals", "staff", "young_people", "families")},
    "activities": activities,
    "milestones": milestones,
    "criteria": criteria,
    "posts": posts(),
    **{f"posts_{role}": posts(role) for role in work.ROLES},
    "partners": partners,
    "plan": plan(),
    "interviews": interviews,
    "responses": responses,
    "scored_outcomes": scored_outcomes,
    "documents": documents,
    "changes": noticed,
    "indicators": indicators,
    "network_answers": network_answers,
    "referred": referred,
    **{f"referred_by_{each}": by_group(each, "referred", reach.referred) for each in reach.GROUPS},
    **{f"reached_by_{each}": by_group(each, "reached", reach.reached) for each in reach.GROUPS},
    **{f"population_by_{each}": population(each) for each in list(reach.GROUPS)[:5]},
    "cost": cost(),
    "cost_per_young_person": unit_cost(),
    "cost_per_session": unit_cost(by_session=True),
    "cost_per_person_trained": unit_cost(training=True),
}


def counted(year: Year, measure: str, scope: str) -> Count:
    """Count what a piece of evidence is called after: `plan:COMPONENT`, `plan:COMPONENT:WHAT` and `cost:KIND` too."""
    name, *parts = measure.split(":")
    if parts and name == "cost":
        return cost(*parts)(year, scope)
    if not parts:
        return MEASURES[name](year, scope)
    if name == "better_by":
        return better_by(*map(unquote, parts))(year, scope)
    if name == reach.BESIDE:
        return beside(parts[0], unquote(parts[1]))(year, scope)
    return planned(*parts)(year, scope) if len(parts) == 2 else plan(parts[0])(year, scope)


def told(fields: Fields) -> str:
    """Return numbers as a piece of evidence prints them."""
    return "; ".join(f"{name} {_shown(value)}" for name, value in fields.items())


def _shown(value: float | str) -> str:
    if isinstance(value, str):
        return value
    return f"{float(rounded(float(value), 4)):g}" if value != int(value) else f"{int(value):,}"
