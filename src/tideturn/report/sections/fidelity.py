"""How faithfully the work was done: delivered of planned, place by place, and every departure with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from tideturn.evaluation.ledger.counts.plan import PIECES
from tideturn.evaluation.told import Told, told, told_list
from tideturn.evaluation.units import noun
from tideturn.methods.fidelity import Fidelity
from tideturn.report.blocks import Annex, Block, Bullets, DataTable, Paragraph, Section, Words, verbatim, words
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.planned import Work, pieces_of, planned
from tideturn.report.wording import capital, counted, listed, number, sentence

_KINDS: Final = (
    ("adaptation", "adapted", "Adapted, still in line with the theory of change"),
    ("drift", "drifted", "Drifted, so no longer in line with the theory of change"),
    (None, "not judged", "Departed from the plan, and not judged yet"),
)
"""Kinds of departure: the judgement's code, the word to count it with, and its heading."""
_APART: Final = (
    "Each number is what was delivered of what was planned, in the plan’s own unit: the people that the work reached "
    "(coverage), or how much of it there was (dose). They are reported separately, and never combined into one score."
)
_WAYS: Final = {"adapted": "adapted", "drifted": "drifted", "not_judged": "not judged"}
"""Words for each field in the count of departures, by how they were judged."""
_IN_FULL, _SHORT, _UNKNOWN = "in full", "short of the plan", "with no count given"
"""Words for how work without a recorded departure was delivered."""


def fidelity(look: Lookup) -> Section | None:
    """Return fidelity by component and site; None if nothing was planned for the year."""
    work = planned(look)
    if not work:
        return None
    blocks = (
        Paragraph(_lead(look, work)),
        *_departures(work),
        Annex((Paragraph(words(_APART), "quiet"), _table(work))),
    )
    return Section("fidelity", "How faithfully the work was done", 3, blocks)


def faithfulness(look: Lookup, work: Sequence[Fidelity]) -> str:
    """Say how the work behind a link was done: `4 pieces of work: 2 in full, 1 short of the plan and 1 drifted (…).`"""
    if not work:
        return ""
    ways = [_way(one.judged) if one.departure else _as_planned(one) for one in work]
    drifted = [
        f"{one.component}, {look.place(one.site)}" for one, way in zip(work, ways, strict=True) if way == "drifted"
    ]
    where = f" ({'; '.join(drifted)})" if drifted else ""
    return f"{counted(len(work), 'piece of work')}{_tally(ways)}{where}."


def _tally(ways: Sequence[str]) -> str:
    """Count how the work went: `: 3 in full and 1 drifted`; if all of it went one way, `, all adapted`."""
    counts = Counter(ways)
    if len(counts) == 1:
        every = {1: "", 2: "both "}.get(len(ways), "all ")
        return f", {every}{ways[0]}"
    order = (_IN_FULL, _SHORT, _UNKNOWN, *(said for _, said, _ in _KINDS))
    return f": {listed([f'{number(counts[way])} {way}' for way in order if counts[way]])}"


def _way(judged: str | None) -> str:
    return next(said for code, said, _ in _KINDS if code == judged)


def _as_planned(work: Fidelity) -> str:
    """Say how much of the plan was delivered, over all of its measures, if no departure is recorded."""
    amounts = [(one.delivered, one.planned) for one in work.measures] or [(work.delivered, work.planned)]
    if any(delivered is not None and delivered < planned for delivered, planned in amounts):
        return _SHORT
    return _UNKNOWN if any(delivered is None for delivered, _ in amounts) else _IN_FULL


def _lead(look: Lookup, work: Sequence[Work]) -> Words:
    item = look.count(PIECES.name)
    fields = pieces_of(item, work)
    said = told(
        "{n} {pieces} {were} planned for this year.{departed}{silent}",
        n=fields["pieces"],
        pieces=noun("pieces of work", len(work)),
        were="was" if len(work) == 1 else "were",
        departed=_departed(work, fields),
        silent=_unexplained(fields),
    )
    return look.traced(said, item) if item is not None else words(said)


def _departed(work: Sequence[Work], fields: Mapping[str, Told]) -> Told:
    """Say how much work departed from the plan: ` 5 departed from the plan: 2 adapted and 3 drifted.`"""
    ways = [_way(one.judged) for one in work if one.departure]
    if not ways:
        return Told(" No departure is recorded.")
    parts = [told("{n} {way}", n=fields[field], way=way) for field, way in _WAYS.items() if way in ways]
    how = told(": {parts}", parts=told_list(parts)) if len(parts) > 1 else Told(_tally(ways))
    return told(" {n} departed from the plan{how}.", n=fields["departed"], how=how)


def _unexplained(fields: Mapping[str, Told]) -> Told:
    """Say how much fell short unexplained: ` A further 5 fell short of the plan, with no departure recorded.`"""
    silent = fields["short_unexplained"]
    if silent == "0":
        return Told("")
    return told(" A further {n} fell short of the plan, with no departure recorded.", n=silent)


def _table(work: Sequence[Work]) -> DataTable:
    return DataTable(
        "Each part of the work, place by place",
        ("Part of the work", "Delivered of planned", "Quality", "Departure from the plan"),
        tuple(
            (
                words(one.name),
                words(one.of_planned),
                words(sentence(one.quality) or "Not recorded"),
                words(_departure(one)),
            )
            for one in work
        ),
    )


def _departure(work: Work) -> str:
    if work.departure:
        return f"{capital(work.departed)}: {_way(work.judged)}"
    return "None recorded, though less than planned" if work.short else "None recorded"


def _departures(work: Sequence[Work]) -> Iterator[Block]:
    """Yield the departures with their reasons, adaptation apart from drift, then shortfalls that nobody explained."""
    for code, _, title in _KINDS:
        own = tuple(_reasoned(one) for one in work if one.departure and one.judged == code)
        if own:
            yield Section(f"departures-{code or 'not-judged'}", title, 4, (Bullets(own),))
    silent = tuple(
        words(told("{name}: {of_planned}.", name=one.name, of_planned=one.of_planned))
        for one in work
        if one.short and not one.departure
    )
    if silent:
        title = "Less than planned, with no reason recorded"
        yield Section("departures-not-recorded", title, 4, (Bullets(silent),))


def _reasoned(work: Work) -> Words:
    reason = sentence(work.reason) or "No reason was recorded."
    said = told(
        "{name}: {departed}, {of_planned}. ", name=work.name, departed=work.departed, of_planned=work.of_planned
    )
    return words(said, verbatim(reason))
