"""What a reader needs before anything else: what it rests on, what it cannot know, and the answer in a sentence."""

from __future__ import annotations

from collections import Counter
from typing import Final

import polars as pl

from tideturn.dataset.vocabulary import VERDICT
from tideturn.report.blocks import Block, Bullets, Facts, Key, Paragraph, Section, VerdictMark, words
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import counted, day, listed, number

_SAID: Final = {
    "supported": ("is supported", "are supported"),
    "emerging": ("is emerging", "are emerging"),
    "contested": ("is contested", "are contested"),
    "mixed": ("is mixed", "are mixed"),
    "no_change_observed": ("shows no change", "show no change"),
    "adverse": ("went the wrong way", "went the wrong way"),
    "insufficient": ("has too little evidence to judge", "have too little evidence to judge"),
    "not_measured": ("was not measured", "were not measured"),
    "too_early": ("is not due yet", "are not due yet"),
}
_MEANING: Final = {
    "supported": "two or more independent kinds of evidence say so, at least one from outside the programme",
    "emerging": "some evidence says so, but it is not yet confirmed independently",
    "contested": "some evidence says that it got better and some that it got worse; both sides are shown",
    "mixed": "the evidence gives no clear answer either way",
    "no_change_observed": "it was looked for carefully enough, and nothing changed",
    "adverse": "the evidence says that it got worse",
    "insufficient": "it was looked for, but too few people or records answer",
    "not_measured": "it was due, and nothing was collected",
    "too_early": "the theory of change expects it in a later year; early signs are shown",
}
_SIGN_TEST: Final = (
    "Sign test, p",
    words(
        "how often so many more would do better than worse, or worse than better, by chance alone: "
        "p = 0.05 is once in twenty."
    ),
)


def front(look: Lookup) -> tuple[Block, ...]:
    """What the evaluation rests on, its limits, and who commissioned and wrote it."""
    blocks: list[Block] = []
    report = look.dataset.programme.report
    who = [
        f"{label} {report[name]}"
        for name, label in (("commissioner", "Commissioned by:"), ("evaluator", "Evaluated by:"))
        if report.get(name)
    ]
    if report.get("classification"):
        who.append(f"Classification: {report['classification']}")
    if who:
        blocks.append(Paragraph(words(". ".join(who) + "."), "quiet"))
    return tuple(blocks)


def rests_on(look: Lookup) -> Section:
    """The numbers behind the evaluation, then what it cannot know."""
    pairs = tuple((what, words(text)) for what, text in _sources(look))
    blocks: list[Block] = []
    if pairs:
        blocks.append(Facts(pairs))
    else:
        blocks.append(Paragraph(words("Nothing was collected in this year, so nothing could be judged.")))
    limits = (*look.evaluation.limits, *_untold(look))
    if limits:
        bullets = Bullets(tuple(words(limit) for limit in limits))
        blocks.append(Section("limits", "What it cannot tell you", 3, (bullets,)))
    return Section("rests-on", "What this rests on", 2, tuple(blocks))


def summary(look: Lookup) -> tuple[Block, ...]:
    """`Of 16 outcomes, 3 are supported…`, with early warnings and overrides said at once."""
    if not look.whole:
        return (Paragraph(words("The outcome framework holds no outcomes, so there is nothing to judge."), "lede"),)
    counts = Counter(verdict.standing for verdict in look.whole)
    told = [f"{number(counts[v])} {_SAID[v][counts[v] != 1]}" for v in _SAID if counts[v]]
    text = f"Of {counted(len(look.whole), 'outcome')}, {listed(told)}."
    if len(look.whole) == 1:
        text = f"The one outcome {_SAID[look.whole[0].standing][0]}."
    blocks: list[Block] = [Paragraph(words(text), "lede")]
    warned = [v for v in look.whole if any(sign.reading == "negative" for sign in v.early_signs)]
    if warned:
        links = [look.link(v.outcome_id) for v in warned]
        joined = [part for link in links for part in (link, ", ")][:-1]
        blocks.append(Paragraph(words("A negative early sign needs attention now: ", *joined, ".")))
    changed = [v for v in look.evaluation.outcomes if v.override]
    if changed:
        subject = "1 verdict was" if len(changed) == 1 else f"{number(len(changed))} verdicts were"
        blocks.append(
            Paragraph(words(f"{subject} set by somebody answerable in place of what the rules gave; both are printed."))
        )
    return tuple(blocks)


def how_to_read(look: Lookup) -> Section:
    """The words, shapes and numbers of the report, each explained in a line."""
    used = {v.standing for v in look.evaluation.outcomes}
    key = Key(tuple((VerdictMark(v, VERDICT.terms[v]), _MEANING[v]) for v in _SAID if v in used))
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
            ("Evidence 12", words("the number leads to the list at the end: which rows or words it was read from.")),
        )
    )
    if any("sign test" in strand.why for verdict in look.evaluation.outcomes for strand in verdict.strands):
        facts = Facts((*facts.pairs, _SIGN_TEST))
    return Section("how-to-read", "How to read this report", 2, (key, facts))


def _sources(look: Lookup) -> list[tuple[str, str]]:
    """Each kind of source and how much of it there is in the year; what there is none of is left out."""
    data, year = look.dataset, look.evaluation.year
    rows: list[tuple[str, str]] = []
    interviews = data.table("interviews").filter(pl.col("year") == year.number)
    if interviews.height:
        rows.append((counted(interviews.height, "interview"), _by_voice(interviews["voice"].to_list())))
    answers = [voice for s in data.surveys.values() for voice in _in_year(s.responses, year.number)["voice"].to_list()]
    if answers:
        surveys = sum(1 for s in data.surveys.values() if _in_year(s.responses, year.number).height)
        rows.append(
            (counted(len(answers), "survey response"), f"{_by_voice(answers)}, in {counted(surveys, 'survey')}")
        )
    cases = data.table("cases").filter(
        (pl.col("received") <= year.end) & (pl.col("closed").is_null() | (pl.col("closed") >= year.start))
    )
    if cases.height:
        young = any(row["area"] == "cyp" for row in look.outcomes.values())
        whose = "young person’s record" if young else "person’s record"
        label = (
            counted(cases.height, whose)
            if cases.height == 1
            else (f"{number(cases.height)} {'young people’s' if young else 'people’s'} records")
        )
        rows.append((label, "open at some time in the year, by pseudonym"))
    scores = data.table("assessments").filter(pl.col("date") <= year.end)
    if scores.height:
        rows.append(
            (counted(scores.height, "score"), f"given at the start, at reviews and at closure, to {day(year.end)}")
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
    series = data.table("indicators")
    if series.height and data.has("series"):
        rows.append((counted(series.height, "indicator"), f"counted over time: {listed(series['title'].to_list())}"))
    waves = data.table("waves").filter((pl.col("date") <= year.end) & pl.col("responded"))
    if waves.height:
        rows.append((counted(waves["organisation_id"].n_unique(), "partner organisation"), "answered about their ties"))
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


def _in_year(frame: pl.DataFrame, number_: int) -> pl.DataFrame:
    return frame.filter(pl.col("year") == number_)


def _by_voice(voices: list[str]) -> str:
    names = {
        "staff": "from the programme’s own staff",
        "stakeholder": "from outside professionals and partners",
        "young_person": "from young people",
        "family": "from parents and carers",
    }
    counts = Counter(voices)
    if len(counts) == 1:
        return f"all {names[next(iter(counts))]}"
    return listed([f"{number(counts[voice])} {name}" for voice, name in names.items() if counts[voice]])
