"""How far coders agree: each code's coefficients, with the chart of α, never one number for all codes alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tideturn.evaluation.claims.checks.exposure import PROTECTED
from tideturn.evaluation.rounding import decimal
from tideturn.evaluation.told import Told, explained, joined, stated, stated_noun, told
from tideturn.methods.agreement import Agreement, CodeAgreement, Estimate
from tideturn.report.blocks import Annex, Block, DataTable, Figure, Paragraph, Section, words
from tideturn.report.charts.coders_agree import CodeAlpha, CodersAgree
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import listed, percent

_ALPHA: Final = told(
    "α is Krippendorff’s: {ends}, and it is taken over every character of the text, including text that nobody coded.",
    ends=explained("1 is full agreement, 0 what chance alone would give"),
)
_POSITIVE: Final = (
    "Positive agreement is twice what both coders gave a code, divided by the sum of what each coder gave it."
)
_FEW: Final = 10
"""Minimum number of texts for a firm range: with fewer, we know little about how far α would move with other texts."""


def agreement_figure(found: Agreement, titles: Mapping[str, str], *, enough: float, item: str = "") -> Figure:
    """Chart and tabulate the codes with their α, the lowest first. There must be codes.

    `titles` puts codes into words, where it has them. Codes with full agreement are in the table only, unless every
    code agrees fully. `enough` is the α below which findings that rest on a code are less certain. `item` names the
    evidence that the sentence's numbers are bound to.
    """
    codes = sorted(found.codes, key=_least_first)
    drawn = [one for one in codes if one.alpha.value is None or one.alpha.value < 1] or codes
    low = [one for one in codes if one.alpha.value is not None and one.alpha.value < enough]
    title = "How far coders agree on each code"
    table = DataTable(
        f"{title}, in numbers",
        ("Code", "Agree", "Positive agreement", "κ", "AC1", "α, with its 95% range"),
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
        sentence=_below(low, len(codes), len(codes) - len(drawn), titles, enough, item),
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
    """Say how far the year's coders agree, or why that cannot be said; None if nothing was coded.

    It is not known if no text had two coders. A release leaves it out if so few young people were interviewed that it
    could identify one.
    """
    found = look.evaluation.agreement
    if found is None and not any(item.kind == "interview" for item in look.evaluation.evidence):
        return None
    blocks: tuple[Block, ...]
    if found is not None and not found.codes:
        said = "Texts of this year were given to two people, and nobody laid a code: there is nothing to compare."
        blocks = (Paragraph(words(said)),)
    elif found is None:
        said = "No text of this year was coded by two people apart, so it is not known how far coders would agree."
        blocks = (Paragraph(words(said)),)
    elif _few_young(look):
        said = (
            "What coders agree on is left out: so few young people were interviewed that it could tell of one of them."
        )
        blocks = (Paragraph(words(said)),)
    else:
        titles = {row["code"]: row["title"] for row in look.dataset.table("codebook").to_dicts()}
        item = f"coders/{look.evaluation.year.number}"
        lead = (_coded(found, item, counts=look.release is None), _ALPHA, _ranges(found), _POSITIVE)
        blocks = (
            Paragraph(words(_overall(found, item))),
            Annex(
                (
                    Paragraph(words(joined(lead, " "))),
                    agreement_figure(found, titles, enough=look.evaluation.rules.agreement_concern, item=item),
                )
            ),
        )
    return Section("coder-agreement", "How far coders agree", 3, blocks)


def _coded(found: Agreement, item: str, *, counts: bool) -> Told:
    many = len(found.coders)
    people = "Two people" if many == 2 else stated_noun("coders", many, "person", "people", item=item)
    if not counts:
        return told("{people} each coded the same text.", people=people)
    return told(
        "{people} each coded the same text: {texts}, {characters}.",
        people=people,
        texts=stated_noun("of.documents", found.documents, "text", item=item),
        characters=stated_noun("of.units", found.units, "character", item=item),
    )


def _few_young(look: Lookup) -> bool:
    """Return whether a release hides how many young people or families were interviewed."""
    return any(look.hidden(look.cell(f"interviews/{voice}", "all")) for voice in PROTECTED)


def _overall(found: Agreement, item: str) -> Told:
    """Say how far coders agree on all codes together, and whether they cut the same pieces out of the text.

    This goes beside the table of codes and never replaces it.
    """
    pairs = [
        ("α with MASI distance", "alpha.masi", found.alpha.get("masi")),
        ("κ", "kappa", found.kappa),
        ("AC1", "ac1", found.ac1),
    ]
    others = (told("{name} {value}", name=name, value=_estimate(one, field, item)) for name, field, one in pairs if one)
    parts = [
        told(
            "All codes together: {percent} of the text alike, {others}.",
            percent=_estimate(found.percent, "percent", item, "share"),
            others=joined(others, ", "),
        )
    ]
    if found.unitised is not None:
        value = _estimate(found.unitised, "unitised", item)
        parts.append(told("As pieces cut out of the text, unitised α is {value}.", value=value))
    if any(one.kappa.value is None for one in found.codes):
        parts.append(Told("Undefined says that everyone did the same everywhere, so that chance cannot be told."))
    return joined(parts, " ")


def _estimate(one: Estimate, field: str, item: str, form: str = "hundredths") -> str:
    return "undefined" if one.value is None else stated(f"of.{field}.value", one.value, form, item=item)


def _ranges(found: Agreement) -> Told:
    """Say what the ranges in the chart are, and how reliable they are."""
    if found.documents < 2:
        return Told("With one text alone it has no range.")
    rough = ", which are few, so that the range is rough" if found.documents < _FEW else ""
    return told("Its range is that of {draws} of the texts{rough}.", draws=explained("95 in 100 draws"), rough=rough)


def _below(
    low: list[CodeAgreement], codes: int, full: int, titles: Mapping[str, str], enough: float, item: str
) -> Told:
    names = listed([f"“{titles.get(one.code, one.code)}”" for one in low])
    said = told(
        "α is below {enough} on {low} of {codes}{names}.",
        enough=stated("agreement_concern", enough, "rate", item="rules"),
        low=stated("below", len(low), item=item) if low else "none",
        codes=stated_noun("codes", codes, "code", item=item),
        names=f": {names}" if low else "",
    )
    if not full:
        return said
    which = "which is" if full == 1 else "which are"
    fully = stated("full", full, item=item)
    return told("{said} Coders agree fully on {full}, {which} in the table alone.", said=said, full=fully, which=which)


def _least_first(one: CodeAgreement) -> tuple[bool, float, str]:
    return one.alpha.value is None, one.alpha.value or 0.0, one.code


def _number(estimate: Estimate) -> str:
    return "undefined" if estimate.value is None else decimal(estimate.value, 2)


def _percent(estimate: Estimate) -> str:
    return "undefined" if estimate.value is None else percent(estimate.value)


def _ranged(estimate: Estimate) -> str:
    """Return α with its 95% range, if it has one: `0.53 (−0.02 to 1.00)`."""
    value = _number(estimate)
    if estimate.value is None:
        return value
    if estimate.low is None or estimate.high is None:
        return f"{value} (range not known)"
    return f"{value} ({decimal(estimate.low, 2)} to {decimal(estimate.high, 2)})"
