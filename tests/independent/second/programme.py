"""Say what the invented programme is: places, years, outcomes, theory, plan and context."""

# ruff: noqa: E501 (a record stays on one line, as it will in its table)

from __future__ import annotations

from pathlib import Path

from tests.independent.second.writing import csv_text, write

PROGRAMME = """\
name = "Llanw a Thrai (a second invented programme)"
# One site is national and is not called so; Year 1 is judged before it ends, Year 2 some weeks after.
sites = [
    { code = "cwm", name = "Cwm Tawe", kind = "local" },
    { code = "tees", name = "Tees Valley", kind = "local" },
    { code = "coast", name = "The Northumberland coast", kind = "local" },
    { code = "desk", name = "The bilingual desk", kind = "national" },
]
years = [
    { number = 1, start = 2021-04-01, end = 2022-03-31, data_to = 2022-03-11 },
    { number = 2, start = 2022-04-01, end = 2023-03-31, data_to = 2023-04-23 },
]

[answers]
no_opinion = ["Ddim yn gwybod", "Not part of my job"]
several_separator = ";"

[network]
outcome_id = "table"

[report]
commissioner = "The trustees of an invented charity"
evaluator = "An invented institute"
status = "third draft"
classification = "invented throughout"
talk_to = "Talk to your key adult, or ring Meic on 080880 23456."

[report.plain]
steady = "Having an adult who sticks around"
nights = "Fewer nights out that nobody knows about"
school = "Being in lessons more"
rec-a = "Tell people what came of the worry they raised."

[timeliness]
onward_referral_days = 2
"""

OUTCOMES = [
    ("steady", "cyp", "Young people have one steady adult to turn to", 1, "state", "", "An adult who stays when it is hard.", "", "cwm|tees|coast"),
    ("nights", "cyp", "Young people spend fewer nights away without word", 2, "change", "", "Nights in the last four weeks.", "down", "cwm|tees|coast"),
    ("school", "cyp", "Young people are in lessons more", 1, "change", "", "Half-days in a week, out of ten.", "up", "cwm|tees|coast"),
    ("carers", "cyp", "Parents and carers feel on firmer ground", 2, "change", "", "Six questions that carers answer for themselves.", "", "cwm|tees|coast"),
    ("corners", "cyp", "Fewer corners are used to groom young people", 2, "change", "", "Places scored by two workers together.", "down", "tees|coast"),
    ("notice", "practitioner", "Practitioners notice the early signs", 1, "change", "", "Before anything has gone wrong.", "", ""),
    ("sameday", "practitioner", "Practitioners pass a worry on the same day", 1, "state", "", "By the end of the shift.", "", ""),
    ("cymraeg", "practitioner", "Welsh speakers can have the conversation in Welsh", 1, "state", "", "Without having to ask.", "", "cwm"),
    ("onedoor", "system", "There is one way in for a worry", 2, "change", "pathways", "One number, whoever rings.", "", ""),
    ("licence", "system", "Licensing and transport rules look for exploitation", 3, "change", "structures", "Conditions, not posters.", "", ""),
    ("table", "system", "Agencies sit at one table", 2, "change", "collaboration", "In the same room in the same week.", "", ""),
    ("toldback", "system", "People who raise a worry hear what came of it", 1, "change", "collaboration", "Within ten days.", "", ""),
]  # fmt: skip

NODES = [
    ("a-keywork", "activity", "A key adult for each young person"),
    ("a-walks", "activity", "Evening walks round known corners"),
    ("a-workshops", "activity", "Workshops on early signs"),
    ("a-desk", "activity", "A bilingual advice desk"),
    ("o-plans", "output", "Plans kept in the young person's own words"),
    ("o-noticed", "output", "Workers who have been through a workshop"),
    *((f"n-{row[0]}", "outcome", row[2], row[0]) for row in OUTCOMES),
    ("i-free", "impact", "Fewer children are exploited"),
]

