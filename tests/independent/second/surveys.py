"""Invent the surveys: two of partners and staff by form, one in Welsh alone, one of young people, one of workshops."""

# ruff: noqa: E501 (a record stays on one line, as it will in its table)

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from tests.independent.second.writing import Cell, csv_text, workbook, write

ITEMS = "item outcome_id label measures series_of kind scale agree same worse disagree too_early opinion_none barr_level proxy"
BASE = "response_id voice site year date stage person_id event_id sector seniority consent_to_quote"
TEN = "|".join(str(n) for n in range(11))


def spread(counts: dict[str, int]) -> list[str]:
    """Return so many of each answer, dealt out in turn, so that every site has some of each."""
    left, out = dict(counts), []
    while any(left.values()):
        for answer in counts:
            if left[answer]:
                left[answer] -= 1
                out.append(answer)
    return out


def _form(
    title: str, code: str, questions: list[tuple[str, str, str, str]], lists: dict[str, list[tuple[str, str, str]]]
) -> bytes:
    survey = [("type", "name", "label::English (en)", "label::Cymraeg (cy)"), *questions]
    choices = [("list_name", "name", "label::English (en)", "label::Cymraeg (cy)")]
    choices += [(name, *row) for name, rows in lists.items() for row in rows]
    settings = [("form_title", "form_id", "default_language"), (title, code, "English (en)")]
    return workbook({"survey": survey, "choices": choices, "settings": settings})


FOUR = [
    ("completely", "Yes, completely", "Ydw, yn llwyr"),
    ("mostly", "Mostly", "Gan mwyaf"),
    ("not_really", "Not really", "Ddim felly"),
    ("not_at_all", "Not at all", "Ddim o gwbl"),
    ("no_view", "I have no view", "Dim barn"),
]
YEAR_AGO = [
    ("more", "More than a year ago", "Mwy na blwyddyn yn ôl"),
    ("same", "About the same", "Tua’r un faint"),
    ("less", "Less than a year ago", "Llai na blwyddyn yn ôl"),
    ("not_yet", "It is too soon to say", "Mae’n rhy gynnar i ddweud"),
]
HELPED = [
    ("desk", "The bilingual desk", "Y ddesg ddwyieithog"),
    ("walks", "Evening walks", "Teithiau cerdded gyda’r nos"),
    ("own", "Work of our own", "Ein gwaith ein hunain"),
    ("none", "None of these", "Dim un o’r rhain"),
]
QUESTIONS = {
    "sylwi": ("select_one four", "I notice signs that I would once have missed.", "Rwy’n sylwi ar arwyddion y byddwn wedi’u colli."),
    "yr_un_dydd": ("select_one four", "I pass a worry on the same day.", "Rwy’n trosglwyddo pryder yr un diwrnod."),
    "drws": ("integer", "How easy is it to find the way in for a worry? (0 to 10)", "Pa mor hawdd yw dod o hyd i’r ffordd i mewn? (0 i 10)"),
    "bwrdd": ("select_one year_ago", "How often agencies sit down together here", "Pa mor aml y mae asiantaethau’n cyfarfod yma"),
    "beth": ("select_multiple helped", "What has helped agencies to meet?", "Beth sydd wedi helpu asiantaethau i gyfarfod?"),
    "cymraeg": ("select_one four", "A young person who wants Welsh gets Welsh from me.", "Mae person ifanc sydd am gael Cymraeg yn cael Cymraeg gen i."),
    "agored": ("text", "What should happen next?", "Beth ddylai ddigwydd nesaf?"),
}  # fmt: skip


def partner_items(later: bool) -> list[tuple[Cell, ...]]:
    """Return the map of items; the later survey gives the first question an English name."""
    first = ("early_signs", "sylwi") if later else ("sylwi", "")
    four = ("completely|mostly", "", "", "not_really|not_at_all", "", "no_view|N/A")
    return [
        (first[0], "notice", "", "level", first[1], "", "", *four),
        ("yr_un_dydd", "sameday", "", "level", "", "", "", *four),
        ("drws", "onedoor", "", "level", "", "", TEN, "7|8|9|10", "", "", "0|1|2|3"),
        ("bwrdd", "table", "", "change", "", "", "", "more", "same", "less", "", "not_yet"),
        ("beth", "table", "", "change", "", "several"),
        ("cymraeg", "cymraeg", "", "level", "", "", "", *four),
    ]


