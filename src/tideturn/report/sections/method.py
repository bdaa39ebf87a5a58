"""How it was evaluated: what it cannot tell first, then what it rests on, and how to read its words and numbers."""

from __future__ import annotations

from typing import Final

import polars as pl

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE, STANDING, WITHHELD
from tideturn.methods.disclosure import HIDDEN
from tideturn.report.blocks import Block, Bullets, Facts, Key, Paragraph, Section, VerdictMark, words
from tideturn.report.sections.agreement import agreement
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import counted, day, listed, number

_MEANING: Final = {
    "supported": "two or more independent kinds of evidence say so, at least one from outside the programme",
    "emerging": "some evidence says so, but it is not yet confirmed independently",
    "contested": "some evidence supports it and some contradicts it; both sides are shown",
    "mixed": "the evidence gives no clear answer either way",
    "no_change_observed": "it was looked for carefully enough, and nothing changed",
    "adverse": "the evidence contradicts it",
    "insufficient": "it was looked for, but too few people or records answer",
    "not_measured": "it was due, and nothing was collected",
    "too_early": "the theory of change expects it in a later year; early signs are shown",
    WITHHELD: "it was judged, and the verdict would tell too much of numbers that are too small to be shown",
}
_SIGN_TEST: Final = (
    "Sign test, p",
    words(
        "how often so many more would do better than worse, or worse than better, by chance alone: "
        "p = 0.05 is once in twenty."
    ),
)


def method(look: Lookup) -> Section:
    """The limits, the numbers behind the evaluation, and how to read it."""
    limits = (*look.evaluation.limits, *_untold(look))
    blocks: list[Block] = []
    if limits:
        bullets = Bullets(tuple(words(limit) for limit in limits))
        blocks.append(Section("limits", "What it cannot tell you", 3, (bullets,)))
    coders = agreement(look)
    parts = (_rests_on(look), *([coders] if coders else []), _how_to_read(look))
    return Section("method", "How it was evaluated", 2, (*blocks, *parts))


def _rests_on(look: Lookup) -> Section:
    """The numbers behind the evaluation."""
    pairs = tuple((what, words(text)) for what, text in _sources(look))
    nothing = Paragraph(words("Nothing was collected in this year, so nothing could be judged."))
    return Section("rests-on", "What it rests on", 3, (Facts(pairs) if pairs else nothing,))


def _how_to_read(look: Lookup) -> Section:
    """The words, shapes and numbers of the report, each explained in a line."""
    used = {v.standing for v in look.evaluation.outcomes}
    key = Key(tuple((VerdictMark(v, STANDING.terms[v]), _MEANING[v]) for v in _MEANING if v in used))
    facts = Facts(
        (
            (
                "Confidence",
                words(
                    "how sure we can be: it starts high and falls one step, to moderate, low and very low, "
                    "for each serious concern about the evidence. The reasons are always given."
                ),
            ),
            (
                "13 of 17 people (76%; 53% to 90%)",
                words(
                    "13 of the 17 who gave an opinion agree, which is 76%. Had more people been asked in the same way, "
                    "the share would probably lie between 53% and 90% (a 95% Wilson interval). "
                    f"Where fewer than {look.evaluation.rules.min_n} answered, no percentage is given."
                ),
            ),
            ("Evidence 12", words("the number leads to the list at the end, which says what it was read from.")),
        )
    )
    if look.evaluation.claims:
        small = words(
            "the sentence before it is a finding that somebody wrote. The number leads to what it rests on, and to who "
            "says otherwise."
        )
        facts = Facts((*facts.pairs, ("A small raised number", small)))
    if any("sign test" in strand.why for verdict in look.evaluation.outcomes for strand in verdict.strands):
        facts = Facts((*facts.pairs, _SIGN_TEST))
    if look.release is not None:
        facts = Facts((*facts.pairs, (HIDDEN, words(_hidden(look)))))
    return Section("how-to-read", "How to read this report", 3, (key, facts))


def _hidden(look: Lookup) -> str:
    """What the sign for a hidden count means, by this programme's own threshold."""
    rules = look.evaluation.rules
    return (
        f"a number of young people or families that is not shown: it lies between 1 and {number(rules.small_count)}, "
        "or one that does could be worked out from it. Percentages of fewer than "
        f"{number(rules.small_denominator)} of them are not given either."
    )


