"""Every piece of evidence, numbered, with its source and the hash that proves what was read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from textwrap import shorten
from typing import Any

from tideturn.dataset.vocabulary import KIND, POLARITY
from tideturn.evaluation.ledger.counts.better import BY_VALUE
from tideturn.evaluation.ledger.counts.reach import WITH
from tideturn.evaluation.model import COUNT, THEME, EvidenceItem
from tideturn.evaluation.told import Bound, Told, joined, stated, stated_noun, told
from tideturn.methods.disclosure import HIDDEN
from tideturn.report.blocks import Block, Disclosure, Facts, Paragraph, Section, Span, verbatim, words
from tideturn.report.engine_claims import PIECES
from tideturn.report.sections.earlier_waves import earlier_waves
from tideturn.report.sections.lookup import Lookup, in_writing, listing, voice_name
from tideturn.report.wording import counted

_NAMES = {
    "responses": "responses",
    "missing": "gave no answer",
    "dont_know": "gave no opinion",
    "too_early": "said that it is too soon to tell",
    "k": "agree",
    "disagree": "disagree",
    "neutral": "neither agree nor disagree",
    "unplaced": "gave an answer of unknown meaning",
    "chose": "chose it",
    "left": "did not choose it",
    "better": "better",
    "same": "the same",
    "worse": "worse",
    "pairs": "scored at the start and again",
    "possible": "possible ties",
    "ties_before": "ties in the earlier wave",
    "ties_after": "ties in the later wave",
    "kept": "in both",
    "cases": "cases",
    "met": "met the whole pathway",
    "cases_before": "cases before",
    "met_before": "of them met it",
}

_WAYS = {
    "supports": "said that it is so",
    "contradicts": "said the opposite",
    "no_change": "said that nothing changed",
    "too_early": "said that it is too soon to tell",
    "mixed": "said both",
    "mentioned": "only mentioned it",
}
"""Words for what people say about a theme."""
_OF_N = ("k", "share", "p")
"""Fields that a count already has under another name, or that follow from it."""
_AS = {"population_share": "share", "difference": "in points", "low": "in points", "high": "in points"}
"""Printed form of the fields of a count that are not counts themselves."""
_COUNTS = "What was done, and what the evaluation rests on"
"""Heading of the counts that are not evidence of any outcome."""
_THEMES = "What people raised in interviews, theme by theme"
"""Heading of the themes, which are not evidence of any outcome."""
_NAMED = 4
"""Maximum number of rows that a piece of evidence names by key; `evaluation.json` names more."""


def evidence(look: Lookup) -> Section:
    """List the evidence by outcome; each piece opens to show what it is made of."""
    if not look.evaluation.evidence:
        nothing = Paragraph(words("No evidence was found in this year."))
        return Section("evidence", "The evidence, piece by piece", 2, (nothing,), "evidence")
    lead = Paragraph(words(_released(look) if look.release is not None else _working(look)))
    sections = tuple(
        Section(anchor, title, 3, tuple(_piece(look, item) for item in listed), PIECES)
        for anchor, title, items in _groups(look)
        if (listed := [item for item in items if look.lists(item)])
    )
    return Section("evidence", "The evidence, piece by piece", 2, (lead, *sections), "evidence")


def _groups(look: Lookup) -> Iterator[tuple[str, str, list[EvidenceItem]]]:
    """Yield the anchor, the heading and the evidence of each outcome, then of the themes and of the counts of work."""
    for outcome in look.outcomes:
        yield listing(outcome), look.title(outcome), look.evidence_of.get(outcome, [])
    of_none = look.evidence_of.get("", [])
    yield f"{listing('')}.themes", _THEMES, [item for item in of_none if item.kind != COUNT]
    yield listing(""), _COUNTS, [item for item in of_none if item.kind == COUNT]


def _working(look: Lookup) -> str:
    pieces = stated_noun("evidence", len(look.evaluation.evidence), "piece", item="listed")
    return told(
        "{pieces} of evidence. Each opens to the table and rows, or the "
        "file and words, that it was read from. The SHA-256 is a fingerprint of exactly what was read: if a single "
        "figure or letter of it is altered later, the fingerprint no longer fits.",
        pieces=pieces,
    )


def _released(look: Lookup) -> str:
    """Introduce a release's evidence without the number of pieces.

    Where some pieces are left out, a reader could work out how many by subtraction.
    """
    said = any(item.kind == "interview" for item in look.evaluation.evidence)
    more = " What was said is listed only where it may be quoted, and not where too few said it to be counted."
    return (
        "Each piece says which table or file it was read from. The rows themselves stay with the programme, and "
        f"so do the fingerprints that prove this release.{more if said else ''}"
    )


def _piece(look: Lookup, item: EvidenceItem) -> Disclosure:
    made_of = item.provenance
    voice = voice_name(item)
    # A release does not say whether somebody spoke or wrote: few did either in one place.
    kind = "written answer" if look.release is None and in_writing(item) else KIND.terms[item.kind]
    whence = f"{kind}, {voice}" if voice and item.kind != "document" else kind
    place = look.place_of(item)
    whence += f"; {place}" if place else ""
    summary = f"{look.number(item)}. {_called(item)} ({whence})"
    says = _says(item)
    pairs: list[tuple[str, str | Span]] = []
    if item.text and not _shown(item):
        pairs.append(("What it is", "The words are not shown: there is no consent to quote them."))
    elif item.text and not summary.startswith(f"{look.number(item)}. {' '.join(item.text.split())} ("):
        # The summary already has the whole of a short text.
        pairs.append(("What it is", verbatim(item.text)))
    if says:
        pairs.append(("What it says", f"{says}."))
    if item.by_name:
        pairs.append(("Numbers", _numbers(look, item)))
    pairs.append(("Read from", verbatim(_source(look, item))))
    if look.release is None or item.kind != "interview":
        # In a release an interview is not named: a reader could count how many were heard in one place.
        pairs.append(("Evidence id", verbatim(item.evidence_id)))
    if look.release is None:
        pairs.append(("SHA-256", verbatim(made_of.sha256)))
    facts: Block = Facts(tuple((name, words(text)) for name, text in pairs))
    return Disclosure(summary, (facts,), f"e{look.number(item)}")


def _says(item: EvidenceItem) -> str | None:
    """Say which way the piece reads. If its numbers read neither way, say that, not that somebody said both."""
    if item.kind == THEME:
        return None  # its numbers say it
    if item.polarity == "mixed" and item.value is not None:
        return "reads neither way for certain"
    return POLARITY.terms.get(item.polarity) if item.outcome_id else _WAYS.get(item.polarity)


def _called(item: EvidenceItem) -> str:
    """Describe the piece in a few words: the question, the indicator, or the first words of what was said."""
    if item.text and _shown(item):
        return shorten(" ".join(item.text.split()), 96, placeholder=" …")
    return "Words not quoted"


def _shown(item: EvidenceItem) -> bool:
    """Return whether the words may be shown.

    What people said or wrote in a survey needs their consent; what a table or a document says does not.
    """
    return item.kind != "interview" or item.quotable


def _source(look: Lookup, item: EvidenceItem) -> str:
    """Name the table or file and, in a working copy, the rows or the span of words in it."""
    made_of = item.provenance
    if look.release is not None:
        return "What one person said" if item.kind == "interview" else made_of.table
    named = made_of.rows[:_NAMED]
    rows = ", ".join(named)
    more = made_of.count - len(named)
    return f"{made_of.table}: {rows}" + (f" and {counted(more, 'more row')}" if more > 0 and rows else "")


def _numbers(look: Lookup, item: EvidenceItem) -> str:
    value = item.by_name  # by name: it prints everything that the item holds
    if item.kind == THEME:
        raised = told("{k} of {n} raised it", k=_stated(item, "k", value.get("k")), n=_stated(item, "n", item.n))
        ways = (
            told("{n} {way}", n=_stated(item, name, value[name]), way=way) for name, way in _WAYS.items() if value[name]
        )
        return joined((raised, *ways), "; ")
    if item.kind == COUNT:
        named = (
            (name, _stated(item, name, value[name], _AS.get(name, "count"))) for name in value if name not in _OF_N
        )
        return joined((told("{name} {n}", name=_field(name), n=n) for name, n in named), "; ")
    if look.release is not None and all(value.get(name) is None for name in _NAMES) and item.n is None:
        return "Too small to be shown."
    parts = [
        told("{n} {said}", n=_stated(item, name, value[name]), said=said)
        for name, said in _NAMES.items()
        if _told(look, value, name)
    ]
    if value.keys() & {"k", "chose"} and (item.n is not None or look.release is not None):
        parts.insert(0, told("{n} gave an opinion", n=_stated(item, "n", item.n)))
    counts = value.get("counts")
    if isinstance(counts, Mapping) and counts:
        answers = (
            told("“{answer}” {n}", answer=answer, n=_stated(item, f"counts.{answer}", count))
            for answer, count in counts.items()
        )
        parts.append(told("answers: {answers}", answers=joined(answers, ", ")))
    share = value.get("share")
    if "met_before" in value:
        difference = value.get("difference")
        if isinstance(difference, float) and item.interval:
            low, high = (_stated(item, f"interval.{i}", end, "points") for i, end in enumerate(item.interval))
            apart = _stated(item, "difference", difference, "in points")
            # If the comparison is another place, the interval is that of the difference between the two changes.
            within = "" if value.get("elsewhere") else told(" ({low} to {high})", low=low, high=high)
            parts.append(told("a difference of {apart}{within}", apart=apart, within=within))
    elif isinstance(share, float) and item.interval:
        low, high = (_stated(item, f"interval.{i}", end, "share") for i, end in enumerate(item.interval))
        part = _stated(item, "share", share, "share")
        parts.append(told("share {part} ({low} to {high})", part=part, low=low, high=high))
    if item.waves:
        parts.append(earlier_waves(item))
    return joined(parts, "; ") if parts else told("n {n}", n=_stated(item, "n", item.n))


def _field(name: str) -> str:
    """Return a count's field in words: `in time`; for a value as recorded, `“girl”` or `better “girl”`."""
    if not name.startswith(BY_VALUE):
        return name.replace("_", " ")
    begins, _, value = name.partition(".")
    return f"“{value}”" if name.startswith(WITH) else f"{begins} “{value}”"


def _stated(item: EvidenceItem, field: str, value: float | None, form: str = "count") -> Told:
    """Return a number of the piece, or the sign for one that a release hides."""
    if value is None:
        return Told(HIDDEN, (Bound(field, HIDDEN, form, item=item.evidence_id),))
    return stated(field, value, form, item=item.evidence_id)


def _told(look: Lookup, value: Mapping[str, Any], name: str) -> bool:
    if name not in value:
        return False
    held = value[name]
    if held is None:
        return look.release is not None
    return isinstance(held, int | float) and not isinstance(held, bool)