# link, from, to, assumption, rivals, from_version
LINKS = [
    ("l01", "a-keywork", "o-plans", "The same adult stays for a year", "", 1),
    ("l02", "o-plans", "n-steady", "Plans are kept when it is hard", "Schools brought in mentors of their own", 1),
    ("l03", "n-steady", "n-nights", "", "Lockdown rules ended in 2021|The police changed how they record", 1),
    ("l04", "n-steady", "n-school", "", "", 1),
    ("l05", "a-walks", "n-corners", "Shopkeepers take part", "A new bus station with better lights", 1),
    ("l06", "a-workshops", "o-noticed", "Rotas leave room for it", "", 1),
    ("l07", "o-noticed", "n-notice", "", "A drama on television", 1),
    ("l08", "n-notice", "n-sameday", "", "", 1),
    ("l09", "a-desk", "n-cymraeg", "", "", 1),
    ("l10", "a-desk", "n-onedoor", "", "", 1),
    ("l11", "n-onedoor", "n-toldback", "", "", 2),
    ("l12", "n-table", "n-onedoor", "Somebody owns the rota", "A merger of two councils", 1),
    ("l13", "a-desk", "n-table", "", "", 1),
    ("l14", "n-notice", "n-licence", "", "", 1),
    ("l15", "a-keywork", "n-carers", "", "", 1),
    *((f"l{n}", f"n-{o}", "i-free", "", "", 1) for n, o in enumerate(("nights", "school", "carers", "corners", "sameday", "cymraeg", "licence"), 16)),
    ("l23", "n-toldback", "i-free", "", "", 2),
]  # fmt: skip

PLAN = [
    ("key adults", "a-keywork", "cwm", 1, "young people", 14, 12, "", "not_delivered", "drift", "Two posts were empty until July."),
    ("key adults", "a-keywork", "tees", 1, "young people", 12, 12),
    ("key adults", "a-keywork", "coast", 1, "young people", 8, 5, "", "modified", "adaptation", "Fewer referrals came from the small towns, so outreach came first."),
    ("walks", "a-walks", "tees", 1, "evenings", 40, 37, "Two walkers each time"),
    ("walks", "a-walks", "coast", 1, "evenings", 20, 0, "", "not_delivered", "adaptation", "No corner was known there in the first winter."),
    ("workshops", "a-workshops", "desk", 1, "workshops", 5, 5),
    ("key adults", "a-keywork", "cwm", 2, "young people", 16, 15, "", "modified", "", ""),
    ("key adults", "a-keywork", "tees", 2, "young people", 14, 14),
    ("key adults", "a-keywork", "coast", 2, "young people", 10, None),
    ("walks", "a-walks", "tees", 2, "evenings", 40, 44, "", "added", "adaptation", "Four more, asked for by the bus company."),
    ("walks", "a-walks", "coast", 2, "evenings", 20, 18),
    ("workshops", "a-workshops", "desk", 2, "workshops", 4, 3, "", "not_delivered", "drift", "The trainer's post was empty."),
]  # fmt: skip

MILESTONES = [
    ("m1", "cwm", "Team at full strength", "2021-05-01", "2021-07-19", "No applicant with both languages at first.", "Advertised in Welsh alone the second time."),
    ("m2", "tees", "Team at full strength", "2021-05-01", "2021-04-26"),
    ("m3", "coast", "A room in the harbour office", "2021-09-01", "", "The lease was held up.", "Met in the library."),
    ("m4", "desk", "The desk takes its first call", "2021-06-01", "2021-06-01"),
    ("m5", "tees", "Agreement with the bus company signed", "2022-06-30", "2022-11-08", "Their lawyers.", "Walks went on under a letter."),
    ("m6", "coast", "First walk", "2022-05-01", "2022-05-06", "A storm.", ""),
    ("m7", "desk", "The bilingual page is live", "2023-03-15", "2023-05-02", "A translation was late.", ""),
    ("m8", "cwm", "Review of the first two years", "2023-09-01"),
]  # fmt: skip