def _sources(look: Lookup) -> list[tuple[str, str]]:
    """Each kind of source and how much of it there is in the year; what there is none of is left out."""
    data, year = look.dataset, look.evaluation.year
    rows: list[tuple[str, str]] = []
    heard = look.cell(f"interviews/{PROGRAMME_SCOPE}", "all")
    if heard in look.counts:
        rows.append((look.counted(heard, "interview"), _by_voice(look, "interviews")))
    answers = look.cell(f"answers/{PROGRAMME_SCOPE}", "all")
    if answers in look.counts:
        surveys = len({e.evidence_id.split("/")[1] for e in look.evaluation.evidence if e.kind == "survey"})
        within = f", in {counted(surveys, 'survey')}" if surveys else ""
        rows.append((look.counted(answers, "survey response"), f"{_by_voice(look, 'answers')}{within}"))
    cases = look.cell(f"cases/{PROGRAMME_SCOPE}", "open")
    if cases in look.counts:
        young = any(row["area"] == "cyp" for row in look.outcomes.values())
        one = look.counts[cases] == 1
        whose = ("young person’s record" if one else "young people’s records") if young else "people’s records"
        rows.append((f"{look.said(look.counts[cases])} {whose}", "open at some time in the year, by pseudonym"))
    scored = {e.outcome_id for e in look.evaluation.evidence if e.evidence_id.startswith("matched/")}
    if scored:
        rows.append(
            (f"Scores on {counted(len(scored), 'outcome')}", f"given at the start and again, to {day(year.end)}")
        )
    read = set(data.table("extracts")["document_id"].to_list())
    documents = data.table("documents").filter((pl.col("date") <= year.end) & pl.col("document_id").is_in(read))
    if documents.height:
        rows.append((counted(documents.height, "document"), "read, and quoted where it bears on an outcome"))
    changes = data.table("changes").filter(pl.col("date").is_between(year.start, year.end))
    if changes.height:
        asked = set(data.table("substantiations")["change_id"].to_list())
        checked = sum(change in asked for change in changes["change_id"].to_list())
        rows.append(
            (
                counted(changes.height, "change"),
                f"noticed in the system; others were asked to confirm {number(checked)}",
            )
        )
    counting = {e.evidence_id.split("/")[1] for e in look.evaluation.evidence if e.evidence_id.startswith("series/")}
    series = data.table("indicators").filter(pl.col("indicator").is_in(counting))
    if series.height:
        rows.append((counted(series.height, "indicator"), f"counted over time: {listed(series['title'].to_list())}"))
    waves = data.table("waves").filter(pl.col("date") <= year.end)
    waves = waves.filter((pl.col("wave") == pl.col("wave").max()) & pl.col("responded"))
    if waves.height:
        partners = counted(waves["organisation_id"].n_unique(), "partner organisation")
        rows.append((partners, "answered the last time that they were asked about their ties"))
    return rows


def _untold(look: Lookup) -> list[str]:
    """What the folder holds no record of, so that its absence is not taken for an answer."""
    parts = {
        "plan": "a plan",
        "milestones": "milestones",
        "posts": "posts",
        "engagements": "partners’ engagement",
        "context": "what else was going on in each place",
        "learning": "what was learnt",
    }
    missing = [name for table, name in parts.items() if not look.dataset.has(table)]
    return [f"Nothing was recorded about {listed(missing)}, so this report cannot tell of it."] if missing else []


def _by_voice(look: Lookup, record: str) -> str:
    names = {
        "staff": "from the programme’s own staff",
        "stakeholder": "from partners",
        "young_person": "from young people",
        "family": "from parents and carers",
    }
    counts = {voice: look.counts.get(look.cell(f"{record}/{voice}", "all"), 0) for voice in names}
    spoke = [voice for voice, count in counts.items() if count != 0]
    if len(spoke) == 1:
        return f"all {names[spoke[0]]}"
    return listed([f"{look.said(counts[voice])} {names[voice]}" for voice in spoke])
