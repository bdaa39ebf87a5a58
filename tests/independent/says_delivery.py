"""Implementation: plan and delivery, what was done, referrals, milestones, criteria, posts and partners."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from . import work
from .expected import Holds, OneOf
from .folder import Row, Year, day
from .printing import between, capital, listed, long_date, number, percent, unlisted
from .reading import Passage, Table
from .registering import Said, draws, states, tabulates

SECTION = "^delivery$"
UNKNOWN = r"(?P<unknown>not recorded), of (?P<due>[\d,.]*\d) (?P<of>[a-z][a-z ]*[a-z])"
PIECE = r"(?P<part>[A-Z][\w ]*), (?P<site>[A-Z][\w ]*)"
AMOUNTS = r"(?P<k>[\d,.]*\d) of (?P<n>[\d,.]*\d) (?P<what>[a-z][a-z ]*[a-z])(?: \((?P<share>\d+%)\))?"


def piece(year: Year, part: str, site: str) -> Row | None:
    """Return the piece of work that the plan holds under this name at this place."""
    found = [r for r in work.planned(year) if capital(r["component"]) == part and year.site_name(r["site"]) == site]
    return found[0] if found else None


def amounts(row: Row) -> dict[str, Any]:
    """Return a piece of work's numbers: the percentage where ten or more were planned and people can be a share."""
    delivered, due = work.amount(row["delivered"]), work.amount(row["planned"])
    if not row["delivered"]:
        return {"k": None, "n": due, "unknown": "not recorded", "due": due, "of": row["measure"]}
    return {"k": delivered, "n": due, "what": row["measure"], "share": percent(delivered, due), "unknown": "(it is)"}


@states("^(delivery|theory-of-change)$", rf"{PIECE}: (?:[a-z ]+, )?(?:{AMOUNTS}|{UNKNOWN})", kind="description|bullet")
def planned_piece(year: Year, said: Said) -> Any:
    row = piece(year, said["part"], said["site"])
    return row and amounts(row)


FEWEST_PLANNED = 10  # from which a share of the plan is told


@draws(SECTION, "chart-planned-and-delivered")
def planned_chart(year: Year, drawn: Passage) -> Sequence[Any]:
    text, expected = " ".join(drawn.text.split("\n")), []
    for row in year.rows("plan"):
        name = f"{capital(row['component'])}, {year.site_name(row['site'])}"
        if row["year"] != str(year.number) or name not in text:
            continue
        found = amounts(row)
        counts = [found["k"]] if row["delivered"] else []
        share = [found["share"]] if row["delivered"] and found["n"] >= FEWEST_PLANNED else []
        expected.append((text.index(name), [*counts, found["n"], *share]))
    return [*(number for _, numbers in sorted(expected) for number in numbers), 0]  # the axis begins at nought


@tabulates(SECTION, "^Planned and delivered(?:: .*)?, in numbers$", ("Part of the work", "Where"))
def planned_table(year: Year, table: Table) -> list[dict[str, Any]]:
    parts = _parts(year, table.caption)
    return [
        {
            "Part of the work": capital(row["component"]),
            "Where": year.site_name(row["site"]),
            "What is counted": row["measure"],
            "Delivered": number(work.amount(row["delivered"])) if row["delivered"] else "not recorded",
            "Planned": number(work.amount(row["planned"])),
        }
        for row in work.planned(year)
        if row["component"] in parts
    ]


def _parts(year: Year, caption: str) -> list[str]:
    """Return the parts of the work that a picture is about: those that it names, or all."""
    named = re.match(r"Planned and delivered: (.*?)(?:, in numbers$| Of \d|$)", caption)
    return unlisted(named[1]) if named else list(dict.fromkeys(row["component"] for row in work.planned(year)))


@states(SECTION, r"^Evidence ⟨\d+⟩(?:, ⟨\d+⟩)* and (?P<more>\d+) more\.$", kind="paragraph")
def more_evidence(year: Year, said: Said) -> Any:
    """Expect a piece of evidence for each piece of work of a picture, and one for each part as a whole."""
    counts = []
    for table in said.document.tables:
        if table.caption.startswith("Planned and delivered"):
            parts = _parts(year, table.caption)
            counts.append(len(parts) + sum(row["component"] in parts for row in work.planned(year)))
    return {"more": OneOf(tuple(count - len(said.passage.links) for count in counts))}


