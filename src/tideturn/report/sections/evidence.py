"""Every piece of evidence, numbered, with what it was read from and the hash by which that can be proved."""

from __future__ import annotations

from textwrap import shorten
from typing import Any

from tideturn.dataset.vocabulary import KIND, POLARITY
from tideturn.evaluation.model import EvidenceItem
from tideturn.report.blocks import Block, Disclosure, Facts, Paragraph, Section, words
from tideturn.report.sections.lookup import Lookup, safe, voice_name
from tideturn.report.wording import counted, number, percent

_NAMES = {
    "responses": "responses",
    "missing": "gave no answer",
    "dont_know": "gave no opinion",
    "too_early": "said that it is too soon to tell",
    "k": "agree",
    "disagree": "disagree",
    "neutral": "neither agree nor disagree",
    "better": "better",
    "same": "the same",
    "worse": "worse",
    "pairs": "scored twice",
}


def evidence(look: Lookup) -> Section:
    """The evidence by outcome; each piece opens to what it is made of."""
    if not look.evaluation.evidence:
        nothing = Paragraph(words("No evidence was found in this year."))
        return Section("evidence", "The evidence, piece by piece", 2, (nothing,), "evidence")
    lead = Paragraph(
        words(
            f"{counted(len(look.evaluation.evidence), 'piece')} of evidence. Each opens to the table and rows, or the "
            "file and words, that it was read from. The SHA-256 is a fingerprint of exactly what was read: if a single "
            "figure or letter of it is altered later, the fingerprint no longer fits."
        )
    )
    sections = tuple(
        Section(
            f"evidence-{safe(outcome)}",
            look.title(outcome),
            3,
            tuple(_piece(look, item) for item in look.evidence_of[outcome]),
            "pieces",
        )
        for outcome in look.outcomes
        if look.evidence_of[outcome]
    )
    return Section("evidence", "The evidence, piece by piece", 2, (lead, *sections), "evidence")


def _piece(look: Lookup, item: EvidenceItem) -> Disclosure:
    made_of = item.provenance
    voice = voice_name(item.voice)
    kind = KIND.terms[item.kind]
    whence = f"{kind}, {voice}" if voice and item.kind != "document" else kind
    summary = f"{look.number(item)}. {_called(item)} ({whence}; {look.place(item.scope)})"
    says = POLARITY.terms.get(item.polarity)
    pairs: list[tuple[str, str]] = []
    if item.text:
        pairs.append(
            ("What it is", item.text if _shown(item) else "The words are not shown: there is no consent to quote them.")
        )
    if says:
        pairs.append(("What it says", f"{says}."))
    if item.value:
        pairs.append(("Numbers", _numbers(item)))
    rows = ", ".join(made_of.rows)
    more = made_of.count - len(made_of.rows)
    pairs += [
        ("Read from", f"{made_of.table}: {rows}" + (f" and {counted(more, 'more row')}" if more > 0 and rows else "")),
        ("Evidence id", item.evidence_id),
        ("SHA-256", made_of.sha256),
    ]
    facts: Block = Facts(tuple((name, words(text)) for name, text in pairs))
    return Disclosure(summary, (facts,), f"e{look.number(item)}")


def _called(item: EvidenceItem) -> str:
    """The piece in a few words: the question, the indicator, the first words of what was said."""
    if item.text and _shown(item):
        return shorten(" ".join(item.text.split()), 96, placeholder=" …")
    return "Words not quoted"


def _shown(item: EvidenceItem) -> bool:
    """Spoken and written-in words only with consent; what a table or a document says always."""
    return item.kind != "interview" or item.quotable


def _numbers(item: EvidenceItem) -> str:
    value = item.value or {}
    parts = [f"{number(value[name])} {said}" for name, said in _NAMES.items() if _countable(value.get(name))]
    if item.n is not None and "k" in value:
        parts.insert(0, f"{number(item.n)} gave an opinion")
    counts = value.get("counts")
    if isinstance(counts, dict) and counts:
        parts.append("answers: " + ", ".join(f"{answer} {number(count)}" for answer, count in counts.items()))
    share = value.get("share")
    if isinstance(share, float) and item.interval:
        parts.append(f"share {percent(share)} ({percent(item.interval[0])} to {percent(item.interval[1])})")
    return "; ".join(parts) or f"n {number(item.n)}"


def _countable(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
