"""What changed since last year: what each year said, which verdicts moved and on what evidence, how answers moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import CONFIDENCE, PROGRAMME_SCOPE, READING
from tideturn.dataset.wording import in_words
from tideturn.evaluation.model import OutcomeVerdict
from tideturn.evaluation.told import Told, stated, stated_noun, told, told_list
from tideturn.evaluation.verdicts import QUIET
from tideturn.evaluation.year_on_year import (
    GONE,
    NEW,
    REREAD,
    OutcomeOverTime,
    StrandChange,
    YearOnYear,
    year_on_year,
)
from tideturn.report.blocks import Annex, Block, DataTable, Paragraph, Section, words
from tideturn.report.sections.earlier_waves import waves_table
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import capital, listed

_ORDER: Final = (
    *(Verdict.SUPPORTED, Verdict.EMERGING, Verdict.MIXED, Verdict.CONTESTED, Verdict.NO_CHANGE),
    *(Verdict.ADVERSE, Verdict.INSUFFICIENT, Verdict.NOT_MEASURED, Verdict.TOO_EARLY, Verdict.WITHHELD),
)
"""Order in which verdicts are counted."""
_SAYS_NOTHING: Final = QUIET | {None}
_AS_BEFORE: Final = "Each kind of evidence reads as it did."


def since_last_year(look: Lookup) -> Section | None:
    """Compare this year with the one before; None in a first year."""
    found = year_on_year(look.evaluation)
    if found is None:
        return None
    blocks: list[Block] = [
        *_lead(found),
        Annex((_every_outcome(look, found), *_in_places(look, found), *filter(None, (waves_table(look),)))),
    ]
    return Section("since-last-year", f"What changed since Year {found.before.number}", 2, tuple(blocks))


def _lead(found: YearOnYear) -> list[Block]:
    whole = _whole(found)
    before = [one.before for one in whole if one.before is not None]
    moved = [one for one in whole if one.moved]
    due = sum(one.became_due for one in moved)
    added = sum(any(strand.how == NEW and strand.now not in _SAYS_NOTHING for strand in one.strands) for one in whole)
    then, now, item = f"Year {found.before.number}", f"Year {found.now.number}", f"years/{found.now.number}"
    if moved:
        move = told(
            "{moved} of {all} on the whole programme moved from {then} to {now}{because}.",
            moved=stated("moved", len(moved), item=item),
            all=stated_noun("all", len(whole), "verdict", item=item),
            then=then,
            now=now,
            because=_because_due(due, len(moved), item),
        )
    else:
        move = Told(f"No verdict on the whole programme moved from {then} to {now}.")
    said = told(
        "{then} found {before}. {now} finds {after}.",
        then=then,
        before=_tally(before, f"{item}:before"),
        now=now,
        after=_tally([one.now for one in whole], f"{item}:now"),
    )
    if added:
        template = "{said} For {added}, {now} has a source that {then} did not have, and that says enough to count."
        outcomes = stated_noun("added", added, "outcome", item=item)
        said = told(template, said=said, added=outcomes, now=now, then=then)
    note = (
        f"{then} was judged again for this, from the records as they are now and by the rules of this report. So a "
        "verdict that moved did so on evidence and not on method. If an earlier report says otherwise, it used other "
        "rules or other records: that is neither a rise nor a fall."
    )
    return [Paragraph(words(move), "lede"), Paragraph(words(said)), Annex((Paragraph(words(note), "quiet"),))]


def _because_due(due: int, moved: int, item: str) -> str:
    if not due:
        return ""
    some = told("{due} of them ", due=stated("due", due, item=item))
    them = "" if moved == 1 else "all of them " if due == moved else some
    return told(", {them}because {it} fell due", them=them, it="it" if due == 1 else "they")


def _tally(verdicts: Iterable[OutcomeVerdict], item: str) -> Told:
    counts = Counter(verdict.mark for verdict in verdicts)
    hold = "state that holds" if counts[Verdict.HOLDS] == 1 else "states that hold"
    every = (
        (Verdict.HOLDS, Verdict.HOLDS.word, hold),
        *((verdict, verdict, verdict.word.lower()) for verdict in _ORDER),
    )
    return told_list(
        told("{n} {said}", n=stated(field, counts[verdict], item=item), said=said)
        for verdict, field, said in every
        if counts[verdict]
    )


def _moved_with(place: OutcomeOverTime, whole: OutcomeOverTime) -> bool:
    """Return whether a verdict on a single place moved as the one on the whole programme did."""
    if place.scope == PROGRAMME_SCOPE or place.outcome_id != whole.outcome_id or not (place.before and whole.before):
        return False
    return (place.before.standing, place.now.standing) == (whole.before.standing, whole.now.standing)


def _why(look: Lookup, one: OutcomeOverTime, found: YearOnYear) -> str:
    """Say in sentences what the move rests on, and which places moved in the same way."""
    parts = ["Yes."]
    if one.became_due:
        spoke = any(strand.reading not in QUIET for strand in one.now.strands)
        spoke = spoke and not (_left_out(one) or one.set_by_hand)
        parts = ["Yes, it fell due" + ("; its evidence already read so." if spoke and not _turns(one.strands) else ".")]
    if one.set_by_hand:
        parts.append(_by_hand(one))
    evidence = _evidence(one)
    parts.append(evidence or _no_strand(one))
    alike = [look.place(other.scope) for other in found.outcomes if other.now.own and _moved_with(other, one)]
    parts.append(f"Places where it moved in the same way: {listed(alike)}." if alike else "")
    return " ".join(part for part in parts if part)


def _by_hand(one: OutcomeOverTime) -> str:
    override, rules = one.now.override, one.now.verdict
    if override is None:
        return "An accountable person overrode last year’s verdict."
    return f"An accountable person overrode this year’s verdict; the rules give {rules.word.lower()}."


def _no_strand(one: OutcomeOverTime) -> str:
    """Say why a verdict moved although every strand reads as it did."""
    if not one.moved or one.became_due:
        return ""
    if _left_out(one):
        return "What it rests on is not all shown."
    if one.scope == PROGRAMME_SCOPE:
        return "Taken together the evidence reads as it did; what moved it lies in single places."
    return _AS_BEFORE


def _left_out(one: OutcomeOverTime) -> bool:
    return any(verdict is not None and verdict.left_out for verdict in (one.before, one.now))


def _evidence(one: OutcomeOverTime) -> str:
    """Return `New and positive: the survey of …. From mixed to positive: interviews with ….`

    Count and do not name the strands that say too little in both years; do not count those that this year lacks.
    """
    telling = _told_turns(one.strands)
    quiet = [strand for strand in one.strands if {strand.before, strand.now} <= _SAYS_NOTHING]
    said = [*telling]
    there = sum(strand.how != GONE for strand in quiet)
    if telling and there:
        say = "other says" if there == 1 else "others say"
        said.append(f"{capital(in_words(there))} {say} too little to count.")
    elif quiet and not telling:
        said.append(_too_little(one))
    return " ".join(said)


def _too_little(one: OutcomeOverTime) -> str:
    """Say why no evidence is named, if none says anything in either year."""
    if any(strand.how == NEW for strand in one.strands):
        return "The new evidence says too little to count."
    return "What was collected says too little to count." if one.now.strands else "Nothing was collected this year."


def _told_turns(strands: Iterable[StrandChange]) -> list[str]:
    """Return `From mixed to positive: the survey of …, and …`, with a sentence for each way that a reading turned."""
    return [f"{turn}: {listed(names)}." for turn, names in _turns(strands).items()]


def _turns(strands: Iterable[StrandChange]) -> dict[str, list[str]]:
    """Group the strands that say something in either year by how their reading turned."""
    telling: dict[str, list[str]] = {}
    for strand in strands:
        if {strand.before, strand.now} - _SAYS_NOTHING:
            telling.setdefault(_turn(strand), []).append(strand.name)
    return telling


def _turn(strand: StrandChange) -> str:
    was, now = (READING.terms[code] if code else "" for code in (strand.before, strand.now))
    if strand.how == NEW:
        return f"New and {now}"
    return f"From {was} to {now}" if strand.how == REREAD else f"{capital(was)} before, and not collected again"


def _in_places(look: Lookup, found: YearOnYear) -> list[Block]:
    """Return the verdicts on single places that moved differently from the whole programme's; empty if none did."""
    whole = {one.outcome_id: one for one in _whole(found)}
    moved: dict[tuple[str, str, str, str], list[str]] = {}
    for one in found.outcomes:
        if one.scope != PROGRAMME_SCOPE and one.moved and not _moved_with(one, whole[one.outcome_id]):
            was, now = (verdict.word for verdict in (one.before, one.now) if verdict)
            moved.setdefault((one.outcome_id, was, now, _in_short(one)), []).append(look.place(one.scope))
    if not moved:
        return []
    table = DataTable(
        "Where a place moved differently from the whole programme",
        ("Outcome", "Where", f"Year {found.before.number}", f"Year {found.now.number}", "On what evidence"),
        tuple(
            (words(look.link(outcome)), words(listed(where)), words(was), words(now), words(why))
            for (outcome, was, now, why), where in moved.items()
        ),
    )
    return [Section("moved-places", "In single places", 3, (table,))]


