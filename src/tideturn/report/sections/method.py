"""How it was evaluated: first what it cannot tell, then what it rests on, and how to read its words and numbers."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from tideturn.dataset.verdict import Verdict
from tideturn.evaluation.ledger.counts.casework import OPEN
from tideturn.evaluation.ledger.counts.measure import Measure
from tideturn.evaluation.ledger.counts.sources import (
    ASKED,
    CHANGES,
    DOCUMENTS,
    INDICATORS,
    INTERVIEWS,
    RESPONSES,
    SCORED,
    ResponseCounts,
    indicators_of,
)
from tideturn.evaluation.measured import known
from tideturn.evaluation.model import BY_CHANCE, CHANGE, EvidenceItem
from tideturn.evaluation.told import Told, explained, stated, stated_noun, told, told_list
from tideturn.evaluation.units import TRAINED
from tideturn.methods.disclosure import HIDDEN
from tideturn.report.blocks import Annex, Block, Bullets, Facts, Key, Paragraph, Section, VerdictMark, Words, words
from tideturn.report.sections.agreement import agreement
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import day, listed, plural

CAN_LOOK_BETTER: Final = (
    "What people say, and scores without a comparison, can look better even when nothing has changed."
)
_NO_WORD: Final = (
    "answers, scores and counts differ from the other places by no more than chance; so the place stands under the "
    "programme’s verdict; pathways and networks have tests of their own"
)
_RESTS_ON: Final[tuple[tuple[Measure, str, str, str, str], ...]] = (
    (INTERVIEWS, "interviews", "Interviews", "", "{n}, {voices}."),
    (RESPONSES, "responses", "Surveys", "survey", "{n}, {voices}, in {surveys}.{forms}"),
    (OPEN, "open", "Casework", "", "{n} with a case open at some time in the year, under pseudonyms."),
    (SCORED, "outcomes", "Scores", "", "{n} scored at the start and again, by {by}."),
    (
        DOCUMENTS,
        "documents",
        "Documents",
        "",
        "Passages from {n} of the year; the evidence beside this report has them.",
    ),
    (CHANGES, "noticed", "Changes", "", "{n} noticed in the system; others were asked to confirm {asked}."),
    (INDICATORS, "indicators", "Counts over time", "", "{n}: {titles}."),
    (ASKED, "asked", "Ties", "", "{answered} of {n} answered the last time that they were asked about their ties."),
)
"""Sources of the evaluation: each count with its field, heading, kind and sentence."""
_SIGN_TEST: Final = (
    "Sign test, p",
    words(
        told(
            "how often chance alone would give a gap this large: {twenty}.",
            twenty=explained("p = 0.05 is once in twenty"),
        )
    ),
)

_A_RANGE: Final = re.compile(r"arlier years [^(]*\([\d,.]+ (?:to|or more)")
_RANGE: Final = (
    "Earlier years point to … (… to …)",
    words(
        told(
            "what a count over time would be if it only went on as in the earlier years. In brackets is the {range}: a "
            "year that only goes on as before seldom lies outside it, about {twenty}.",
            range=explained("95% range"),
            twenty=explained("once in twenty times"),
        )
    ),
)


def method(look: Lookup) -> Section:
    """Return the limits, the numbers behind the evaluation, and how to read it."""
    limits = (*look.evaluation.limits, *_by_chance(look), *_untold(look))
    blocks: list[Block] = []
    if limits:
        bullets = Bullets(tuple(words(limit) for limit in limits))
        blocks.append(Section("limits", "What it cannot tell you", 3, (bullets,)))
    coders = agreement(look)
    parts = (_rests_on(look), *([coders] if coders else []), _how_to_read(look))
    return Section("method", "How it was evaluated", 2, (*blocks, *parts))


def _by_chance(look: Lookup) -> tuple[str, ...]:
    """Say how many measured readings would look like a change if nothing had changed.

    For other readings no such rate is known, and this says so.
    """
    item = f"verdicts/{look.evaluation.year.number}"
    readings = look.evaluation.readings
    changes = (verdict for verdict in look.whole if verdict.claim == CHANGE)
    read = Counter(strand.reading for verdict in changes for strand in verdict.strands if strand.measured)
    rate = told(
        "For the whole programme, this evaluation made {readings}. If nothing had changed, about {chance} of them "
        "would read positive by chance, and as many negative; {up} read positive and {down} negative.",
        readings=stated_noun("measured", readings, "measured reading", item=item),
        chance=stated("by chance", BY_CHANCE * readings, "tenths", item=item),
        up=stated("read.positive", read["positive"], item=item) if read["positive"] else "none",
        down=stated("read.negative", read["negative"], item=item) if read["negative"] else "none",
    )
    return (*([rate] if readings else []), f"{CAN_LOOK_BETTER} We cannot give a rate for these.")


def _rests_on(look: Lookup) -> Section:
    """Return the numbers behind the evaluation."""
    pairs = tuple(_sources(look))
    nothing = Paragraph(words("Nothing was collected in this year, so nothing could be judged."))
    return Section("rests-on", "What it rests on", 3, (Facts(pairs) if pairs else nothing,))


def _how_to_read(look: Lookup) -> Section:
    """Explain the words, shapes and numbers of the report, each in a line."""
    used = {v.standing for v in look.evaluation.outcomes if v.own} | {
        v.mark for v in look.evaluation.outcomes if v.holds
    }
    entries = [(VerdictMark(v, v.word), v.says.means) for v in Verdict if v in used]
    if not all(v.own for v in look.evaluation.outcomes):
        entries.append((VerdictMark(None, "No clear difference"), _NO_WORD))
    key = Key(tuple(entries))
    facts = Facts(
        (
            (
                "Confidence",
                words(
                    "how sure we can be: it starts from how the evidence was compared, and falls one step, down to "
                    "very low, for each serious concern about it. The reasons are always given."
                ),
            ),
            (
                "13 of 17 people (76%; 53% to 90%)",
                words(
                    told(
                        "{example} Where fewer than {least} answered, no percentage is given.",
                        example=explained(
                            "13 of the 17 who gave an opinion agree, which is 76%. Had more people been asked in the "
                            "same way, the share would probably lie between 53% and 90% (a 95% Wilson interval)."
                        ),
                        least=stated("min_n", look.evaluation.rules.min_n, item="rules"),
                    )
                ),
            ),
            (
                "Evidence 12",
                words(
                    "the number of a piece of evidence in evidence.html, a file that comes with this report and says "
                    "what each piece was read from."
                ),
            ),
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
    if any(_A_RANGE.search(strand.why) for verdict in look.evaluation.outcomes for strand in verdict.strands):
        facts = Facts((*facts.pairs, _RANGE))
    shown: list[Block] = [key] if key.entries else []
    if look.release is not None:
        shown.append(Facts(((HIDDEN, words(_hidden(look))),)))
    return Section("how-to-read", "How to read this report", 3, (*shown, Annex((facts,))))


def _hidden(look: Lookup) -> Told:
    """Say what the sign for a hidden count means, with this programme's own threshold."""
    rules = look.evaluation.rules
    return told(
        "a number that is not shown. Of young people and families it stands for {least} to {most}, or for a number "
        "that would give so few away; percentages of fewer than {few} of them are not given either. Of adults it "
        "stands for a number at a place where fewer than {few} answered, or for one that would give it away.",
        least=explained("1" if rules.show_zero else "0"),
        most=stated("small_count", rules.small_count, item="rules"),
        few=stated("small_denominator", rules.small_denominator, item="rules"),
    )


