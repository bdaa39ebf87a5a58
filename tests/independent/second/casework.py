"""Invent the casework: referrals, sessions, scores of young people and of places, onward referrals."""

# ruff: noqa: E501 (a record stays on one line, as it will in its table)

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from tests.independent.second.writing import Cell, csv_text, write

FIRST = date(2021, 4, 12)
SITES = ("cwm", "tees", "coast", "cwm", "tees")
PREFIX = {"cwm": "CW", "tees": "TV", "coast": "NC"}
SOURCES = ("school", "police", "youth club", "carer", "health visitor", "")
TYPES = ("criminal", "sexual", "criminal|sexual", "financial", "labour")
CASES = 65
YEARS_END = date(2023, 3, 31)

Row = list[Cell]


def _day(start: date, days: int) -> str:
    return (start + timedelta(days=days)).isoformat()


def cases() -> list[dict[str, Cell]]:
    """Return the referrals, eleven days apart: one in seven is declined, and one in four goes on at the end."""
    out: list[dict[str, Cell]] = []
    for n in range(CASES):
        received = FIRST + timedelta(days=11 * n)
        site = SITES[n % 5]
        case: dict[str, Cell] = {
            "case_id": f"{PREFIX[site]}{n + 1:02}", "site": site, "received": received.isoformat(),
            "opened": None, "started": None, "closed": None, "comparison": None,
            "referral_source": SOURCES[n % 6], "referral_decision": "declined",
            "criteria_met": "", "age_at_referral": 10 + n * 5 % 8, "risk_at_referral": ("emerging", "moderate", "significant", "")[n % 4],
            "exploitation_types": TYPES[n % 5], "gender": ("girl", "boy", "girl", "boy", "another word", "boy")[n % 6],
            "ethnicity": ("white Welsh", "white English", "Asian", "Black", "")[n % 5], "disability": "",
            "care_status": ("at home", "in care", "with grandparents", "at home")[n % 4],
        }  # fmt: skip
        if n % 7 != 5:
            opened = received + timedelta(days=4 + n % 9)
            length = 150 + n * 37 % 190
            closed = opened + timedelta(days=length)
            case |= {"referral_decision": "accepted", "opened": opened.isoformat()}
            if n not in NEVER_MET:
                case["started"] = _day(opened, 6)
            if n % 4 != 3 and closed < date(2023, 5, 20):
                case |= {
                    "closed": closed.isoformat(),
                    "closure_reason": ("plan finished", "moved away", "did not want more", "aged out")[n % 4],
                    "closure_outcome": ("steadier", "much as before", "")[n % 3],
                }
        elif n % 2:
            case["referral_decision"] = "advice only"
        if site == "cwm":
            case["criteria_met"] = "c-cwm-12" if case["received"] < "2022-03-01" else "c-cwm-10"
            if case["received"] < "2022-03-01" and int(str(case["age_at_referral"])) < 12:
                case |= {"age_at_referral": 12}
        else:
            case["criteria_met"] = f"c-{site}"
        out.append(case)
    # Closed once and reopened: the row holds the last closing, the scores hold both.
    out[REOPENED] |= {"closed": "2022-09-30", "closure_reason": "plan finished, the second time"}
    # Open at the end of each year, closed only after Year 2's records were.
    out[LATE] |= {"closed": "2023-05-08", "closure_reason": "plan finished", "closure_outcome": "steadier"}
    # Whole cells are missing.
    out[13] |= {"age_at_referral": None, "gender": "", "criteria_met": ""}
    return out


NEVER_MET = (8, 31)  # accepted; the one session that was offered did not go ahead, or none was
REOPENED = 2
LATE = 3


