"""Invent the work on the system: partners, ties, activities, changes, a pathway, series by month, documents."""

# ruff: noqa: E501 (a record stays on one line, as it will in its table)

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from tests.independent.second.writing import Cell, csv_text, write

ORGANISATIONS = [
    ("og1", "Health board H", "health", "cwm"), ("og2", "Bus company B", "transport", "tees"),
    ("og3", "Harbour authority", "harbour", "coast"), ("og4", "Upper valley schools", "education", "cwm"),
    ("og5", "Neighbourhood police N", "police", "tees"), ("og6", "Council W", "council", "cwm"),
    ("og7", "Fishing co-operative", "trade", "coast"), ("og8", "Council T", "council", "tees"),
    ("og9", "Licensing office", "licensing", "tees"), ("og10", "Coastal police C", "police", "coast"),
    ("og11", "Youth club with a kitchen", "youth work", "cwm"), ("og12", "Council N", "council", "coast"),
    ("og13", "A bilingual helpline", "health", "desk"),
]  # fmt: skip
SILENT = {1: {"og12"}, 2: {"og3"}}  # asked, and did not answer; others still name them
ASKED_AT = {1: "2021-06-21", 2: "2022-11-21"}


def _ties() -> list[tuple[Cell, ...]]:
    """Return who names whom: each its next neighbours round a ring, and in the second wave one more each way."""
    out: list[tuple[Cell, ...]] = []
    ring = [row[0] for row in ORGANISATIONS[:12]]
    for wave, steps in ((1, (1, 2, 5)), (2, (1, 2, 5, 3, 11))):
        for n, organisation in enumerate(ring):
            if organisation in SILENT[wave]:
                continue
            for step in steps:
                if step == 3 and n % 4 == 0:
                    continue
                level = 0 if (n, step) == (6, 5) else 1 + (n + step + wave) % 4
                share = (n * step) % 5 if step != 5 else None
                out.append(
                    (
                        wave,
                        organisation,
                        ring[(n + step) % 12],
                        level,
                        1 + n % 5,
                        2 + step % 4,
                        share,
                        ("worries about a child", "places|dates", "")[n % 3],
                        3 - wave % 2,
                    )
                )
    return out


ACTIVITIES = [
    ("ac01", "consultation", "desk", "2021-06-02", "Advice to a nurse on a boy with new friends", "og1", "local", "", "", "operational", "done", "A worry was passed on", 1),
    ("ac02", "consultation", "desk", "2021-07-15", "Cyngor i athrawes", "og4", "local", "", "", "operational", "done", "", 1),
    ("ac03", "outreach", "tees", "2021-10-08", "Evening walk", "og2", "local", "", "", "", "done", "", 22),
    ("ac04", "outreach", "tees", "2021-11-12", "Evening walk", "og2", "local", "", "", "", "done", "", 17),
    ("ac05", "systems", "tees", "2021-12-01", "Bus drivers' card", "og2", "local", "structures", "pr2", "senior", "under_way", "", None),
    ("ac06", "policy", "desk", "2022-01-18", "Answer to a consultation on taxi conditions", "og9", "national", "structures", "pr2", "senior", "done", "Two of five points were taken up", None),
    ("ac07", "participation", "cwm", "2022-02-05", "Six young people rewrote the leaflet", "", "local", "", "", "", "done", "The leaflet", 6, "shared decisions", "", "2022-02-26"),
    ("ac08", "systems", "coast", "2022-03-18", "Harbour talks", "og3", "local", "collaboration", "pr3", "senior", "planned"),
    ("ac09", "systems", "cwm", "2022-05-09", "One number in all surgeries", "og1", "local", "pathways", "pr1", "senior", "done", "Cards in eleven surgeries", None, "", "policy|budget"),
    ("ac10", "consultation", "desk", "2022-06-20", "Advice to a licensing officer", "og9", "local", "", "", "operational", "done", "A visit to the premises", 2),
    ("ac11", "outreach", "coast", "2022-07-01", "First walk round the harbour", "og7", "local", "", "", "", "done", "", 9),
    ("ac12", "outreach", "tees", "2022-09-30", "Evening walk", "og2", "local", "", "", "", "done", "", 31),
    ("ac13", "systems", "coast", "2022-10-11", "Fortnightly table", "og10", "local", "collaboration", "pr3", "management", "done", "It meets", None, "", "role"),
    ("ac14", "policy", "desk", "2022-11-30", "Note on hearing back", "", "national", "pathways", "pr4", "senior", "under_way", "", None),
    ("ac15", "participation", "tees", "2023-01-21", "Young people chose the walks' route", "", "local", "", "", "", "done", "Two streets were added", 4, "involved"),
    ("ac16", "consultation", "desk", "2023-02-08", "Advice to a harbour master", "og3", "local", "", "", "senior", "stopped", "", 1),
    ("ac17", "consultation", "desk", "2023-04-28", "Advice after the records were closed", "og1", "local", "", "", "", "done", "", 1),
]  # fmt: skip