def _sources(look: Lookup) -> list[tuple[str, Words]]:
    """Return each kind of source and how much of it the year has; leave out the kinds that it does not have."""
    rows = []
    for measure, field, name, which, template in _RESTS_ON:
        item = look.count(measure.name)
        if item is None:
            continue
        parts: dict[str, object] = {"n": look.field(item, field, item.unit, which=which)}
        if "{voices}" in template:
            parts["voices"] = _by_voice(look, item)
        if "{surveys}" in template:
            surveys = plural(known(item.value_as(ResponseCounts).surveys), "survey")
            parts["surveys"] = told("{n} {surveys}", n=look.field(item, "surveys"), surveys=surveys)
        parts["forms"] = _forms(look, item)
        parts |= {name: look.field(item, name) for name in ("asked", "answered") if f"{{{name}}}" in template}
        parts |= {"titles": listed(_titles(look)), "by": day(look.evaluation.year.last_known)}
        rows.append((name, look.traced(told(template, **parts), item)))
    return rows


def _forms(look: Lookup, item: EvidenceItem) -> Told:
    """Return ` Of these, 369 are forms that 182 people filled in before or after training.`"""
    value = item.value_if(ResponseCounts)
    if value is None or not value.forms:
        return Told("")
    return told(
        " Of these, {forms} are forms that {n} {people} filled in before or after training.",
        forms=look.field(item, "forms"),
        n=look.field(item, "form_people"),
        people=plural(known(value.form_people), "person"),
    )


def _titles(look: Lookup) -> list[str]:
    """Return the titles of the year's indicators."""
    titles: list[str] = indicators_of(look.dataset, look.evaluation.evidence)["title"].to_list()
    return titles


def _untold(look: Lookup) -> list[str]:
    """Say what the folder has no record of, so that nobody takes its absence for an answer."""
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


def _by_voice(look: Lookup, item: EvidenceItem) -> Told:
    """Say whose the responses or interviews are, with how many of each voice."""
    trained = item.origin == "surveys" and any(one.unit == TRAINED for one in look.evaluation.evidence)
    names = {
        "staff": "from the programme’s own staff",
        "stakeholder": "from partners and people trained" if trained else "from partners",
        "young_person": "from young people",
        "family": "from parents and carers",
    }
    spoke = [voice for voice in names if item.number(voice) != 0]  # by name: a field of each voice
    if len(spoke) == 1:
        return Told(f"all {names[spoke[0]]}")
    return told_list(told("{n} {name}", n=look.field(item, voice), name=names[voice]) for voice in spoke)
