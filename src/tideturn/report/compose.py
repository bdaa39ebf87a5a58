"""Put the sections of the report in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tideturn.dataset.known import known_by
from tideturn.dataset.model import Dataset
from tideturn.evaluation.model import Evaluation
from tideturn.report.annex import parted
from tideturn.report.blocks import Block, Paragraph, Report, Section, words
from tideturn.report.sections.board import board
from tideturn.report.sections.coded import coded
from tideturn.report.sections.contribution import contribution
from tideturn.report.sections.data_to_collect import every_gap
from tideturn.report.sections.delivery import delivery
from tideturn.report.sections.evidence import evidence
from tideturn.report.sections.findings import findings
from tideturn.report.sections.front import front, setting, status
from tideturn.report.sections.impact import impact
from tideturn.report.sections.learning import challenges, learning, strengths
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.method import method
from tideturn.report.sections.over_time import over_time
from tideturn.report.sections.pathways import moved
from tideturn.report.sections.programme import programme
from tideturn.report.sections.reach import reach_by_place
from tideturn.report.sections.recommendations import recommendations
from tideturn.report.sections.released import Release
from tideturn.report.sections.rules import rules
from tideturn.report.sections.since_last_year import since_last_year
from tideturn.report.sections.strands_by_place import strands_by_place
from tideturn.report.sections.summary import summary
from tideturn.report.sections.theory import theory
from tideturn.report.sections.written import Written, opened, strays
from tideturn.report.wording import month

REPORT: Final = "report.html"
EVIDENCE: Final = "evidence.html"


def compose(dataset: Dataset, evaluation: Evaluation, *, release: Release | None = None) -> Report:
    """Return the whole report as blocks, from a dataset and its evaluation of one year.

    With `release`, both must hold only what may be published: no row about a young person, and nothing that is
    withheld.
    """
    look = Lookup(known_by(dataset, evaluation.year.as_of), evaluation, release)
    written = Written(look)

    def led(name: str, section: Section | None, title: str = "") -> Section | None:
        """Return the section, starting with the text that somebody wrote for it."""
        return opened(written, name, section, name.replace("_", "-"), title)

    sections: list[Section | None] = [
        summary(look, written),
        board(look),
        led("programme", programme(look)),
        method(look),
        led("implementation", delivery(look), "Implementation"),
        *impact(look, written),
        contribution(look),
        moved(look),
        over_time(look),
        led("theory_of_change", theory(look), "The theory of change"),
        led("strengths", strengths(look)),
        led("challenges", challenges(look)),
        led("learning", learning(look)),
        led("recommendations", recommendations(look, written)),
        led("year_on_year", since_last_year(look), "What changed since last year"),
        *strays(written),
        findings(look, written),
        rules(look),
    ]
    title = f"What changed in Year {evaluation.year.number}, and how sure we can be"
    return _report(look, title, front(look), sections, EVIDENCE)


def compose_evidence(dataset: Dataset, evaluation: Evaluation, *, release: Release | None = None) -> Report:
    """Return the evidence behind the report as a document: every strand at every place, and every piece of evidence."""
    look = Lookup(known_by(dataset, evaluation.year.as_of), evaluation, release)
    title = f"The evidence behind Year {evaluation.year.number}"
    lead = Paragraph(words("This goes with the report. The numbers by which the report calls its evidence are here."))
    parts = [reach_by_place(look), strands_by_place(look), every_gap(look), coded(look), evidence(look)]
    return _report(look, title, (lead,), parts, REPORT)


def _report(
    look: Lookup, title: str, first: tuple[Block, ...], sections: Sequence[Section | None], companion: str
) -> Report:
    """Return a document of the year with its evaluator, commissioner and version."""
    evaluation, year = look.evaluation, look.evaluation.year
    body, annex = parted(section for section in sections if section is not None)
    return Report(
        programme=evaluation.programme,
        title=title,
        kicker=f"{evaluation.programme} · Year {year.number} evaluation · {month(year.start)} to {month(year.end)}",
        status=status(look),
        front=first,
        sections=body,
        annex=annex,
        author=setting(look, "evaluator"),
        commissioner=setting(look, "commissioner"),
        evaluator=setting(look, "evaluator"),
        classification=setting(look, "classification"),
        version=look.release.version if look.release else "",
        companion=companion,
    )
