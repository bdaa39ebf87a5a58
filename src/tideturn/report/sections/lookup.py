"""What every section looks up in a dataset and its evaluation: names, places, questions, numbers of evidence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from tideturn.dataset.model import Dataset, Site
from tideturn.dataset.vocabulary import KIND, PROGRAMME_SCOPE
from tideturn.evaluation.claims.checks.exposure import PROTECTED
from tideturn.evaluation.looking_back import LookedBack, looked_back
from tideturn.evaluation.model import COUNT, THEME, Evaluation, EvidenceItem, OutcomeVerdict
from tideturn.evaluation.strand import Strand
from tideturn.evaluation.told import Bound, Told, bound_in, stated, told
from tideturn.evaluation.units import noun, whose
from tideturn.evaluation.verdicts import QUIET
from tideturn.evaluation.withholding.cells import Cells
from tideturn.evaluation.withholding.counts import tells_all
from tideturn.evaluation.withholding.pathways import pathway_cells
from tideturn.evaluation.withholding.records import record_cells
from tideturn.evaluation.withholding.withhold import heard_cell
from tideturn.methods.disclosure import HIDDEN
from tideturn.report.blocks import Span, VerdictMark, Words, words
from tideturn.report.sections.released import Release
from tideturn.report.wording import number as written
from tideturn.report.wording import plural

_UNSAFE: Final = re.compile(r"[^A-Za-z0-9_-]")
_SHOWN: Final = 4
"""Maximum number of pieces of evidence that a strand names one by one; beyond that, it links to the list."""


@dataclass(frozen=True)
class Lookup:
    """A dataset and its evaluation, with what the sections look up in them again and again."""

    dataset: Dataset
    evaluation: Evaluation
    release: Release | None = None
    """Release that the report is for; None for a working copy."""

    @cached_property
    def counts(self) -> Mapping[str, int | None]:
        """Return counts of people in the records by cell, such as `cases/london/2#open`; None if a release hides one.

        Sections take counts from here and never from rows, because a release has no rows about people.
        """
        if self.release is not None:
            return self.release.shown
        cells = Cells()
        record_cells(self.dataset, self.evaluation.year, cells)
        pathway_cells(self.evaluation.pathways, [site.code for site in self.sites], cells)
        return {name: cell.count for name, cell in cells.counts.items()}

    def cell(self, record: str, measure: str) -> str:
        """Return the cell of a record in the report's year."""
        return f"{record}/{self.evaluation.year.number}#{measure}"

    def hidden(self, cell: str) -> bool:
        """Return whether the release hides this count."""
        return self.release is not None and cell in self.counts and self.counts[cell] is None

    def said(self, count: float | None) -> str:
        """Return a count in figures, or the sign for one that is hidden."""
        return HIDDEN if count is None and self.release is not None else written(count)

    def counted(self, cell: str, noun: str) -> str:
        """Return a cell's count with its noun: `212 young people`, or `c young people` if it is hidden."""
        count = self.counts[cell]
        return f"{self.said(count)} {plural(2 if count is None else count, noun)}"

    @cached_property
    def outcomes(self) -> dict[str, dict[str, Any]]:
        """Return the outcome framework's rows by id, in the framework's order."""
        rows = self.dataset.table("outcomes").to_dicts()
        return {row["outcome_id"]: row for row in rows}

    @cached_property
    def verdicts(self) -> dict[tuple[str, str], OutcomeVerdict]:
        """Return every verdict by outcome and scope."""
        return {(v.outcome_id, v.scope): v for v in self.evaluation.outcomes}

    @cached_property
    def whole(self) -> tuple[OutcomeVerdict, ...]:
        """Return the programme-wide verdicts, in order."""
        return tuple(v for v in self.evaluation.outcomes if v.scope == PROGRAMME_SCOPE)

    @cached_property
    def judged(self) -> frozenset[str]:
        """Return the outcomes with a verdict on the whole programme; each has its own part of the report."""
        return frozenset(verdict.outcome_id for verdict in self.whole)

    @cached_property
    def sites(self) -> tuple[Site, ...]:
        """Return the programme's sites, in its own order."""
        return self.dataset.programme.sites

    @cached_property
    def questions(self) -> dict[str, str]:
        """Return what each survey question asked, by `item` and by `survey/item`; without a label, the item's name."""
        labels: dict[str, str] = {}
        for code, survey in self.dataset.surveys.items():
            asked = {q.name: q.label for q in survey.questions if q.label}
            for row in survey.items.to_dicts():
                label = row.get("label") or asked.get(row["item"]) or row["item"].replace("_", " ")
                labels[f"{code}/{row['item']}"] = label
                labels.setdefault(row["item"], label)
        return labels

    @cached_property
    def looked_back(self) -> dict[str, tuple[LookedBack, ...]]:
        """Return by outcome the questions that people also answered looking back.

        The report shows them beside the evidence, never as part of it.
        """
        return looked_back(self.dataset, self.evaluation.year)

    @cached_property
    def _numbers(self) -> dict[tuple[str, str], int]:
        """Number the evidence in the report's order: by outcome, the programme before its sites; then the counts."""
        groups = (*self.outcomes, "")
        listed = [item for group in groups for item in self.evidence_of.get(group, ()) if self.lists(item)]
        return {(e.outcome_id, e.evidence_id): i for i, e in enumerate(listed, start=1)}

    def lists(self, item: EvidenceItem) -> bool:
        """Return whether the report lists this evidence by itself.

        In a release, what people said is listed only if it may be quoted: a reader could count the pieces of a list
        that is known to be complete. A release also leaves out the words of young people if they are so few that their
        number is hidden, and any count with a hidden part.
        """
        if self.release is not None and item.kind == COUNT:
            return tells_all(item)
        if self.release is not None and item.kind == THEME:
            return item.n is not None
        if self.release is None or item.kind != "interview":
            return True
        if item.voice not in PROTECTED:
            return item.quotable
        return item.quotable and self.counts.get(heard_cell(item.voice, item.year)) is not None

    @cached_property
    def evidence(self) -> dict[tuple[str, str], EvidenceItem]:
        """Return each piece of evidence by outcome and id."""
        return {(e.outcome_id, e.evidence_id): e for e in self.evaluation.evidence}

    @cached_property
    def evidence_of(self) -> dict[str, list[EvidenceItem]]:
        """Return all evidence of each outcome: by kind, the whole programme before its sites, then by id or words."""
        kinds = {kind: i for i, kind in enumerate(KIND.codes)}
        scopes = {scope: i for i, scope in enumerate((PROGRAMME_SCOPE, *(site.code for site in self.sites)))}
        found: dict[str, list[EvidenceItem]] = defaultdict(list)
        for item in self.evaluation.evidence:
            found[item.outcome_id].append(item)
        for items in found.values():
            items.sort(key=lambda e: (kinds.get(e.kind, 9), *self._within(e, scopes)))
        return found

    def _within(self, item: EvidenceItem, scopes: Mapping[str, int]) -> tuple[int, str, str]:
        """Return the sort key within a kind.

        A release sorts what was said by its words, because it does not say the place.
        """
        if self.release is not None and item.kind == "interview":
            return (0, item.text, item.polarity)
        return (scopes.get(item.scope, 99), item.evidence_id, "")

    def title(self, outcome_id: str) -> str:
        """Return the outcome's title, or its id if the framework does not have it."""
        row = self.outcomes.get(outcome_id)
        return row["title"] if row else outcome_id

    def place(self, scope: str | None) -> str:
        """Return a scope as a reader knows it; a code that names no site stays as it is."""
        if not scope or scope == PROGRAMME_SCOPE:
            return "Whole programme"
        return next((site.name for site in self.sites if site.code == scope), scope)

    def place_of(self, item: EvidenceItem) -> str:
        """Return where a piece of evidence is from.

        For an interview in a release, return an empty string: the place could identify the speaker.
        """
        return "" if self.release is not None and item.kind == "interview" else self.place(item.scope)

    def count(self, measure: str, scope: str = PROGRAMME_SCOPE) -> EvidenceItem | None:
        """Return the year's count of this measure, `count/MEASURE/SCOPE/YEAR`; None if there is none."""
        return self.evidence.get(("", f"{COUNT}/{measure}/{scope}/{self.evaluation.year.number}"))

    def year_before(self, measure: str, scope: str = PROGRAMME_SCOPE) -> EvidenceItem | None:
        """Return the same count for the year before; None in the first year, or if there is none."""
        if not self.evaluation.earlier:
            return None
        past = self.evaluation.earlier[-1]
        name = f"{COUNT}/{measure}/{scope}/{past.year.number}"
        return next((item for item in past.evidence if item.evidence_id == name), None)

    def field(self, item: EvidenceItem, name: str, unit: str = "", *, which: str = "") -> Told:
        """Return a field of a count in figures, bound to that field: `119`, or the sign for one that is hidden.

        With its unit it is `119 referrals`; with `which` as well, `119 onward referrals`.
        """
        number = item.by_name[name]  # by name, since what is printed is bound to it
        said = self.said(number)
        bound = Bound(name, said, unit=unit if unit == item.unit else "", item=item.evidence_id)
        called = noun(unit, 2 if number is None else number) if unit else ""
        return Told(" ".join(part for part in (said, which, called) if part), (bound,))

    def were(self, item: EvidenceItem, name: str) -> Told:
        """Return a field of a count as the subject of a sentence: `none was`, `1 was`, `3 were`."""
        number = self.field(item, name)
        if item.number(name) == 0:
            return Told("none was", number.bound)
        return told("{n} {were}", n=number, were="was" if item.number(name) == 1 else "were")

    def share(self, item: EvidenceItem) -> Told:
        """Return the share of a count in brackets, after a space; empty if it is hidden or based on few."""
        share = item.share
        few = (item.n or 0) < self.evaluation.rules.small_denominator
        if share is None or few:
            return Told("")
        return told(" ({share})", share=stated("share", share, "share", item=item.evidence_id))

    def traced(self, text: str, *items: EvidenceItem) -> Words:
        """Return a sentence followed by links to the evidence that its numbers were counted from."""
        found = self.references("", tuple(item.evidence_id for item in items))
        return words(Told(text.removesuffix("."), bound_in(text)), " (", found, ").") if found else words(text)

    def number(self, item: EvidenceItem) -> int:
        """Return the number that the report gives this piece of evidence."""
        return self._numbers[item.outcome_id, item.evidence_id]

    def anchor(self, outcome_id: str, scope: str = PROGRAMME_SCOPE) -> str:
        """Return the anchor of an outcome's part of the report, for the whole programme or at one site."""
        name = f"outcome-{safe(outcome_id)}"
        return name if scope == PROGRAMME_SCOPE else f"{name}.at.{safe(scope)}"

    def link(self, outcome_id: str) -> Span:
        """Return the outcome's title as a link to its section."""
        return Span(self.title(outcome_id), target=self.anchor(outcome_id))

    def mark(self, verdict: OutcomeVerdict) -> VerdictMark:
        """Return the verdict that stands, as word and shape; if a site has none of its own, say why."""
        if verdict.own:
            return VerdictMark(verdict.mark, verdict.word)
        if not verdict.strands:
            return VerdictMark(None, "Nothing collected" if self.release is None else "Nothing to show")
        quiet = all(strand.reading in QUIET for strand in verdict.strands)
        return VerdictMark(None, "Too little to read" if quiet else "No clear difference")

    def references(self, outcome_id: str, ids: tuple[str, ...]) -> Words:
        """Return links to the first few pieces of evidence, and to the outcome's whole list if there are more."""
        known = [e for e in (self.evidence.get((outcome_id, i)) for i in ids) if e is not None and self.lists(e)]
        if not known:
            return ()
        spans: list[str | Span] = ["Evidence "]
        for position, item in enumerate(known[:_SHOWN]):
            spans += [", "] if position else []
            spans.append(Span(str(self.number(item)), target=f"e{self.number(item)}"))
        if len(known) > _SHOWN:
            spans += [" and ", Span(f"{len(known) - _SHOWN} more", target=listing(outcome_id))]
        return words(*spans)

    def of_outcome(self, text: str, outcome_id: str, scope: str) -> Told:
        """Return a text about an outcome, with the full names of what its numbers are bound to."""
        return Told(text, bound_in(text)).under(f"{outcome_id}/{scope}/{self.evaluation.year.number}")

    def of_verdict(self, text: str, verdict: OutcomeVerdict) -> Told:
        """Return a text about a verdict, with the full names of what its numbers are bound to."""
        return self.of_outcome(text, verdict.outcome_id, verdict.scope)


def safe(code: str) -> str:
    """Return a code as part of an anchor; different codes stay different."""
    return _UNSAFE.sub(lambda found: f".{ord(found[0]):x}", code)


def listing(outcome_id: str) -> str:
    """Return the anchor of the list of an outcome's evidence; without an outcome, of the counts of work."""
    return f"evidence-{safe(outcome_id)}" if outcome_id else "evidence.counts"


def kind_name(strand: Strand) -> str:
    """Return what kind of evidence a strand is, as a heading: `Survey`, `The series “NRM referrals”`."""
    name = strand.about or KIND.terms[strand.kind]
    return f"{name[0].upper()}{name[1:]}"


def in_writing(item: EvidenceItem) -> bool:
    """Return whether this is an answer that somebody wrote in a survey, not something said in an interview."""
    return item.kind == "interview" and item.origin.startswith("survey:")


def voice_name(said: Strand | EvidenceItem) -> str:
    """Return whose voice it is; empty for records, which have none."""
    return "" if said.voice == "record" else whose(said.voice, said.unit)