@states(
    SECTION,
    r"^(?P<k>\d+) of (?P<n>\d+) planned pieces of work (?:was|were) delivered in full(?=$| What was)",
    kind="figure|label",
)
def all_in_full(year: Year, said: Said) -> Any:
    pieces = work.pieces(year)
    return {"k": sum(each.done == work.IN_FULL for each in pieces), "n": len(pieces)}


@states(
    SECTION,
    r"(?P<part>[A-Z][\w ]*): (?P<k>\d+) of (?P<n>\d+) planned pieces of work (?:was|were) delivered in full",
)
@states(
    SECTION,
    r"(?P<part>[A-Z][\w ]*): the (?P<n>one) planned piece of work was (?P<how>not|)\s?delivered in full",
)
def part_in_full(year: Year, said: Said) -> Any:
    rows = [row for row in work.planned(year) if capital(row["component"]) == said["part"]]
    done = sum(map(work.in_full, rows))
    return {"part": said["part"], "k": done, "n": len(rows), "how": "" if done else "not"}


AUDIENCES = {
    "outside professionals": ("professionals", "people trained"),
    "the programme’s own staff": ("staff", "staff"),
    "young people": ("young_people", "young people"),
    "families": ("families", "family members"),
}


@states(
    SECTION,
    rf"(?P<events>[\d,]+) training events? for (?P<whom>{'|'.join(AUDIENCES)}): (?P<people>[\d,]+) (?P<noun>[a-z ]+?)"
    r"(?= \(Evidence)",
)
def training(year: Year, said: Said) -> Any:
    audience, noun = AUDIENCES[said["whom"]]
    found = work.trained(year, audience)
    return {"events": found.events, "people": found.people, "whom": said["whom"], "noun": noun}


WITH = {
    "sessions with a young person alone went ahead": work.ALONE,
    "sessions with families went ahead": work.FAMILY,
    "attendances planned at group sessions took place": work.GROUP,
}


@states(
    SECTION,
    rf"(?P<held>[\d,]+) of (?P<offered>[\d,]+) (?P<what>{'|'.join(WITH)}) \((?P<share>\d+%)\), (?:with|for|by) "
    r"(?P<cases>[\d,]+) young people",
)
def sessions_of_a_kind(year: Year, said: Said) -> Any:
    found = work.sessions(year, WITH[said["what"]])
    share = percent(found.held, found.offered)
    return {"held": found.held, "offered": found.offered, "what": said["what"], "share": share, "cases": found.cases}


@states(SECTION, r"^(?P<cases>[\d,]+) young people had at least one session that went ahead")
def seen(year: Year, said: Said) -> Any:
    return {"cases": work.sessions(year).cases}


@states(SECTION, r"^(?P<all>[\d,]+) other activities: (?P<parts>.*? on [^(.]*?)(?: \(Evidence [^)]*\))?\.$")
def activities(year: Year, said: Said) -> Any:
    found = work.activities(year)
    parts = listed(f"{found[words]} on {words}" for words in work.STRANDS.values() if found[words])
    return {"all": found.total(), "parts": parts}


@states(
    SECTION, r"made (?P<made>[\d,]+) onward referrals; (?P<answered>[\d,]+) had been answered by (?P<day>\d+ \w+ \d+)"
)
def onward(year: Year, said: Said) -> Any:
    rows = work.referrals(year)
    answered = sum(bool(row["replied"]) for row in rows)
    return {"made": len(rows), "answered": answered, "day": long_date(year.data_to)}


def _by_place(year: Year) -> dict[str, list[Row]]:
    rows = work.referrals(year)
    places = {year.site_name(site): [row for row in rows if row["site"] == site] for site in year.sites}
    return {"Whole programme": rows, **{name: found for name, found in places.items() if found}}


@tabulates(SECTION, r"^Referrals made within \d+ (?:calendar )?days? of the concern, in numbers$")
def timeliness_table(year: Year, table: Table) -> list[dict[str, Any]]:
    return [
        {"Where": name, **{column: work.timeliness(year, rows)[column] for column in table.columns[1:]}}
        for name, rows in _by_place(year).items()
    ]


@states(SECTION, r"^Referrals made within (?P<days>\d+) (?:calendar )?days? of the concern")
def target(year: Year, said: Said) -> Any:
    return {"days": _target(year)}