def sessions(found: list[dict[str, Cell]]) -> list[Row]:
    """Return what was offered, about three weeks apart; one in six did not go ahead."""
    out: list[Row] = []
    for n, case in enumerate(found):
        if not case["opened"]:
            continue
        if n in NEVER_MET:
            if n == NEVER_MET[0]:
                out.append(
                    [
                        case["case_id"],
                        _day(date.fromisoformat(str(case["opened"])), 9),
                        "one_to_one",
                        "no",
                        None,
                        "in person",
                    ]
                )
            continue
        start = date.fromisoformat(str(case["started"]))
        stop = min(date.fromisoformat(str(case["closed"] or "2023-05-12")), date(2023, 5, 12))
        days = [day for k in range(40) if (day := start + timedelta(days=21 * k + (k % 3))) <= min(stop, YEARS_END)]
        # After the last year: a day before its records were closed, and a day after.
        days += [day for day in (date(2023, 4, 12), date(2023, 5, 3)) if day <= stop and n % 4 == 3]
        for k, day in enumerate(days):
            held = k == 0 or (n + k) % 6 != 0
            kind = (
                "family"
                if (n + k) % 9 == 4
                else "therapy"
                if n % 5 == 2 and k > 2
                else "group"
                if k % 7 == 6
                else "one_to_one"
            )
            minutes = None if not held or (n + k) % 11 == 0 else 30 + 15 * ((n + k) % 4)
            out.append([case["case_id"], day.isoformat(), kind, "yes" if held else "no", minutes, ("in person", "online", "by telephone", "")[(n * k) % 4]])  # fmt: skip
    return out


# How the first score moves to the last: signed as it is recorded (fewer nights are better, more lessons are).
NIGHTS = (-6, -4, 0, -3, 2, -1, -5, 0, -2, -8, 1, -3)
SCHOOL = (2, 0, 1, 3, -1, 2, 0, 4, 1, 0, 2, -2)
OWN = (1, 0, 0, -1, 1, 0, 0, 2, 0, -1, 0, 1)
CARERS = (5, 2, 7, -1, 4, 0, 6, 3)


