"""What people raised in interviews, theme by theme: how many of each voice, who said the opposite, and a quotation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE, SPEAKER
from tideturn.evaluation.evidence_values import ThemeCounts
from tideturn.evaluation.measured import known
from tideturn.evaluation.model import THEME, EvidenceItem
from tideturn.evaluation.told import Told, stated, told, told_list
from tideturn.evaluation.units import OF_VOICE, noun
from tideturn.report.blocks import Paragraph, Section, Span, Words, verbatim, words
from tideturn.report.sections.lookup import Lookup, in_writing

TITLES: Final = {
    "context": "What people said of the places",
    "implementation": "What people said of the work",
    "strength": "What people said went well",
    "challenge": "What people said was hard",
    "learning": "What people said they learnt",
    "participation": "What people said of young people’s part",
    "account": "Pieces of work, as people told them",
}
"""Heading of each kind of theme."""
_OPPOSITE: Final = "contradicts"
_SHORTEST: Final = 40
_LONGEST: Final = 220
"""Maximum length, in characters, of words that are quoted; `_SHORTEST` is the minimum."""


def themes_of(look: Lookup, kind: str) -> tuple[Section, ...]:
    """Return the themes of one kind as a section of their own, the most raised first; empty without any."""
    rows = [row for row in look.dataset.table("codebook").to_dicts() if row["theme"] == kind and not row["outcome_id"]]
    coded = {
        row["code"]: [item for item in look.evidence_of.get("", ()) if _coded(item) == row["code"]] for row in rows
    }
    raised = sorted((row for row in rows if coded[row["code"]]), key=lambda row: -_people(coded[row["code"]]))
    broad = {row["parent"] for row in raised}
    lines = (_line(look, row, coded[row["code"]], quoting=row["code"] not in broad) for row in raised)
    told_of = tuple(Paragraph(line) for line in lines if line)
    return (Section(f"themes-{kind}", TITLES[kind], 3, told_of),) if told_of else ()


def _coded(item: EvidenceItem) -> str:
    """Return the code of a theme's count or of one of its codings; empty for any other evidence."""
    return item.evidence_id.rpartition("/")[2] if item.kind == "interview" else item.code


def _counts(items: Iterable[EvidenceItem]) -> list[EvidenceItem]:
    """Return the theme's counts for the whole programme, by voice, as far as they may be shown."""
    counted = [item for item in items if item.kind == THEME and item.scope == PROGRAMME_SCOPE and item.n is not None]
    return sorted((item for item in counted if item.k), key=lambda item: SPEAKER.codes.index(item.voice))


def _people(items: Iterable[EvidenceItem]) -> int:
    return sum(known(item.k) for item in _counts(items))


def _line(look: Lookup, row: Mapping[str, Any], items: list[EvidenceItem], *, quoting: bool) -> Words:
    """Return `Title: 11 of 14 staff raised this; 2 staff said the opposite (Evidence 7). “…” (Staff)`.

    Quotations of a broad theme are under the narrower ones.
    """
    counts = _counts(items)
    does = "gave an account" if row["theme"] == "account" else "raised this"
    quoted = _quoted(look, items) if quoting else []
    if not counts and not quoted and look.release is not None:
        return ()
    said = look.traced(_raised(look, counts, does), *counts)
    return words(Span(row["title"] or row["code"], strong=True, verbatim=True), ": ", said, *quoted)


def _raised(look: Lookup, counts: list[EvidenceItem], does: str) -> Told:
    """Say who raised a theme; if nobody is counted, a release does not say whether they spoke or wrote."""
    if not counts:
        return Told("people wrote of this in a survey." if look.release is None else "people raised this.")
    who = told_list(
        told("{k} of {n} {people}", k=_of(item, "k"), n=_of(item, "n"), people=OF_VOICE[item.voice]) for item in counts
    )
    against = [
        told("{k} {people}", k=_of(item, _OPPOSITE), people=noun(OF_VOICE[item.voice], against))
        for item in counts
        if (against := item.value_as(ThemeCounts).contradicts)
    ]
    denied = told("; {people} said the opposite", people=told_list(against)) if against else Told("")
    return told("{who} {does}{denied}.", who=who, does=does, denied=denied)


def _of(item: EvidenceItem, field: str) -> Told:
    # By name, since what is printed is bound to it; `_counts` leaves out what is hidden.
    return stated(field, item.n if field == "n" else item.by_name[field], item=item.evidence_id)


def _quoted(look: Lookup, items: list[EvidenceItem]) -> list[Words | str]:
    """Return a quotation for the theme, and one from somebody who said the opposite, if they agreed to be quoted."""
    fit = [
        item
        for item in items
        if item.kind == "interview"
        and item.quotable
        and item.speaker
        and look.lists(item)
        and _SHORTEST <= len(item.text) <= _LONGEST
    ]
    opposite = [item for item in fit if item.polarity == _OPPOSITE]
    parts: list[Words | str] = []
    for item in ([one for one in fit if one.polarity != _OPPOSITE][:1], opposite[:1]):
        for said in item:
            wrote = ", in a survey" if in_writing(said) and look.release is None else ""
            parts += [" ", words(verbatim(f"“{said.text}”"), f" ({said.speaker}{wrote})")]
    return parts
