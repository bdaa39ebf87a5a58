"""What to collect so that the next evaluation can judge more: a few recommendations, and in the annex each gap."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.gaps import KINDS_SHOWN
from tideturn.evaluation.model import Gap
from tideturn.evaluation.told import stated_noun, told
from tideturn.report.blocks import DataTable, Paragraph, Section, Span, Words, words
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import capital, listed, sentence

EVERY_GAP: Final = "to-collect"
"""Anchor of the list of every gap."""
_TITLE: Final = "Data to collect next year"
_IT: Final = re.compile(r"(?<!change to )\bit\b")


@dataclass(frozen=True)
class Kind:
    """The same data, missing for some outcomes at some places."""

    gaps: tuple[Gap, ...]

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Return the outcomes that could be judged with these data, in the framework's order."""
        return tuple(dict.fromkeys(gap.outcome_id for gap in self.gaps))

    @property
    def scopes(self) -> frozenset[str]:
        """Return the scopes where the data are missing."""
        return frozenset(gap.scope for gap in self.gaps)

    @property
    def advice(self) -> str:
        """Return what to do, in sentences; for several outcomes, `it` becomes `each`."""
        how = sentence(self.gaps[0].how or self.gaps[0].collect)
        return how if len(self.outcomes) == 1 else _IT.sub("each", how)


def kinds_of(gaps: Sequence[Gap]) -> list[Kind]:
    """Group the gaps by what fills them and who would collect it, with the groups that fill most gaps first."""
    alike: dict[tuple[str, str], list[Gap]] = {}
    for gap in gaps:
        alike.setdefault((gap.how or gap.collect, gap.by), []).append(gap)
    return sorted((Kind(tuple(own)) for own in alike.values()), key=lambda kind: -len(kind.gaps))


def data_to_collect(look: Lookup) -> Section:
    """Recommend what to collect, about which outcomes and where, and who would collect it."""
    gaps = look.evaluation.gaps
    if not gaps:
        nothing = words("Every outcome that was due could be judged in every place; no gap was found.")
        return Section("next-year", _TITLE, 3, (Paragraph(nothing),))
    scopes = (PROGRAMME_SCOPE, *(site.code for site in look.sites))
    kinds, item = kinds_of(gaps), f"gaps/{look.evaluation.year.number}"
    outcomes = len({gap.outcome_id for gap in gaps})
    lead = sentence(
        told(
            "{outcomes} {were} due and could not be judged everywhere. With the data below, the next evaluation could "
            "judge more.",
            outcomes=stated_noun("outcomes", outcomes, "outcome", item=item),
            were="was" if outcomes == 1 else "were",
        )
    )
    table = DataTable(
        "What to collect, about what and where, and who would collect it",
        ("Recommendation", "About", "Where", "For"),
        tuple(
            (
                words(kind.advice),
                _titles(look, kind.outcomes),
                words(listed([look.place(scope) for scope in scopes if scope in kind.scopes])),
                words(capital(kind.gaps[0].by)),
            )
            for kind in kinds[:KINDS_SHOWN]
        ),
    )
    link = Span("The evidence lists every gap, outcome by outcome", target=EVERY_GAP)
    end = words(link, ", and how much more each would take.")
    if (more := len(kinds) - KINDS_SHOWN) > 0:
        of_data = stated_noun("further kinds", more, "further kind", item=item)
        end = words(sentence(told("{more} of data would help too", more=of_data)), " ", end)
    return Section("next-year", _TITLE, 3, (Paragraph(words(lead)), table, Paragraph(end)))


def every_gap(look: Lookup) -> Section | None:
    """List each gap with what would fill it there and how much more that takes; None if there are no gaps."""
    gaps = look.evaluation.gaps
    if not gaps:
        return None
    table = DataTable(
        "What to collect for each outcome, and how much more it would take",
        ("Outcome", "What to collect", "Where", "Who"),
        tuple(_rows(look, gaps)),
    )
    return Section(EVERY_GAP, "Data to collect, outcome by outcome", 2, (table,))


def _titles(look: Lookup, outcomes: Sequence[str]) -> Words:
    parts: list[str | Span] = []
    for at, outcome in enumerate(outcomes):
        parts += ["; "] if at else []
        parts.append(look.link(outcome))
    return words(*parts)


def _rows(look: Lookup, gaps: Sequence[Gap]) -> list[tuple[Words, ...]]:
    """Return the rows, with one row for the same data wanted in several places."""
    wanted: dict[tuple[str, str, str], list[str]] = {}
    for gap in gaps:
        place = look.place(gap.scope)
        what = gap.collect.replace(f" ({place})", "")
        wanted.setdefault((gap.outcome_id, what, gap.by), []).append(place)
    return [
        (
            words(look.link(outcome)),
            words(sentence(what)),
            words(listed(list(dict.fromkeys(where)))),
            words(capital(by)),
        )
        for (outcome, what, by), where in wanted.items()
    ]