def _in_short(one: OutcomeOverTime) -> str:
    """Say in sentences what moved a verdict on a place."""
    turns = _told_turns(one.strands)
    due = ["It fell due."] if one.became_due else []
    if due or turns:
        return " ".join(due + turns)
    if _left_out(one):
        return "What it rests on is not all shown."
    return _too_little(one) if one.strands else _AS_BEFORE


def _every_outcome(look: Lookup, found: YearOnYear) -> Section:
    """Return every outcome of the whole programme, in each year so far."""
    whole = _whole(found)
    years = [year for year, _ in whole[0].past] if whole else []
    table = DataTable(
        "Every outcome of the whole programme, year by year",
        ("Outcome", *(f"Year {year}" for year in years), f"Year {found.now.number}", "Moved, and on what evidence"),
        tuple(
            (
                words(look.link(one.outcome_id)),
                *(words(_standing(verdict)) for _, verdict in one.past),
                words(_standing(one.now)),
                words(_move(look, one, found)),
            )
            for one in whole
        ),
    )
    return Section("year-by-year", "Year by year", 3, (table,))


def _standing(verdict: OutcomeVerdict | None) -> str:
    """Return `Emerging (low confidence)`.

    There is no confidence for an outcome that is not due, or for a verdict that somebody set by hand.
    """
    if verdict is None:
        return "Not judged"
    name = verdict.word
    if verdict.override is not None:
        return f"{name} (overridden)"
    return f"{name} ({CONFIDENCE.terms[verdict.sure]} confidence)" if verdict.sure else name