def _target(year: Year) -> int:
    """Return the days within which the programme means to refer."""
    return int(year.folder.settings["timeliness"]["onward_referral_days"])


@states(
    SECTION,
    r"^(?P<soon>\d+) of (?P<n>\d+) onward referrals? (?:was|were) made within (?P<days>\d+) calendar days? of the "
    r"concern(?=$| By place| Whole programme)",
    kind="figure|label",
)
def all_places(year: Year, said: Said) -> Any:
    rows = _by_place(year)["Whole programme"]
    return {"soon": work.timeliness(year, rows)["Within target"], "n": len(rows), "days": _target(year)}


@states(
    SECTION,
    r"(?P<site>Whole programme): of (?P<n>\d+) referrals, (?P<soon>\d+) (?:was|were) made "
    r"within (?:the target|(?P<days>\d+) "
    r"(?:calendar )?days? of the concern) and (?P<late>\d+) (?:was|were) made later(?:\. For "
    r"(?P<unknown>\d+), the day of the concern is not recorded)?",
)
@states(SECTION, r"(?P<site>[A-Z][\w ]+): (?P<soon>\d+) within target, (?P<late>\d+) late, (?P<unknown>\d+) not known")
def timeliness(year: Year, said: Said) -> Any:
    rows = _by_place(year).get(said["site"])
    if rows is None:
        return None
    found = work.timeliness(year, rows)
    counts = {"soon": found["Within target"], "late": found["Late"], "unknown": found["Not known"]}
    return {"n": len(rows), "days": _target(year), **counts}


@draws(SECTION, "chart-timeliness")
def timeliness_chart(year: Year, drawn: Passage) -> Sequence[Any]:
    expected = []
    for rows in _by_place(year).values():
        found = work.timeliness(year, rows)
        expected += [len(rows), *(n for n in (found["Within target"], found["Late"], found["Not known"]) if n)]
    return expected


@states(SECTION, r"^Of (?P<n>\w+) milestones, (?P<k>\w+) (?:was|were) reached on time")
def milestones(year: Year, said: Said) -> Any:
    found = work.milestones(year)
    return {"n": len(found), "k": sum(each.on_time for each in found)}


@tabulates(SECTION, "^Milestones, causes of delay", ("Milestone", "Where"))
def milestone_table(year: Year, table: Table) -> list[dict[str, Any]]:
    return [
        {
            "Milestone": each.row["title"],
            "Where": year.site_name(each.row["site"]),
            "Planned": long_date(each.planned),
            "Reached": _reached(year, each),
            "Cause of delay": _sentence(each.row["cause_of_delay"]) or ("No delay" if each.on_time else "Not recorded"),
            "Response": _sentence(each.row["response"])
            or ("–" if each.on_time else f"No response by {long_date(year.last_day)}"),
        }
        for each in work.milestones(year)
    ]


def _sentence(text: str) -> str:
    return text if not text or text.endswith((".", "?", "!")) else f"{text}."


_WHEN = r"(?P<when>at the end of the year|as of \d+ \w+ \d+)"
_FILLED = rf"Of (?P<all>\d+) posts, (?P<filled>\d+) were filled {_WHEN}"


def _when(year: Year) -> str:
    """Return until when it is known: a year's records may end before it does."""
    return "at the end of the year" if year.last_day == year.end else f"as of {long_date(year.last_day)}"


def _reached(year: Year, each: work.Milestone) -> str:
    if each.actual is None:
        return f"not by {long_date(year.last_day)}"
    days = (each.actual - each.planned).days
    far = f"{abs(days)} days" if abs(days) < 21 else f"{between([abs(days) / 7])} weeks"
    how = "on time" if not days else f"{far} {'late' if days > 0 else 'early'}"
    return f"{long_date(each.actual)}, {how}"


@states(
    SECTION,
    rf"^(?P<held>\d+) referral criteria were in force {_WHEN}"
    r"(?:; during the year (?P<came>\d+) came in and "
    r"(?P<gone>\d+) (?:was|were) withdrawn|, and (?P<none>none) was altered during the year)",
)
def criteria_in_force(year: Year, said: Said) -> Any:
    came, gone = work.criteria_moved(year)
    none = "none" if not came + gone else "(some were)"
    return {"held": work.criteria_held(year), "when": _when(year), "came": came, "gone": gone, "none": none}


