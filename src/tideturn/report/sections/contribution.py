"""What the programme contributed to each outcome that may have come about: its rating, its rivals and its tests."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tideturn.dataset.vocabulary import CONTRIBUTION, PROGRAMME_SCOPE, SEEN
from tideturn.evaluation.claims.rivals import Rival
from tideturn.evaluation.contribution import CAME_ABOUT, CauseTest, Contribution
from tideturn.report.blocks import Annex, Block, DataTable, Paragraph, Section, Words, verbatim, words
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.mechanisms import mechanisms, mechanisms_in_short
from tideturn.report.wording import capital, sentence

_TITLE: Final = "What the programme contributed"
_WEIGHT: Final = {
    "ruled_out": "ruled out",
    "weaker": "weaker",
    "as_strong": "as strong",
    "stronger": "stronger",
    "unknown": "not known",
    "": "not weighed",
}
"""Words for how another explanation compares with the programme."""
_TEST: Final = {
    "hoop": "A hoop test",
    "smoking_gun": "A smoking gun",
    "straw": "A straw in the wind",
    "doubly_decisive": "A doubly decisive test",
}
_RATED: Final = (
    "Rules rate what the programme contributed. They ask whether the outcome came about, who says unprompted that the "
    "work helped, and how strong other explanations are. They also check whether predictions made in advance came true."
)
_NO_TEST: Final = "Nobody wrote down beforehand what would be seen if the programme was a cause."


def contribution(look: Lookup) -> Section | None:
    """Return the ratings as a table, and the contexts and mechanisms of the year; None if there are neither."""
    rated = [
        one
        for one in look.evaluation.contributions
        if one.outcome_id in look.outcomes and look.verdicts[one.outcome_id, PROGRAMME_SCOPE].standing in CAME_ABOUT
    ]
    in_context = mechanisms(look)
    if not rated:
        return Section("contribution", _TITLE, 2, (Annex(tuple(in_context)),)) if in_context else None
    table = DataTable(
        "What the programme contributed, and what else may explain it",
        ("Outcome", "Contribution", "Other explanations"),
        tuple(
            (
                words(look.link(one.outcome_id)),
                words(capital(CONTRIBUTION.terms[one.rating])),
                _others(one.rivals),
            )
            for one in rated
        ),
    )
    shown = (Paragraph(words(_RATED)), table, *mechanisms_in_short(look))
    return Section("contribution", _TITLE, 2, (*shown, Annex((*_tests(look, rated), *in_context))))


def _others(rivals: Iterable[Rival]) -> Words:
    """Return each other explanation with how it compares."""
    parts: list[Words] = [
        words(verbatim(rival.text.rstrip(".")), f" ({_WEIGHT[rival.weight or '']}). ") for rival in rivals
    ]
    return words(*parts) or words("None was considered.")


def _tests(look: Lookup, rated: Iterable[Contribution]) -> tuple[Block, ...]:
    """Return why each explanation was weighed as it was, and each test: what was expected, and whether it was seen."""
    reasons = DataTable(
        "Why other explanations were weighed as they were",
        ("Outcome", "Other explanation", "Weight", "Why"),
        tuple(
            (
                words(look.link(one.outcome_id)),
                words(verbatim(rival.text)),
                words(capital(_WEIGHT[rival.weight or ""])),
                words(verbatim(sentence(rival.reason)) if rival.reason else "–"),
            )
            for one in rated
            for rival in one.rivals
        ),
    )
    tests = DataTable(
        "Tests of the programme as a cause",
        ("Outcome", "Test", "What was expected", "Whether it was seen"),
        tuple(
            (words(look.link(one.outcome_id)), words(_TEST[test.kind]), _expected(test), words(_seen(test)))
            for one in rated
            for test in one.tests
        ),
    )
    shown = tests if tests.rows else Paragraph(words(_NO_TEST))
    return (*([reasons] if reasons.rows else []), shown)


def _expected(test: CauseTest) -> Words:
    if not test.expected:
        return words("Not written down")
    return words(verbatim(sentence(test.expected)), "" if test.beforehand else " It is not dated.")


def _seen(test: CauseTest) -> str:
    return f"{capital(SEEN.terms[test.seen])}." if test.seen else "Nobody has looked yet."
