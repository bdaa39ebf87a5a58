"""What people wrote, where it belongs: each sentence with a small number that leads to what it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from tideturn.dataset.vocabulary import IMPACT_SECTIONS, PROGRAMME_SCOPE
from tideturn.dataset.wording import capital
from tideturn.evaluation.claims.checks.evidence import reviewed
from tideturn.evaluation.claims.grade import JUDGED, Grading
from tideturn.evaluation.claims.model import DRAFTED, FAIL, SUMMARY, Check, Claim
from tideturn.report.blocks import Paragraph, Section, Span, Words, words
from tideturn.report.sections.lookup import Lookup, safe

REACH: Final = "reach"
OWN_PLACE: Final = (
    *(SUMMARY, "programme", "implementation", REACH, "theory_of_change", "strengths", "challenges", "learning"),
    *("recommendations", "year_on_year"),
)
"""Sections that have findings of their own. A claim about an impact is printed with its outcome."""
_CALLED: Final = {"context": "programme"}
"""Sections of the report that findings call by another name."""
WHO_WAS_REACHED: Final = "Who was reached"
"""Heading of findings about reach, if the report has that heading."""
JUDGEMENT: Final = "judgement"
"""Mark for a sentence that is in part the evaluator's judgement."""
_OUTCOMES: Final = "outcomes"
_ORDER: Final = (SUMMARY, "programme", "implementation", REACH, _OUTCOMES, *OWN_PLACE[4:])
_STOPPED: Final = {
    "orphan_claim": "it rests on no evidence",
    "stale_evidence": "its evidence has changed since",
    "number_mismatch": "a number is not that of its evidence",
    "unit_mismatch": "a number counts other people than it says",
    "edge_polarity": "evidence that is drawn as support reads otherwise",
    "quote_not_found": "a quotation is not found or may not be quoted",
    "overclaim": "it says more than its evidence",
    "contribution_without_rival": "nothing else that may explain it was considered",
    "disclosure": "it shows a small number",
    "dissent_hidden": "it shows one side only",
}