@states(
    SECTION, r"^(?P<site>[A-Z][\w ]+), (?P<edge>until|from) (?P<day>\d+ \w+ \d{4}): “(?P<text>[^”]*)”", kind="bullet"
)
def criterion(year: Year, said: Said) -> Any:
    edge = "to" if said["edge"] == "until" else "from"
    for row in work.criteria_altered(year):
        if year.site_name(row["site"]) == said["site"] and row["text"] == said["text"]:
            return {"day": long_date(day(row[edge]) or year.end), "text": row["text"]}
    return None


@states(
    SECTION,
    rf"^{_FILLED}\. During the year, (?P<new>\d+) "
    r"(?:was|were) filled, (?P<low>\d+)(?: to (?P<high>\d+))? weeks after (?:it was|they were) advertised"
    r"(?:; half were filled within (?P<half>\d+) weeks)?"
    r"(?: \(known for (?P<known>\d+) of them\))?",
)
def posts_filled(year: Year, said: Said) -> Any:
    rows = work.posts(year)
    new = work.filled_in(year, rows)
    weeks = work.weeks_to_fill(new)
    counts = {"all": len(rows), "filled": work.filled(year, rows), "when": _when(year), "new": len(new)}
    known = Holds(len(weeks) == int(said["known"] or len(new)), f"it is known for {len(weeks)}")
    return {**counts, "low": weeks[0], "high": weeks[-1], "half": work.middle(weeks), "known": known}


@states(SECTION, rf"^{_FILLED}(?= \(|\.?$)")
def posts_none_filled(year: Year, said: Said) -> Any:
    rows = work.posts(year)
    new = work.filled_in(year, rows)
    return {
        "all": len(rows),
        "filled": work.filled(year, rows),
        "when": _when(year),
        "none": Holds(not new, f"{len(new)} were filled in it"),
    }


@tabulates(SECTION, "^Posts, by place", ("Where", "Kind of work"))
def post_table(year: Year, table: Table) -> list[dict[str, Any]]:
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in work.posts(year):
        groups.setdefault((year.site_name(row["site"]), work.ROLES[row["role"]]), []).append(row)
    found = []
    for (where, role), rows in groups.items():
        new = work.filled_in(year, rows)
        ever, these = work.weeks_to_fill(rows), work.weeks_to_fill(new)
        cells = {
            "Where": where,
            "Kind of work": role,
            "Posts": len(rows),
            "Filled": work.filled(year, rows),
            "Left in the year": sum(year.during(row["left"]) for row in rows),
            "Time to fill": f"{between(ever)} weeks" if ever else "not recorded",
            "Filled in the year": len(new),
            "Weeks to fill": between(these) if these else "Not recorded" if new else "–",
        }
        found.append({column: cells[column] for column in table.columns})
    return found


@states(
    SECTION,
    r"^(?P<n>\d+) partner(?:s| organisations) had been engaged by (?P<day>[\w ]+?)(?:; "
    r"(?P<k>\d+) named something that stands "
    r"in the way|(?:; (?P<new>\d+|none) (?:was|were) first recorded in "
    r"the year)?\. When last recorded by then, (?P<latest>\d+) of them named a barrier)",
)
def partners(year: Year, said: Said) -> Any:
    latest = work.engaged(year)
    named = sum(bool(row["barrier"]) for row in latest.values())
    new = len(work.newly_engaged(year)) or "none"
    return {"n": len(latest), "k": named, "latest": named, "day": long_date(year.last_day), "new": new}


def _stage(year: Year, row: Row) -> str:
    """Return where a partner stands and, where partners began at different stages, where it began."""
    told = f"{capital(row['stage'])}, on {long_date(day(row['date']) or year.end)}"
    first = work.first_stage(year, row["organisation_id"])
    return f"{told}; first recorded at {first}" if len(work.first_stages(year)) > 1 and first != row["stage"] else told


@tabulates(SECTION, "^Partners: engagement, barriers")
def partner_table(year: Year, table: Table) -> list[dict[str, Any]]:
    names = {row["organisation_id"]: row for row in year.rows("organisations")}
    return [
        {
            "Partner": names[who]["name"],
            "Where": year.site_name(names[who]["site"]),
            "Engagement": _stage(year, row),
            "Barrier": _sentence(row["barrier"]) or "No barrier named",
            "Next step": _sentence(row["next_step"]) or "–",
        }
        for who, row in work.engaged(year).items()
    ]
