"""Write the plain report for partners: what changed, how sure it is, and each site's work, differences and requests."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from tideturn.dataset.verdict import Verdict
from tideturn.evaluation.told import Told
from tideturn.report.blocks import Block, Key, Paragraph, Section, VerdictLine, VerdictMark, Words, verbatim, words
from tideturn.report.plain.claims import references_of
from tideturn.report.plain.differences import differences
from tideturn.report.plain.findings import Line, lines
from tideturn.report.plain.parts import best_first, of_area, recommended, short_list
from tideturn.report.plain.phrases import PARTNERS
from tideturn.report.plain.sites import sites
from tideturn.report.sections.lookup import Lookup, safe
from tideturn.report.wording import month, sentence

ROWS: Final = 24
"""Maximum number of outcomes, over all areas, that get a row each."""
_ORDER: Final = (
    *(Verdict.SUPPORTED, Verdict.EMERGING, Verdict.MIXED, Verdict.CONTESTED, Verdict.NO_CHANGE),
    *(Verdict.ADVERSE, Verdict.TOO_EARLY, Verdict.INSUFFICIENT, Verdict.NOT_MEASURED, Verdict.WITHHELD),
)
"""Order of verdicts where outcomes are grouped by verdict."""
_DIFFERENCES: Final = 3
_OF_ONE_PAGE: Final = 4
"""Number of sites that fit on one page."""
_PARTNERS: Final = re.compile(
    r"\b(?:partners?|partnerships?|police|schools?|councils?|housing|health|services|agenc(?:y|ies)|courts?|"
    r"professionals|stakeholders?|organisations?)\b",
    re.IGNORECASE,
)


def pages(look: Lookup) -> int:
    """Return the maximum number of pages: one for everyone, and one for every four sites."""
    return 1 + max(1, -(-len(look.sites) // _OF_ONE_PAGE))


def partners(look: Lookup) -> tuple[tuple[Block, ...], tuple[Section | None, ...]]:
    """Return the blocks above the first heading, then the sections."""
    every = lines(look.dataset, look.evaluation, PARTNERS)
    asks = [row for row in recommended(look) if _PARTNERS.search(f"{row['for_whom']} {row['text']}")]
    here, everywhere = sites(look, asks)
    return _front(look), (
        _found("practitioners", "People who work with young people", every, "practitioner", look),
        _found("system", "How services work together", every, "system", look),
        _found("young-people", "Young people", every, "cyp", look),
        here,
        _asked(everywhere),
        _differ(look),
    )


def _front(look: Lookup) -> tuple[Block, ...]:
    year, report = look.evaluation.year, look.dataset.programme.report
    lead = f"What changed from {month(year.start)} to {month(year.end)}, how sure we are, and what we ask of you."
    who = [
        f"{label} {report[name]}."
        for name, label in (("evaluator", "Evaluated by:"), ("commissioner", "For:"))
        if report.get(name)
    ]
    rest = (
        "“Agreed” means that they agreed with our survey question about it. The full report gives each question, every "
        "number and who says otherwise. A change that we saw may have other causes."
    )
    return (Paragraph(words(lead), "lede"), Paragraph(words(" ".join((*who, rest)))))


def _found(anchor: str, title: str, every: Sequence[Line], area: str, look: Lookup) -> Section | None:
    """Return the outcomes of an area, best supported first, with a row each; if there are too many, by verdict only."""
    own = best_first(of_area(look, every, area))
    if not own:
        return None
    if len(every) <= ROWS:
        return Section(anchor, title, 2, tuple(map(_row, own)))
    labels = {v: "; ".join(line.label for line in own if line.mark.verdict is v) for v in _ORDER}
    marks = Key(tuple((VerdictMark(v, v.says.plain), told) for v, told in labels.items() if told))
    return Section(anchor, title, 2, (marks, Paragraph(words("The full report says why."), "quiet")))


def _row(line: Line) -> Section:
    """Return a verdict and a paragraph, with the outcome as their heading."""
    blocks = (VerdictLine(line.mark, line.sure), Paragraph(words(line.said)))
    return Section(f"plain-{safe(line.outcome_id)}", line.label, 3, blocks)


def _asked(rows: Sequence[dict[str, str]]) -> Section | None:
    """Return the recommendations to partners that name no site."""
    items: list[Words] = [
        words(verbatim(sentence(row["text"])), " (For ", verbatim(row["for_whom"]), ".)") for row in rows
    ]
    return short_list("asked", "What should happen next", items)


def _differ(look: Lookup) -> Section | None:
    items = [words(Told(claim.text, references_of(claim))) for claim in differences(look.evaluation)]
    return short_list("differ", "Where you and the programme’s staff differ", items, most=_DIFFERENCES)