# year: item: answers of staff, then of partners. Every list is as long as the voice has rows.
ANSWERS: dict[int, dict[str, tuple[dict[str, int], dict[str, int]]]] = {
    0: {
        "sylwi": ({"mostly": 1, "not_really": 2}, {"completely": 1, "mostly": 8, "not_really": 12, "not_at_all": 4, "no_view": 1}),
        "yr_un_dydd": ({"mostly": 3}, {"completely": 4, "mostly": 10, "not_really": 11, "": 1}),
    },
    1: {
        "sylwi": ({"completely": 5, "mostly": 4, "not_really": 3}, {"completely": 9, "mostly": 18, "not_really": 8, "not_at_all": 4, "no_view": 3, "N/A": 1, "": 1}),
        "yr_un_dydd": ({"completely": 6, "mostly": 5, "not_really": 1}, {"completely": 15, "mostly": 17, "not_really": 7, "not_at_all": 2, "Not part of my job": 2, "": 1}),
        "drws": ({"2": 3, "5": 4, "8": 3, "0": 2}, {"0": 3, "3": 9, "4": 7, "5": 6, "6": 5, "7": 6, "9": 2, "10": 2, "": 4}),
        "bwrdd": ({"more": 6, "same": 4, "not_yet": 2}, {"more": 14, "same": 12, "less": 4, "not_yet": 11, "Don’t know": 2, "": 1}),
        "beth": ({"desk;walks": 5, "own": 4, "none": 3}, {"desk": 11, "desk;own": 9, "walks;own": 8, "own": 6, "none": 5, "": 5}),
    },
    2: {
        "early_signs": ({"completely": 8, "mostly": 3, "not_really": 2}, {"completely": 21, "mostly": 22, "not_really": 7, "not_at_all": 1, "no_view": 4, "N/A": 2, "": 1}),
        "yr_un_dydd": ({"completely": 5, "mostly": 6, "not_really": 2}, {"completely": 24, "mostly": 20, "not_really": 9, "not_at_all": 3, "Not part of my job": 2}),
        "drws": ({"3": 2, "6": 4, "7": 5, "9": 2}, {"1": 2, "3": 4, "5": 9, "6": 7, "7": 13, "8": 11, "10": 7, "": 5}),
        "bwrdd": ({"more": 9, "same": 3, "less": 1}, {"more": 33, "same": 14, "less": 5, "not_yet": 3, "Don’t know": 2, "": 1}),
        "beth": ({"desk": 6, "desk;walks;own": 4, "own": 3}, {"desk": 19, "desk;walks": 12, "own": 11, "walks": 4, "none": 8, "": 4}),
    },
}  # fmt: skip
SIZES = {0: (3, 26), 1: (12, 44), 2: (13, 58)}
SECTORS = ("education", "police", "health", "transport", "licensing", "")
OPEN = {
    (1, 5): "Keep the desk. It’s the one number that people answer.",
    (1, 19): "Mae angen mwy o amser arnom ni.",
    (1, 30): "The walks moved the trouble round the corner; nothing has changed.",
    (2, 4): "We meet every fortnight now, and somebody writes it down.",
    (2, 22): "N/A",
}
LATE = {(1, 40): "2022-03-20", (2, 57): "2023-04-29"}  # answered after the year's records were closed
UNDATED = {(1, 17)}


def partner_rows(years: tuple[int, ...], columns: list[str]) -> list[list[Cell]]:
    """Return the responses of staff and partners in these years."""
    out: list[list[Cell]] = []
    for year in years:
        opened = {0: date(2021, 2, 1), 1: date(2022, 2, 7), 2: date(2023, 2, 6)}[year]
        staff, partners = SIZES[year]
        dealt = {item: spread(pair[0]) + spread(pair[1]) for item, pair in ANSWERS[year].items()}
        for n in range(staff + partners):
            number = n - staff  # of the partner; staff come first
            site = ("cwm", "tees", "coast", "desk", "tees")[n % 5]
            day: Cell = (
                None
                if (year, number) in UNDATED
                else LATE.get((year, number), (opened + timedelta(days=n % 20)).isoformat())
            )
            # One partner answered twice in Year 1, by telephone after the link: number 8 is number 7 again.
            person = f"q{year}-{7 if (year, number) == (1, 8) else number}" if number >= 0 else f"s{n}"
            row: dict[str, Cell] = {item: answers[n] for item, answers in dealt.items()}
            if site == "cwm" and year:
                row["cymraeg"] = ("completely", "mostly", "not_at_all")[n % 3]
            row["agored"] = OPEN.get((year, number), "")
            fixed: list[Cell] = [
                f"r{year}{n:03}", "staff" if number < 0 else "stakeholder", site, year, day, None, person, None,
                "the programme" if number < 0 else SECTORS[n % 6], ("operational", "senior")[n % 2], ("yes", "yes", "no")[n % 3],
            ]  # fmt: skip
            out.append([*fixed, *(row.get(name) for name in columns)])
    return out


