"""How far coders agree: each code's coefficients, with the chart of α, never one number for all codes alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tideturn.evaluation.claims.checks.exposure import PROTECTED
from tideturn.evaluation.rounding import decimal
from tideturn.methods.agreement import Agreement, CodeAgreement, Estimate
from tideturn.report.blocks import Block, DataTable, Figure, Paragraph, Section, words
from tideturn.report.charts.coders_agree import CodeAlpha, CodersAgree
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import counted, listed, number, percent

_ALPHA: Final = (
    "α is Krippendorff’s: 1 is full agreement, 0 what chance alone would give, and it is taken over every character of "
    "the text, also what nobody coded."
)
_FEW: Final = 10
"""Fewer texts than this say little of how far α would move with other texts."""


def agreement_figure(found: Agreement, titles: Mapping[str, str], *, enough: float) -> Figure:
    """The codes with their α, the least first; `titles` in words where there are any.

    There must be codes. Those of full agreement are in the table and not in the chart, where there are others. `enough`
    is the α below which what rests on a code is less sure.
    """
    codes = sorted(found.codes, key=_least_first)
    drawn = [one for one in codes if one.alpha.value is None or one.alpha.value < 1] or codes
    low = [one for one in codes if one.alpha.value is not None and one.alpha.value < enough]
    title = "How far coders agree on each code"
    table = DataTable(
        f"{title}, in numbers",
        ("Code", "Agree", "Where either laid it", "κ", "AC1", "α, with its 95% range"),
        tuple(
            (
                words(titles.get(one.code, one.code)),
                words(_percent(one.percent)),
                words(_percent(one.positive)),
                *(words(_number(estimate)) for estimate in (one.kappa, one.ac1)),
                words(_ranged(one.alpha)),
            )
            for one in codes
        ),
        frozenset({1, 2, 3, 4, 5}),
    )
    return Figure(
        anchor="chart-coders-agree",
        title=title,
        sentence=_told(low, len(codes), len(codes) - len(drawn), titles, enough),
        description=" ".join(f"{titles.get(one.code, one.code)}: α {_number(one.alpha)}." for one in codes),
        chart=CodersAgree(
            tuple(
                CodeAlpha(titles.get(one.code, one.code), one.alpha.value, one.alpha.low, one.alpha.high)
                for one in drawn
            ),
            enough,
        ),
        table=table,
    )


def agreement(look: Lookup) -> Section | None:
    """How far the year's coders agree; that it is not known, where no text had two; None where nothing was coded."""
    found = look.evaluation.agreement
    if found is None and not any(item.kind == "interview" for item in look.evaluation.evidence):
        return None
    blocks: tuple[Block, ...]
    if found is not None and not found.codes:
        told = "Texts of this year were given to two people, and nobody laid a code: there is nothing to compare."
        blocks = (Paragraph(words(told)),)
    elif found is None:
        told = "No text of this year was coded by two people apart, so it is not known how far coders would agree."
        blocks = (Paragraph(words(told)),)
    elif _few_young(look):
        told = (
            "What coders agree on is left out: so few young people were interviewed that it could tell of one of them."
        )
        blocks = (Paragraph(words(told)),)
    else:
        titles = {row["code"]: row["title"] for row in look.dataset.table("codebook").to_dicts()}
        people = "Two people" if len(found.coders) == 2 else f"{len(found.coders)} people"
        much = "" if look.release else f": {counted(found.documents, 'text')}, {number(found.units)} characters"
        blocks = (
            Paragraph(words(f"{people} each coded the same text{much}. {_ALPHA} {_ranges(found)}")),
            agreement_figure(found, titles, enough=look.evaluation.rules.agreement_concern),
            Paragraph(words(_overall(found)), "quiet"),
        )
    return Section("coder-agreement", "How far coders agree", 3, blocks)


def _few_young(look: Lookup) -> bool:
    """Whether a release hides how many young people or families were interviewed."""
    return any(look.hidden(look.cell(f"interviews/{voice}", "all")) for voice in PROTECTED)


def _overall(found: Agreement) -> str:
    """All codes together, beside the table and never in its place; and whether the same pieces were cut out."""
    pairs = [("α with MASI distance", found.alpha.get("masi")), ("κ", found.kappa), ("AC1", found.ac1)]
    told = ", ".join(f"{name} {_number(one)}" for name, one in pairs if one is not None)
    pieces = (
        "" if found.unitised is None else f" As pieces cut out of the text, unitised α is {_number(found.unitised)}."
    )
    undefined = [one.code for one in found.codes if one.kappa.value is None]
    more = " Undefined says that everyone did the same everywhere, so that chance cannot be told." if undefined else ""
    return f"All codes together: {_percent(found.percent)} of the text alike, {told}.{pieces}{more}"


def _ranges(found: Agreement) -> str:
    """What the bands of the chart are, and how much they are worth."""
    if found.documents < 2:
        return "With one text alone it has no range."
    told = "Its range is that of 95 in 100 draws of the texts"
    return f"{told}, which are few, so that the range is rough." if found.documents < _FEW else f"{told}."


def _told(low: list[CodeAgreement], codes: int, full: int, titles: Mapping[str, str], enough: float) -> str:
    names = listed([f"“{titles.get(one.code, one.code)}”" for one in low])
    told = f"α is below {enough:g} on {number(len(low))} of {counted(codes, 'code')}{f': {names}' if low else ''}."
    return f"{told} Coders agree fully on {number(full)}, which are in the table alone." if full else told


def _least_first(one: CodeAgreement) -> tuple[bool, float, str]:
    return one.alpha.value is None, one.alpha.value or 0.0, one.code


def _number(estimate: Estimate) -> str:
    return "undefined" if estimate.value is None else decimal(estimate.value, 2)


def _percent(estimate: Estimate) -> str:
    return "undefined" if estimate.value is None else percent(estimate.value)


def _ranged(estimate: Estimate) -> str:
    """With its 95% range, where there is one: 0.53 (−0.02 to 1.00)."""
    value = _number(estimate)
    if estimate.value is None:
        return value
    if estimate.low is None or estimate.high is None:
        return f"{value} (range not known)"
    return f"{value} ({decimal(estimate.low, 2)} to {decimal(estimate.high, 2)})"