def _move(look: Lookup, one: OutcomeOverTime, found: YearOnYear) -> str:
    """Say whether the verdict moved, and on what evidence."""
    if one.before is None:
        return "Not judged before"
    if not one.told:
        return "Not shown"
    if one.moved:
        return _why(look, one, found)
    turned = [*_told_turns(one.strands), *_moved_at(look, one, found)]
    return f"{_stayed(one)}. {' '.join(turned)}" if turned else _stayed(one)


def _stayed(one: OutcomeOverTime) -> str:
    """Say `No`, and whether anything fell, whether it is more certain, or what the rules alone would give."""
    if one.fallen:
        return f"No, but there is a fall in {listed(one.fallen)}"
    if one.surer and not one.set_by_hand and one.now.standing is not Verdict.TOO_EARLY:
        return "No, but more certain" if one.surer > 0 else "No, but less certain"
    if one.now.override is not None and one.now.verdict != one.now.standing:
        return f"No; by the rules alone it would be {one.now.verdict.word.lower()}"
    return "No"


def _moved_at(look: Lookup, one: OutcomeOverTime, found: YearOnYear) -> list[str]:
    """Name the places where the verdict moved although the whole programme's did not."""
    moved = [look.place(o.scope) for o in found.outcomes if o.outcome_id == one.outcome_id and o.moved]
    return [f"Places where it moved: {listed(moved)}."] if moved else []


def _whole(found: YearOnYear) -> list[OutcomeOverTime]:
    return [one for one in found.outcomes if one.scope == PROGRAMME_SCOPE]