def _partners(folder: Path, name: str, years: tuple[int, ...], later: bool) -> None:
    names = {("early_signs" if later and item == "sylwi" else item): parts for item, parts in QUESTIONS.items()}
    questions = [(kind, item, english, welsh) for item, (kind, english, welsh) in names.items()]
    lists = {"four": FOUR, "year_ago": YEAR_AGO, "helped": HELPED}
    write(folder, f"surveys/{name}/form.xlsx", _form("Partneriaid a staff", name, questions, lists))
    write(folder, f"surveys/{name}/items.csv", csv_text(ITEMS, partner_items(later)))
    write(
        folder, f"surveys/{name}/responses.csv", csv_text(f"{BASE} {' '.join(names)}", partner_rows(years, list(names)))
    )
    asked = [("staff", s, y, 4) for y in years for s in ("cwm", "tees", "coast", "desk") if y]
    asked += [("stakeholder", s, y, 24 if y == 1 else 29) for y in years for s in ("cwm", "tees", "coast", "desk") if y]
    asked = [(v, s, y, 6 if (v, s) == ("staff", "tees") else n) for v, s, y, n in asked]
    write(folder, f"surveys/{name}/invited.csv", csv_text("voice site year invited", asked))


def _families(folder: Path) -> None:
    """Write the survey in Welsh alone, without a form: seven answers in Year 1, too few for a percentage."""
    firmer = "Gwell o lawer|Gwell|Yr un fath|Gwaeth"
    stays = "Ydw, yn llwyr|Gan mwyaf|Ddim felly|Ddim o gwbl"
    items = [
        ("tir_cadarn", "carers", "Sut mae pethau gartref o gymharu â blwyddyn yn ôl?", "change", "", "one", firmer, "Gwell o lawer|Gwell", "Yr un fath", "Gwaeth"),
        ("oedolyn", "steady", "Mae gan fy mhlentyn un oedolyn i droi ato.", "level", "", "one", stays, "Ydw, yn llwyr|Gan mwyaf", "", "", "Ddim felly|Ddim o gwbl", "", "Heb benderfynu"),
    ]  # fmt: skip
    better = spread({"Gwell o lawer": 2, "Gwell": 3, "Yr un fath": 2}) + spread(
        {"Gwell o lawer": 9, "Gwell": 14, "Yr un fath": 5, "Gwaeth": 3, "Ddim yn gwybod": 1}
    )
    adult = spread({"Ydw, yn llwyr": 4, "Ddim felly": 3}) + spread(
        {"Ydw, yn llwyr": 12, "Gan mwyaf": 10, "Ddim felly": 5, "Ddim o gwbl": 2, "Heb benderfynu": 2, "": 1}
    )
    rows = [
        [f"t{n:02}", "family", ("cwm", "tees", "coast")[n % 3], 1 if n < 7 else 2, _in_year(n, 7), None, f"f{n % 31}", None, None, None, ("yes", "no")[n % 2], better[n], adult[n]]
        for n in range(39)
    ]  # fmt: skip
    write(folder, "surveys/teulu/items.csv", csv_text(ITEMS, items))
    write(folder, "surveys/teulu/responses.csv", csv_text(f"{BASE} tir_cadarn oedolyn", rows))
    asked = [("family", s, y, 6 if y == 1 else 17) for y in (1, 2) for s in ("cwm", "tees", "coast")]
    write(folder, "surveys/teulu/invited.csv", csv_text("voice site year invited", asked))


def _in_year(n: int, first: int) -> str:
    return (date(2022, 1, 10) + timedelta(days=n) if n < first else date(2022, 11, 14) + timedelta(days=n)).isoformat()


def _young(folder: Path) -> None:
    """Write the young people's survey, held in Year 2 alone; nobody kept how many were invited."""
    items = [
        ("turn_to", "steady", "Is there one adult you can turn to?", "level", "", "", "Yes, completely|Mostly|Not really|Not at all", "Yes, completely|Mostly", "", "", "Not really|Not at all"),
        ("away", "nights", "Compared with last summer, nights away without telling anyone", "change", "", "", "Fewer|As many|More", "Fewer", "As many", "More"),
        ("lessons", "school", "Out of 10, how much of last week were you in lessons?", "level", "", "", TEN, "7|8|9|10", "", "", "0|1|2|3"),
    ]  # fmt: skip
    answers = [
        spread({"Yes, completely": 14, "Mostly": 11, "Not really": 6, "Not at all": 2, "N/A": 1, "": 2}),
        spread({"Fewer": 17, "As many": 9, "More": 4, "Prefer not to say": 6}),
        spread({"1": 4, "4": 5, "6": 8, "7": 7, "8": 6, "10": 5, "": 1}),
    ]
    rows = [
        [f"y{n:02}", "young_person", ("cwm", "tees", "coast", "tees")[n % 4], 2, f"2022-12-{1 + n % 14:02}", None, f"ll{n}", None, None, None, "yes", *(a[n] for a in answers)]
        for n in range(36)
    ]  # fmt: skip
    write(folder, "surveys/llais/items.csv", csv_text(ITEMS, items))
    write(folder, "surveys/llais/responses.csv", csv_text(f"{BASE} turn_to away lessons", rows))