POSTS = [
    ("p1", "cwm", "manager", "2021-01-11", "2021-03-01", "", 1),
    ("p2", "cwm", "casework", "2021-02-01", "2021-07-19", "", 0.8),
    ("p3", "cwm", "dual", "2021-02-01", "2021-05-04", "2022-08-31", 1),
    ("p4", "cwm", "dual", "2022-09-12", "", "", 1),
    ("p5", "tees", "manager", "2021-01-11", "2021-02-15", "", 1),
    ("p6", "tees", "casework", "2021-01-25", "2021-04-06", "", 1),
    ("p7", "tees", "systems_change", "2021-01-25", "2021-04-26", "", 0.6),
    ("p8", "coast", "dual", "2021-03-08", "2021-06-07", "", 0.5),
    ("p9", "desk", "other", "2021-03-08", "2021-05-31", "2022-10-28", 0.5),
    ("p10", "desk", "systems_change", "", "2021-06-14", "", 0.4),
]

CONTEXT = [
    (
        "x1",
        "cwm",
        "local_service",
        "A youth club with a kitchen is open six nights a week.",
        "2017-09-01",
        "",
        "steady",
    ),
    (
        "x2",
        "tees",
        "event",
        "The bus station was rebuilt with glass walls and light.",
        "2022-08-01",
        "2022-12-20",
        "corners",
    ),
    (
        "x3",
        "desk",
        "national_trend",
        "Schools everywhere saw attendance fall and slowly recover.",
        "2021-09-01",
        "",
        "school",
    ),
    ("x4", "coast", "policy", "Two councils prepared to merge.", "2022-04-01", "2023-04-01", "onedoor"),
    ("x5", "desk", "event", "A drama about county lines was shown on Sunday evenings.", "2023-04-30", "", "notice"),
]

RECOMMENDATIONS = [
    ("rec-a", 1, "Ask people who raise a worry whether they heard back.", "the desk", "toldback", "", "high", "2022-09-30", "Agreed, with two questions.", "no", ""),
    ("rec-b", 1, "Let carers answer for themselves at the start.", "all teams", "carers", "", "medium", "2022-06-30", "Agreed.", "yes", "2022-06-14"),
    ("rec-c", 1, "Score corners before the first walk.", "the Northumberland coast team", "corners", "", "low", "2022-05-01", "", "yes", "2023-05-20"),
    ("rec-d", 2, "Fill the trainer's post before the autumn.", "the trustees", "notice", "f2-leaving", "high", "2023-09-01"),
]  # fmt: skip

LEARNING = [
    ("le1", "2021-11-03", "cwm", "Young people speak of some things only in Welsh.", "key adults", "work", "Who is matched with whom", "all sites|the trustees", "Anywhere with two languages", "yes", "2022-02-01"),
    ("le2", "2022-04-20", "tees", "Drivers see more than teachers do after four in the afternoon.", "evening walks", "problem", "Where workshops are offered", "the bus company", "", "no", ""),
    ("le3", "2022-05-16", "desk", "A worry without an answer is the last one that person raises.", "calls to the desk", "work", "The theory of change: hearing back is an outcome of its own", "", "", "yes", "2022-06-01"),
    ("le4", "2023-04-30", "coast", "The harbour office is closed when it matters.", "outreach", "work", "", "", "", "no", ""),
]  # fmt: skip


