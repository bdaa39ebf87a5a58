"""Invent what the evaluator wrote: findings with their evidence, one override, answers to queries."""

# ruff: noqa: E501 (a record stays on one line, as it will in its table)

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from tests.independent.second.interviews import spans, text_of
from tests.independent.second.writing import Cell, csv_text, write


def heard(interview: str, code: str) -> tuple[str, str]:
    """Return the id and the hash of the last stretch of an interview under a code."""
    start, end = [(s, e) for s, e, said in spans(interview) if any(c.startswith(code) for c in said.codes.split())][-1]
    return f"interview/{interview}/{start}-{end}/{code}", sha256(text_of(interview)[start:end].encode()).hexdigest()


NOTICE_1 = "survey/holi-2021/sylwi/stakeholder/programme/1"
SAMEDAY_1 = "survey/holi-2021/yr_un_dydd/stakeholder/programme/1"
YOUNG = "survey/llais/turn_to/young_person/programme/2"
FAMILY = "survey/teulu/oedolyn/family/programme/2"
FIRMER = "survey/teulu/tir_cadarn/family/programme/2"
NIGHTS = "matched/nights/record/programme/2"
POLICE = "series/overnight/programme/2"
TIES = "network/1-2/programme/2"
AWAY = "survey/llais/away/young_person/programme/2"

# claim, section, text, type, outcome, year, summary of, and (evidence, edge) or (interview, code, edge).
Edge = tuple[str, ...]
FINDINGS: list[tuple[str, str, str, str, str, int, str, list[Edge]]] = [
    ("f1-notice", "practitioners", "What partners answered suggests that practitioners notice the early signs.", "change", "notice", 1, "", [(NOTICE_1, "supports"), ("iv02", "notice", "supports")]),
    ("f1-notice-n", "practitioners", f"Of {{n:{NOTICE_1}}} partners who had a view, {{k:{NOTICE_1}}} notice signs that they would once have missed ({{share:{NOTICE_1}}}; {{interval:{NOTICE_1}}}).", "descriptive", "notice", 1, "", [(NOTICE_1, "supports")]),
    ("f1-sameday", "practitioners", "Partners’ answers indicate that practitioners pass a worry on the same day.", "descriptive", "sameday", 1, "", [(SAMEDAY_1, "supports")]),
    ("f1-card", "strengths", "One partner keeps a log: “Since the card we ring. Four times this winter …”", "descriptive", "notice", 1, "", [("iv02", "notice", "supports")]),
    ("f1-all", "summary", "Partners’ answers suggest that practitioners notice the early signs; most of the rest could not be judged yet.", "judgement", "notice", 1, "f1-notice|f1-sameday", [(NOTICE_1, "supports")]),
    ("f2-steady", "young_people", "What young people and their parents and carers answered indicates that young people have one steady adult to turn to.", "descriptive", "steady", 2, "", [(YOUNG, "supports"), (FAMILY, "supports"), ("iv11", "steady", "contradicts")]),
    ("f2-steady-n", "young_people", f"{{k:{YOUNG}}} of {{n:{YOUNG}}} young people and {{k:{FAMILY}}} of {{n:{FAMILY}}} parents and carers say so.", "descriptive", "steady", 2, "", [(YOUNG, "supports"), (FAMILY, "supports")]),
    ("f2-nights", "young_people", f"Workers’ scores and the police’s count indicate that young people spend fewer nights away without word, but of {{n:{AWAY}}} young people who were asked themselves only {{k:{AWAY}}} said so.", "change", "nights", 2, "", [(NIGHTS, "supports"), (POLICE, "supports"), (AWAY, "context")]),
    ("f2-carers", "young_people", "Parents’ and carers’ own answers indicate that they feel on firmer ground.", "change", "carers", 2, "", [(FIRMER, "supports"), ("iv12", "carers", "supports")]),
    ("f2-table", "system", "Interviews and the ties that partners told of suggest that agencies sit at one table; the survey is mixed.", "change", "table", 2, "", [(TIES, "supports"), ("iv09", "table", "supports")]),
    ("f2-sunday", "challenges", "One partner told us that on a Sunday there is no way in: “I ring a colleague at home.”", "descriptive", "onedoor", 2, "", [("iv09", "onedoor", "contradicts")]),
    ("f2-leaving", "learning", "Young people lose their adult when a post falls empty.", "judgement", "steady", 2, "", [("iv11", "steady", "contradicts")]),
    ("f2-all", "summary", "Young people and families say that there is a steady adult, and nights away are fewer; whether agencies sit at one table is said by partners alone.", "judgement", "steady", 2, "f2-steady|f2-nights|f2-table", [(YOUNG, "supports")]),
]  # fmt: skip
# Written and reviewed by one person: this one may not be published.
ALONE = "f2-leaving"

QUERIES = [
    *((f"{name}.csv", "", "file", "", "Kept for the trustees.") for name in ("population", "rivals")),
    ("interviews.csv", "iv13", "date", "", "The recording has no date; it was in by April."),
    ("surveys/holi-2021/responses.csv", "r1029", "date", "", "It came by post, before March."),
    ("activities.csv", "*", "date", "2023-04-28", "Entered early for Year 3."),
    ("assessments.csv", "*", "date", "2023-05-02", "Places are scored each spring."),
    ("changes.csv", "*", "date", "2023-05-01", "Entered early for Year 3."),
    ("learning.csv", "*", "date", "2023-04-30", "Entered early for Year 3."),
    ("onward_referrals.csv", "*", "referred", "2023-04-27", "Entered early for Year 3."),
    ("sessions.csv", "*", "date", "2023-04-12", "Work went on."),
    ("sessions.csv", "*", "date", "2023-05-03", "Work went on."),
    ("training_events.csv", "*", "date", "2023-04-26", "Entered early for Year 3."),
    ("interviews.csv", "*", "date", "2023-04-27", "Held after the year, about the year."),
]


def write_judgements(folder: Path) -> None:
    """Write findings, overrides and answered queries."""
    found: list[tuple[Cell, ...]] = []
    edges: list[tuple[Cell, ...]] = []
    for claim, section, text, kind, outcome, year, sums, evidence in FINDINGS:
        reviewer = "evaluator-3" if claim == ALONE else "evaluator-4"
        found.append((claim, section, text, kind, "programme", year, "evaluator-3", outcome, reviewer, "", "", sums))
        for edge in evidence:
            if len(edge) == 3:
                identifier, digest = heard(edge[0], edge[1])
                edges.append((claim, identifier, edge[2], "", "", "", "", digest))
            else:
                edges.append((claim, *edge))
    columns = "claim_id section text type scope year author outcome_id reviewer judged_part judged_reason summary_of"
    write(folder, "findings.csv", csv_text(columns, found))
    columns = "claim_id evidence_id edge test expected expected_on seen sha256"
    write(folder, "finding_evidence.csv", csv_text(columns, edges))
    override = ("corners", "programme", 2, "mixed", "The corners that were given up were the worst.", "lead-2")
    write(folder, "overrides.csv", csv_text("outcome_id scope year verdict reason by", [override]))
    answers = [(*row, "evaluator-3") for row in QUERIES]
    write(folder, "queries.csv", csv_text("file key column value reason by", answers))
