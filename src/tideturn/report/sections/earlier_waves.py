"""How answers to the same question moved from an earlier wave to this year's, with the numbers of both."""

from __future__ import annotations

from functools import partial
from typing import Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.strand import StrandItem
from tideturn.evaluation.told import Told, joined, stated, told, told_list
from tideturn.evaluation.units import whose
from tideturn.evaluation.waves import FELL, ROSE, SAME, UNCLEAR, Wave, in_year
from tideturn.report.blocks import DataTable, words
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import capital

_MOVED: Final = {ROSE: "Rose", FELL: "Fell", SAME: "Much the same"}

_ALIKE: Final = "alike"
_FROM: Final = {
    ROSE: "up from",
    FELL: "down from",
    _ALIKE: "the same as",
    SAME: "much the same as",
    UNCLEAR: "no clear change from",
}


def earlier_waves(item: EvidenceItem) -> Told:
    """Return each earlier wave of a question beside this year's answers at the same sites."""
    return joined((_wave(item, at, wave) for at, wave in enumerate(item.waves)), "; ")


def since_earlier(item: StrandItem, least: int) -> Told:
    """Return `up from 23 of 45 (51%) before Year 1; no clear change from 39 of 50 (78%) in Year 1`.

    Give a share only if at least `least` people answered then. Leave out waves at other sites and waves of the same
    people twice: so short a sentence cannot describe them.
    """
    parts: dict[str, list[Told]] = {moved: [] for moved in _FROM}
    for at, wave in enumerate(item.waves):
        if (wave.k_now, wave.n_now) == (item.k, item.n) and not wave.pairs:
            fields = [f"waves.{at}.{name}" for name in ("k", "n", "share")]
            number = partial(stated, item=item.evidence)
            then = told("{k} of {n}", k=number(fields[0], wave.k), n=number(fields[1], wave.n))
            share = "" if wave.n < least else told(" ({share})", share=number(fields[2], wave.share, "share"))
            parts[_ALIKE if (wave.k, wave.n) == (item.k, item.n) else wave.moved].append(
                told("{then}{share} {when}", then=then, share=share, when=in_year(wave.year))
            )
    return joined(
        (told(f"{_FROM[moved]} {{waves}}", waves=told_list(waves)) for moved, waves in parts.items() if waves), "; "
    )


def _wave(item: EvidenceItem, at: int, wave: Wave) -> Told:
    then, now, apart = _parts(item, at, wave)
    if wave.pairs:
        number = partial(_number, item, at, wave)
        apart = told(
            "among {pairs} who answered both times, {gained} do only now and {lost} did only then, a difference of "
            "{apart}, {p}",
            pairs=number("pairs"),
            gained=number("gained"),
            lost=number("lost"),
            apart=apart,
            p=number("p_sign", "p"),
        )
    else:
        apart = told("a difference of {apart}", apart=apart)
    return told(
        "{when} {then}, and now {now} at the same sites: {apart}",
        when=in_year(wave.year),
        then=then,
        now=now,
        apart=apart,
    )


def waves_table(look: Lookup) -> DataTable | None:
    """List every question of the whole programme that has an earlier wave; None if none has."""
    rows = tuple(
        (
            words(look.link(outcome_id)),
            words(item.text),
            words(whose(item.voice, item.unit)),
            words(told("{when}: {then}", when=capital(in_year(wave.year)), then=then)),
            words(now),
            words(apart if among is None else told("{d} among {n} who answered both times", d=apart, n=among)),
            words(_MOVED.get(wave.moved, "Neither is shown")),
        )
        for outcome_id in look.outcomes
        for item in look.evidence_of[outcome_id]
        if item.scope == PROGRAMME_SCOPE
        for at, wave in enumerate(item.waves)
        for then, now, apart in (_parts(item, at, wave),)
        for among in (_number(item, at, wave, "pairs") if wave.pairs else None,)
    )
    if not rows:
        return None
    columns = ("Outcome", "Question", "Who answered", "Earlier wave", "This year, same sites", "Difference", "Moved")
    return DataTable("How many agree, wave by wave", columns, rows)


def _parts(item: EvidenceItem, at: int, wave: Wave) -> tuple[Told, Told, Told]:
    """Return the earlier result, this year's result, and the difference between the two shares.

    If the wave has pairs, the difference is that of the people who answered both times.
    """
    number = partial(_number, item, at, wave)
    then = told("{k} of {n} ({share})", k=number("k"), n=number("n"), share=number("share", "share"))
    now = told("{k} of {n} ({share})", k=number("k_now"), n=number("n_now"), share=number("share_now", "share"))
    by = "difference" if wave.pairs else "apart"
    ends = {"low": number(f"{by}_low", "points"), "high": number(f"{by}_high", "points")}
    return then, now, told("{d} ({low} to {high})", d=number(by, "in points"), **ends)


def _number(item: EvidenceItem, at: int, wave: Wave, field: str, form: str = "count") -> Told:
    # By name, since what is printed is bound to it.
    return stated(f"waves.{at}.{field}", getattr(wave, field), form, item=item.evidence_id)