EVENTS = [
    ("w1", "desk", "2021-06-17", "professionals", "og1", "Arwyddion cynnar", 20),
    ("w2", "cwm", "2021-09-22", "professionals", "og4", "Early signs, for schools", 18),
    ("w3", "tees", "2021-11-10", "professionals", "og2", "Early signs, for drivers", 15),
    ("w4", "cwm", "2022-01-19", "families", "", "Beth sy’n digwydd ar-lein", 12),
    ("w5", "desk", "2022-02-09", "staff", "", "Supervision in two languages", 10),
    ("w6", "coast", "2022-06-15", "professionals", "og7", "Early signs, for the harbour", 16),
    ("w7", "tees", "2022-10-05", "professionals", "og9", "Early signs, for licensing", 14),
    ("w8", "desk", "2023-01-18", "professionals", "og1", "Arwyddion cynnar, yr eildro", 20),
    ("w9", "cwm", "2023-04-26", "professionals", "og4", "After the records were closed", 10),
]
CAME = {"w1": range(1, 15), "w2": range(15, 29), "w3": range(29, 38), "w4": range(101, 109), "w5": range(201, 209), "w6": range(38, 50), "w7": range(50, 59), "w8": (*range(58, 70), 5), "w9": range(70, 76)}  # fmt: skip
JUMP = (2, 1, 0, 3, 1, 0, 2, -1)


def _workshops(folder: Path) -> None:
    """Write events, attendance (numbers 5 and 58 came to two, 58 in one year) and the answers before, after, later and looking back."""
    write(folder, "training_events.csv", csv_text("event_id site date audience organisation_id title places", EVENTS))
    came: list[tuple[Cell, ...]] = []
    rows: list[list[Cell]] = []

    def answer(event: str, site: str, day: str, stage: str, who: int, signs: int) -> None:
        year = 1 if day < "2022-04-01" else 2
        rows.append(
            [
                f"k{len(rows):03}",
                "stakeholder",
                site,
                year,
                day,
                stage,
                f"d{who}",
                event,
                "",
                "",
                "yes",
                max(0, min(10, signs)),
            ]
        )

    for event, site, day, audience, organisation, *_ in EVENTS:
        for n in CAME[event]:
            champion = (
                "yes" if n % 9 == 1 and audience == "professionals" else "no" if audience == "professionals" else ""
            )
            told = n % 5 if champion == "yes" else None
            came.append((event, f"d{n}", organisation, "", champion, told, "2022-12-01" if told is not None else None))
            if audience == "professionals" and n % 4 != 3:
                answer(event, site, day, "before", n, 2 + n % 5)
                if n % 13 != 0:
                    answer(event, site, day, "after", n, 2 + n % 5 + JUMP[n % 8] + 1)
                if n % 3 != 1 and event in ("w1", "w2", "w3", "w6"):
                    later = (date.fromisoformat(day) + timedelta(days=150)).isoformat()
                    answer(event, site, later, "follow_up", n, 2 + n % 5 + JUMP[n % 8])
                if event == "w1":
                    answer(event, site, day, "then_test", n, 1 + n % 4)
    columns = "event_id attendee_id organisation_id role champion cascaded_to since"
    write(folder, "attendance.csv", csv_text(columns, came))
    item = (
        "signs",
        "notice",
        "How many early signs could you name? (0 to 10)",
        "level",
        "",
        "one",
        TEN,
        "7|8|9|10",
        "",
        "",
        "0|1|2|3",
        "",
        "",
        "2b",
    )
    write(folder, "surveys/gweithdy/items.csv", csv_text(ITEMS, [item]))
    write(folder, "surveys/gweithdy/responses.csv", csv_text(f"{BASE} signs", rows))
    asked = [
        ("stakeholder", s, y, n)
        for s, y, n in (
            ("desk", 1, 14),
            ("cwm", 1, 14),
            ("tees", 1, 9),
            ("coast", 2, 12),
            ("tees", 2, 16),
            ("desk", 2, 12),
        )
    ]
    write(folder, "surveys/gweithdy/invited.csv", csv_text("voice site year invited", asked))


def write_surveys(folder: Path) -> None:
    """Write every survey, with the workshops that one of them is about."""
    _partners(folder, "holi-2021", (0, 1), later=False)
    _partners(folder, "holi-2022", (2,), later=True)
    _families(folder)
    _young(folder)
    _workshops(folder)