def write_programme(folder: Path) -> None:
    """Write what is known of the programme before anybody is met."""
    tables = {
        "outcomes": ("outcome_id area title due_year claim element definition better sites", OUTCOMES),
        "toc_nodes": ("node_id kind title outcome_id from_version to_version", NODES),
        "toc_links": ("link_id from_node to_node assumption rivals from_version to_version", LINKS),
        "toc_versions": (
            "version date reason learning_id",
            [(1, "2021-03-15", "Agreed with the first partners."), (2, "2022-06-01", "Hearing back came in.", "le3")],
        ),
        "plan": ("component node_id site year measure planned delivered quality departure judged reason", PLAN),
        "milestones": ("milestone_id site title planned actual cause_of_delay response", MILESTONES),
        "posts": ("post_id site role advertised filled left fte", POSTS),
        "context": ("context_id site kind description from to outcome_id", CONTEXT),
        "recommendations": (
            "recommendation_id year text for_whom outcome_id claim_id priority due response done done_on",
            RECOMMENDATIONS,
        ),
        "learning": (
            "learning_id date site point source about changes_what shared_with transferable_to used used_on",
            LEARNING,
        ),
        "baselines": (
            "site measure value date agreed_with source",
            [
                (
                    "tees",
                    "Corners known to the bus company",
                    9,
                    "2021-03-20",
                    "Bus company; neighbourhood police",
                    "A walk",
                ),
                (
                    "cwm",
                    "Ways in for a worry",
                    7,
                    "2021-03-29",
                    "Council; health board",
                    "A count of telephone numbers",
                ),
            ],
        ),
        "criteria": (
            "criterion_id site text from to reason learning_id",
            [
                (
                    "c-cwm-12",
                    "cwm",
                    "Aged 12 to 18",
                    "2021-04-01",
                    "2022-02-28",
                    "Younger brothers were being asked to carry.",
                ),
                (
                    "c-cwm-10",
                    "cwm",
                    "Aged 10 to 18",
                    "2022-03-01",
                    "",
                    "Younger brothers were being asked to carry.",
                    "le1",
                ),
                ("c-tees", "tees", "Somebody is worried, and it is not about home", "2021-04-01"),
                ("c-coast", "coast", "Lives between the river and the border", "2021-04-01"),
            ],
        ),
        "costs": (
            "year site category amount component currency",
            [
                # Year 1 ties nothing to the plan; Year 2 does, and is spent on more things than there are places.
                (1, "cwm", "salaries", 61200, "", "GBP"),
                (1, "tees", "travel", 1840, "", "GBP"),
                (1, "programme", "evaluation", "9999.50"),
                (2, "cwm", "salaries", 70950, "key adults"),
                (2, "tees", "salaries", "64110.49", "key adults", "gbp"),
                (2, "coast", "salaries", "30020.02", "key adults"),
                (2, "coast", "boat hire", "312.50", "walks"),
                (2, "tees", "coffee and cake", "212.75", "walks"),
                (2, "desk", "salaries", 8800, "workshops"),
                (2, "desk", "printing", "95.05", "workshops"),
                (2, "desk", "translation", "1450.50"),
                (2, "cwm", "insurance", 0),
                (2, "programme", "evaluation", 12000),
            ],
        ),
        "population": (
            "site year group value count source",
            [
                ("cwm", 1, "age_band", "10 to 12", 3890, "Census"),
                ("cwm", 1, "age_band", "13 to 15", 3810, "Census"),
                ("cwm", 1, "age_band", "16 to 17", 2490, "Census"),
                ("programme", 2, "gender", "another word", 140, "Schools’ own count"),
                ("programme", 2, "gender", "boy", 2160, "Schools’ own count"),
                ("programme", 2, "gender", "girl", 12900, "Schools’ own count"),
                ("programme", 2, "care_status", "at home", 14950, "Schools’ own count"),
                ("programme", 2, "care_status", "in care", 130, "Schools’ own count"),
                ("programme", 2, "care_status", "with grandparents", 120, "Schools’ own count"),
            ],
        ),
        "rivals": (
            "outcome_id rival weighed reason by link_id evidence_id",
            [
                (
                    "nights",
                    "Lockdown rules ended in 2021",
                    "weaker",
                    "Nights rose when they ended.",
                    "evaluator-3",
                    "l03",
                ),
                (
                    "steady",
                    "Schools brought in mentors of their own",
                    "as_strong",
                    "Both are there.",
                    "evaluator-3",
                    "l02",
                ),
            ],
        ),
    }
    write(folder, "programme.toml", PROGRAMME)
    for name, (columns, rows) in tables.items():
        write(folder, f"{name}.csv", csv_text(columns, rows))