def assessments(found: list[dict[str, Cell]]) -> list[Row]:
    """Return scores: workers', young people's own, carers' own, and those of places."""
    out: list[Row] = []

    def score(case: Cell, day: str, stage: str, outcome: str, value: float, low: int, high: int, rater: str) -> None:
        out.append([case, None, day, stage, outcome, max(low, min(high, value)), low, high, rater])

    for n, case in enumerate(found):
        if not case["started"]:
            continue
        start, who = date.fromisoformat(str(case["started"])), case["case_id"]
        first = {"nights": 12 - n % 7, "school": 3 + n % 4, "own": 4 + n % 3, "carers": 14 + n % 8}
        base, review, last = _day(start, 3), _day(start, 95), _day(start, 190)
        score(who, base, "baseline", "nights", first["nights"], 0, 28, "worker")
        score(who, base, "baseline", "school", first["school"], 0, 10, "worker")
        if n % 2 == 0:
            score(who, base, "baseline", "school", first["own"], 0, 10, "young_person")
        if n % 2 == 1:
            score(who, base, "baseline", "carers", first["carers"], 6, 30, "self")
        for stage, day, share in (("review", review, 1), ("closure", last, 2)):
            if (
                n % 5 == 4
                or day > YEARS_END.isoformat()
                or (stage == "closure" and (not case["closed"] or str(case["closed"]) < day))
            ):
                continue
            score(who, day, stage, "nights", first["nights"] + NIGHTS[n % 12] * share / 2 // 1, 0, 28, "worker")
            if n % 9 != 1:
                score(who, day, stage, "school", first["school"] + SCHOOL[n % 12], 0, 10, "" if n % 3 else "worker")
            if n % 2 == 0:
                score(who, day, stage, "school", first["own"] + OWN[n % 12], 0, 10, "young_person")
            if n % 2 == 1 and stage == "review":
                score(who, day, stage, "carers", first["carers"] + CARERS[n % 8], 6, 30, "self")
    reopened = found[REOPENED]["case_id"]
    score(reopened, "2022-01-20", "closure", "nights", 3, 0, 28, "worker")
    score(reopened, "2022-06-21", "review", "nights", 9, 0, 28, "worker")
    score(reopened, "2022-09-29", "closure", "nights", 4, 0, 28, "worker")
    # The same stage of the same case appears once a day.
    seen: set[tuple[Cell, ...]] = set()
    kept = [row for row in out if (key := (row[0], row[2], row[4], row[8])) not in seen and not seen.add(key)]
    for n, (place, *_) in enumerate(PLACES):
        for day, shift in (("2021-09-14", 0), ("2022-02-22", -(n % 3)), ("2022-10-18", -1 - n % 3), ("2023-05-02", -5)):
            if n % 6 == 5 and day > "2022-03":
                continue  # the place was given up
            stage = "baseline" if shift == 0 and day < "2022" else "review"
            kept.append([None, place, day, stage, "corners", max(1, 6 - n % 2 + shift + (n == 3)), 1, 7, "worker"])
    return kept


KINDS = ("car park", "skate bowl", "bus station", "group chat", "takeaway doorway", "harbour wall")
PLACES = [(f"pl{n:02}", "tees" if n % 2 else "coast", KINDS[n % 6], "2021-09-01", "") for n in range(1, 15)]

# case (by its number), kind, made, concern arose, answered, decision, met, of
ONWARD = [
    (0, "safeguarding", "2021-06-02", "2021-06-01", "2021-06-09", "assessment", 6, 7),
    (2, "nrm", "2021-08-20", "2021-08-17", "2022-03-24", "reasonable grounds", 7, 7),
    (2, "safeguarding", "2021-08-18", "2021-08-17", "2021-08-18", "strategy meeting", 7, 7),
    (4, "other", "2021-09-30", "", "", "", None, None),
    (7, "safeguarding", "2021-10-12", "2021-10-12", "2021-11-01", "no further action", 3, 7),
    (9, "safeguarding", "2021-11-22", "2021-11-15", "", "", 4, 7),
    (14, "nrm", "2022-01-25", "2022-01-24", "2022-04-11", "reasonable grounds", 6, 7),
    (16, "other", "2022-03-21", "2022-03-21", "2022-03-30", "placed", 5, 7),
    (22, "safeguarding", "2022-05-17", "2022-05-16", "2022-05-19", "assessment", 7, 7),
    (23, "safeguarding", "2022-06-14", "2022-06-06", "2022-06-28", "assessment", 5, 7),
    (28, "nrm", "2022-08-02", "2022-07-31", "", "", 6, 7),
    (29, "safeguarding", "2022-08-30", "2022-08-29", "2022-09-02", "strategy meeting", 7, 7),
    (35, "other", "2022-10-10", "", "2022-10-24", "placed", None, None),
    (36, "safeguarding", "2022-11-15", "2022-11-14", "2023-05-03", "assessment", 6, 7),
    (43, "safeguarding", "2023-01-09", "2023-01-08", "2023-01-12", "assessment", 7, 7),
    (50, "nrm", "2023-03-02", "2023-02-27", "2023-04-20", "negative", 6, 7),
    (56, "safeguarding", "2023-04-27", "2023-04-26", "", "", 7, 7),
]


def write_casework(folder: Path) -> None:
    """Write the tables about young people and places."""
    found = cases()
    columns = (
        "case_id site received opened started closed comparison referral_source referral_decision criteria_met "
        "age_at_referral risk_at_referral exploitation_types gender ethnicity disability care_status closure_reason closure_outcome"
    )
    write(folder, "cases.csv", csv_text(columns, ([case.get(name) for name in columns.split()] for case in found)))
    write(folder, "sessions.csv", csv_text("case_id date kind held minutes channel", sessions(found)))
    header = "case_id context_id date stage outcome_id score scale_min scale_max rater"
    write(folder, "assessments.csv", csv_text(header, assessments(found)))
    scales = [("carers", 6, 0.84, "An invented pilot, 2020"), ("school", 1), ("nights", 1)]
    write(folder, "scales.csv", csv_text("outcome_id items reliability source", scales))
    onward = ([found[case]["case_id"], *row] for case, *row in ONWARD)
    header = "case_id kind referred concern replied decision quality_met quality_of"
    write(folder, "onward_referrals.csv", csv_text(header, onward))
    write(folder, "contexts.csv", csv_text("context_id site kind opened closed", PLACES))
    linked = [(found[n]["case_id"], PLACES[n % 14][0]) for n in range(0, CASES, 3) if found[n]["site"] != "cwm"]
    write(folder, "case_contexts.csv", csv_text("case_id context_id", linked))