@dataclass(frozen=True)
class Written:
    """The claims of a report in the order in which it prints them, each with its number and its mark."""

    look: Lookup

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """Return every claim in reading order: by section.

        Within the outcomes, the order is by outcome, with the whole programme before places.
        """
        outcomes = {outcome: i for i, outcome in enumerate(self.look.outcomes)}
        scopes = {scope: i for i, scope in enumerate((PROGRAMME_SCOPE, *(site.code for site in self.look.sites)))}

        def place(claim: Claim) -> tuple[int, int, int]:
            section = self._section(claim)
            if section not in _ORDER:
                return len(_ORDER), self.others.index(section), 0
            if section != _OUTCOMES:
                return _ORDER.index(section), 0, 0
            return _ORDER.index(section), outcomes[claim.outcome_id], scopes.get(claim.scope, len(scopes))

        return tuple(sorted(self.look.evaluation.claims, key=place))

    @cached_property
    def others(self) -> tuple[str, ...]:
        """Return the sections that the report does not have, in the order in which they were first written."""
        return tuple(
            dict.fromkeys(filter(lambda name: name not in _ORDER, map(self._section, self.look.evaluation.claims)))
        )

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Return the number of each claim by its id."""
        return {claim.claim_id: number for number, claim in enumerate(self.claims, start=1)}

    @cached_property
    def checks(self) -> dict[str, list[Check]]:
        """Return the checks that each claim did not simply pass; empty in a release."""
        found: dict[str, list[Check]] = {}
        for check in self.look.evaluation.checks if self.look.release is None else ():
            if check.status != "pass":
                found.setdefault(check.claim_id, []).append(check)
        return found

    @cached_property
    def judged(self) -> dict[str, Grading]:
        """Return the grading of each claim that is in part the evaluator's judgement, by id."""
        return {one.claim_id: one for one in self.look.evaluation.gradings if one.grade == JUDGED}

    def of(self, section: str) -> tuple[Claim, ...]:
        """Return the claims of one section."""
        return tuple(claim for claim in self.claims if self._section(claim) == section)

    def about(self, outcome_id: str, scope: str) -> list[Paragraph]:
        """Return what was written about an outcome, as prose, for the whole programme or one place; empty for none."""
        own = [
            claim
            for claim in self.claims
            if self._section(claim) == _OUTCOMES and (claim.outcome_id, claim.scope) == (outcome_id, scope)
        ]
        return [Paragraph(self.sentences(own))] if own else []

    def mark(self, claim: Claim) -> str:
        """Return the mark beside a sentence's number: that it is judgement, and what a working copy still lacks."""
        failed = [check.check for check in self.checks.get(claim.claim_id, ()) if check.status == FAIL]
        stopped = [_STOPPED.get(check, check.replace("_", " ")) for check in failed if check != "unreviewed"]
        if stopped:
            return f"stopped: {'; '.join(stopped)}"
        said = [JUDGEMENT] if claim.claim_id in self.judged else []
        if failed:
            said.append(_lacking(claim))
        return ", ".join(said)

    def sentence(self, claim: Claim) -> Words:
        """Return the sentence with its raised number and its mark."""
        mark = self.mark(claim)
        number = str(self.numbers[claim.claim_id])
        note = Span(
            f"{number}\N{NO-BREAK SPACE}{mark}" if mark else number,
            strong=mark.startswith("stopped"),
            target=claim_anchor(claim.claim_id),
            note=True,
        )
        return words(claim.text.strip(), note)

    def sentences(self, claims: Iterable[Claim]) -> Words:
        """Return the sentences in their order, as the words of one paragraph."""
        parts: list[Words | str] = []
        for claim in claims:
            parts += [" "] if parts else []
            parts.append(self.sentence(claim))
        return words(*parts)

    def _section(self, claim: Claim) -> str:
        if claim.section in IMPACT_SECTIONS:
            return _OUTCOMES if claim.outcome_id in self.look.outcomes else SUMMARY
        return _CALLED.get(claim.section, claim.section)


def _lacking(claim: Claim) -> str:
    """Say what somebody other than the author of a sentence must still do."""
    if reviewed(claim):
        return "not signed"
    return "draft" if claim.author == DRAFTED and not claim.reviewer else "not reviewed"


def opened(written: Written, name: str, section: Section | None, anchor: str, title: str) -> Section | None:
    """Return a section with what was written for it first.

    Make the section if there is only prose; return None if there is neither.
    """
    claims = written.of(name)
    if name == "implementation" and (reach := written.of(REACH)):
        section, told = _with_reach(section, Paragraph(written.sentences(reach)))
        claims += () if told else reach
    if not claims:
        return section
    prose = Paragraph(written.sentences(claims))
    if section is None:
        return Section(anchor, title, 2, (prose,))
    return replace(section, blocks=(prose, *section.blocks))


def _with_reach(section: Section | None, prose: Paragraph) -> tuple[Section | None, bool]:
    """Return the section with findings about reach under their heading, and whether it has that heading."""
    blocks = section.blocks if section is not None else ()
    headed = [isinstance(block, Section) and block.title == WHO_WAS_REACHED for block in blocks]
    if section is None or not any(headed):
        return section, False
    own = (
        replace(block, blocks=(prose, *block.blocks)) if here and isinstance(block, Section) else block
        for block, here in zip(blocks, headed, strict=True)
    )
    return replace(section, blocks=tuple(own)), True


def strays(written: Written) -> tuple[Section, ...]:
    """Return what was written for sections that the report does not have, each under a heading of its own."""
    return tuple(
        Section(f"section-{safe(name)}", capital(name.replace("_", " ")), 2, (Paragraph(written.sentences(claims)),))
        for name in written.others
        if (claims := written.of(name))
    )


def claim_anchor(claim_id: str) -> str:
    """Return the anchor of a claim in the annex."""
    return f"claim-{safe(claim_id)}"