PRIORITIES = [
    ("pr1", "One number for a worry", "pathways", "2021-05-10", "cwm", "", "agreed", "The same number on every wall."),
    ("pr2", "Licences that ask about children", "structures", "2021-06-01", "", "", "consulted on", ""),
    ("pr3", "A table that meets", "collaboration", "2021-09-01", "coast", "2022-12-31", "met", "Every two weeks."),
    ("pr4", "Hearing back", "pathways", "2022-06-01", "", "", "drafted", ""),
]

CHANGES = [
    ("h1", "tees", "2021-12-15", "Drivers ring the desk from the depot.", "collaboration", "local", "table", "Bus company B", "It never happened before.", "A card with the number.", "A driver whose daughter was followed", "no", "positive", "piloted", "2021-12-15"),
    ("h2", "cwm", "2022-05-30", "Every surgery shows one number.", "pathways", "local", "onedoor", "Health board H", "Seven numbers became one.", "We printed the cards.", "", "yes", "positive", "embedded", "2022-12-05", "policy|budget"),
    ("h3", "coast", "2022-10-25", "Police and harbour meet every fortnight.", "collaboration", "local", "table", "Coastal police C", "They share one list.", "We took the minutes.", "The merger of councils", "yes", "positive", "adopted", "2022-11-22", "role"),
    ("h4", "coast", "2023-01-10", "The council closed its own worry line at weekends.", "pathways", "local", "onedoor", "Council N", "Nobody answers on Sundays.", "None.", "Savings", "no", "negative", "adopted", "2023-01-10"),
    ("h5", "tees", "2022-08-19", "Taxi badges need a short test about children.", "structures", "local", "licence", "Licensing office", "Two hundred drivers.", "We wrote half the questions.", "A councillor's motion", "yes", "", "reversed", "2022-08-19", "", "2023-02-20"),
    ("h6", "desk", "2023-05-01", "Seen after the records were closed.", "structures", "national", "licence", "", "", "", "", "no"),
]  # fmt: skip

CONFIRMED = [
    ("h1", "sb1", "yes", "fully", "partly", "partly", "stakeholder", "2022-02-20"),
    ("h1", "sb2", "no", "fully", "fully", "fully", "staff", "2022-02-21"),
    ("h2", "sb3", "yes", "fully", "fully", "partly", "stakeholder", "2023-02-01"),
    ("h2", "sb4", "yes", "partly", "cannot_say", "partly", "stakeholder", "2023-02-03"),
    ("h3", "sb5", "yes", "fully", "fully", "partly", "stakeholder", "2023-02-10"),
    ("h3", "sb6", "yes", "disagree", "cannot_say", "disagree", "stakeholder", "2023-05-02"),  # too late to count
    ("h4", "sb7", "yes", "no_reply", "no_reply", "no_reply", "stakeholder", ""),
    ("h5", "sb8", "yes", "fully", "fully", "fully", "stakeholder", "2022-10-01"),
]

STAGES = ("first contact", "interested", "committed", "acting", "leading")
BARRIERS = ("no time", "two councils merging", "", "")

PATHWAY = """\
name = "A child with an injury that does not fit the story"
outcome_id = "onedoor"
closing = ["Left before being seen", "Handed to the children's ward"]

[[steps]]
name = "Booked in at the emergency department"

[[steps]]
name = "Nurse asks three questions"

[[steps]]
name = "Navigator sits with the child"

[[steps]]
name = "Interpreter on the line"
optional = true

[[steps]]
name = "Worry line is rung"

[[constraints]]
name = "The worry line is rung within a day of booking in"
after = "Booked in at the emergency department"
then = "Worry line is rung"
within_days = 1

[[pilots]]
site = "cwm"
date = 2022-05-09
moved = ["Worry line is rung"]
"""
STEPS = [
    "Booked in at the emergency department",
    "Nurse asks three questions",
    "Navigator sits with the child",
    "Worry line is rung",
]
CHILDREN = 54


def _events() -> list[tuple[Cell, ...]]:
    """Return one child every 13 days: some leave, some are handed on, some go round twice, one still waits."""
    out: list[tuple[Cell, ...]] = []
    for n in range(CHILDREN):
        at = datetime(2021, 4, 20, 9, 30) + timedelta(days=13 * n, hours=5 * n % 24)
        site, case = ("cwm", "tees")[n % 3 == 2], f"ed{n:02}"
        piloted = site == "cwm" and at >= datetime(2022, 5, 9)
        times = [0, 1 + n % 3, 3 + n % 4, 5 + 17 * (0 if piloted else n % 4)]
        skipped = {1} if n % 8 == 6 else {2} if n % 5 == 1 and not piloted else set()
        for k, step in enumerate(STEPS):
            if k in skipped or (n % 9 == 4 and k > 1) or (n == CHILDREN - 1 and k > 0):
                continue
            when = (at + timedelta(hours=times[k])).isoformat() if n != 10 else at.date().isoformat()
            out.append(("ed", case, step, when, site, ("hospital", "hospital", "the programme", "hospital")[k]))
        end = (at + timedelta(hours=max(30, times[3] + 2))).isoformat()
        if n % 9 == 4:
            out.append(("ed", case, "Left before being seen", end, site, "hospital"))
        elif n % 6 == 0 and n != CHILDREN - 1:
            out.append(("ed", case, "Handed to the children's ward", end, site, "hospital"))
        if n in (3, 21):
            out.append(("ed", case, "Interpreter on the line", (at + timedelta(hours=2)).isoformat(), site, "hospital"))
        if n == 12:
            out.append(
                ("ed", case, "Nurse asks three questions", (at + timedelta(hours=2)).isoformat(), site, "hospital")
            )
    return out


def _series() -> list[tuple[Cell, ...]]:
    """Return counts by month from April 2018: nights away fall in Year 2, licensing questions have no direction."""
    out: list[tuple[Cell, ...]] = []
    for month in range(61):
        year, number = 2018 + (month + 3) // 12, (month + 3) % 12 + 1
        period = f"{year}-{number:02}"
        for k, site in enumerate(("cwm", "tees", "coast")):
            steady = (14, 18, 8)[k] + (month * (k + 3)) % 7 - 3
            nights = steady if month < 48 else steady * 6 // 10
            out.append(("overnight", site, period, nights, None))
            if site == "tees" and month >= 24:
                out.append(("badges", site, period, 20 + (month % 5) * 2, 200 + month))
    return out


INDICATORS = [
    (
        "overnight",
        "Nights that children were reported away from home",
        "nights",
        "other",
        "",
        "down",
        "2021-03-22",
        "Young people with a steady adult go home.",
        "Police returns",
    ),
    (
        "badges",
        "Badge renewals at which children were spoken of",
        "licence",
        "other",
        "",
        "",
        "",
        "",
        "The licensing office",
    ),
]

DOCUMENTS = [
    ("dc1", "Notes of the fortnightly table", "Coastal police C", "2022-12-06"),
    ("dc2", "Amodau tacsi (taxi conditions)", "Licensing office", "2022-09-01"),
    ("dc3", "Yearly return of the health board", "Health board H", "2022-02-28"),
    ("dc4", "The programme's own leaflet", "the programme", "2022-02-26"),
    ("dc5", "A report that came too late", "Council N", "2023-05-15"),
]

EXTRACTS = [
    ("dc1", 2, "The same eight agencies have sat down together at every meeting since October.", "table", "supports", "coast"),
    ("dc3", 14, "Staff reported seven telephone numbers for a concern about a child.", "onedoor", "contradicts", "cwm"),
    ("dc2", 3, "Bydd gofyn i yrwyr ddangos eu bod yn adnabod arwyddion.", "licence", "supports", "tees"),
    ("dc4", 1, "Ring one number, whoever you are.", "onedoor", "supports", "cwm"),
    ("dc5", 1, "Weekend calls were lost.", "onedoor", "contradicts", "coast"),
]  # fmt: skip


def write_system(folder: Path) -> None:
    """Write the tables about partners and the system."""
    waves = [
        (wave, day, row[0], "no" if row[0] in SILENT[wave] else "yes")
        for wave, day in ASKED_AT.items()
        for row in ORGANISATIONS[:12]
    ]
    engaged = [
        (row[0], (date(2021, 5, 3) + timedelta(days=43 * n + 150 * k)).isoformat(), STAGES[min(4, k + n % 3)], ("operational", "management", "senior")[(n + k) % 3], BARRIERS[(n + k) % 4], "")
        for n, row in enumerate(ORGANISATIONS[:10])
        for k in range(2 + n % 2)
    ]  # fmt: skip
    tables = {
        "organisations": ("organisation_id name sector site", ORGANISATIONS),
        "waves": ("wave date organisation_id responded", waves),
        "ties": ("wave from to level trust value share_amount share_kind share_quality", _ties()),
        "activities": (
            "activity_id strand site date title organisation_id level element priority_id seniority status result reach "
            "participation_level sustained_by since",
            ACTIVITIES,
        ),
        "priorities": ("priority_id title element from site to status definition", PRIORITIES),
        "engagements": ("organisation_id date stage seniority barrier next_step", engaged),
        "changes": (
            "change_id site date description element level outcome_id who_changed significance contribution "
            "other_contributors anticipated direction stage stage_date sustained_by reversed_on",
            CHANGES,
        ),
        "substantiations": (
            "change_id substantiator independent description significance contribution voice date",
            CONFIRMED,
        ),
        "events": ("pathway case_id activity time site agency", _events()),
        "indicators": (
            "indicator title outcome_id kept_by compare_with expected registered_on rationale source",
            INDICATORS,
        ),
        "series": ("indicator site period count denominator", _series()),
        "documents": ("document_id title origin date", DOCUMENTS),
        "extracts": ("document_id page text outcome_id polarity site", EXTRACTS),
    }
    for name, (columns, rows) in tables.items():
        write(folder, f"{name}.csv", csv_text(columns, rows))
    write(folder, "pathways/ed.toml", PATHWAY)
