"""Find who for, where and why: a context, what works in it and an outcome, all named together by one person.

A folder does not mark factors as contexts, so a context is a code with the theme *context*. What works there is
what a causal claim, or a link's code, says leads to the outcome.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from tideturn.dataset.model import Dataset, Year
from tideturn.dataset.vocabulary import SPEAKER
from tideturn.evaluation.causal_map import YearMap
from tideturn.evaluation.ledger.interviews import Talk, merged, settled, talks_of
from tideturn.evaluation.theory_records import SaidMechanism, SaidWords
from tideturn.methods.causal_map import HELPS, Arrow, Part
from tideturn.methods.causal_map.claims import parts_of

_SAYS_SO: Final = frozenset({None, "none", "supports"})
"""Polarities that name a thing without also denying it."""
_CUT: Final = " … "
"""Joins two stretches in one quotation."""


class _Stretch(NamedTuple):
    """A stretch of one interview."""

    talk_id: str
    start: int
    end: int


class _Row(NamedTuple):
    """A row: the context's code, what works there and how, and the outcome."""

    context: str
    mechanism: Part
    effect: str
    outcome_id: str


class _Step(NamedTuple):
    """A causal claim or a link's code: in this stretch, one part leads to another."""

    at: _Stretch
    start: Part
    end: Part
    effect: str


@dataclass
class _Named:
    """Everything one person named in this year's interviews, with the stretches."""

    contexts: list[tuple[_Stretch, str]] = field(default_factory=list)
    outcomes: list[tuple[_Stretch, str]] = field(default_factory=list)
    claims: list[_Step] = field(default_factory=list)
    links: list[_Step] = field(default_factory=list)

    def rows(self, outcome_of: Mapping[Part, str]) -> Iterator[tuple[_Row, tuple[_Stretch, ...]]]:
        """Yield each row that this person names, with the stretches."""
        for at, code in self.contexts:
            for link in self.links:
                reached = outcome_of.get(link.end)
                for where, outcome in self.outcomes:
                    if outcome == reached and (one := _one_stretch(at, link.at, where)):
                        yield _Row(code, link.start, link.effect, outcome), (one,)
            for claim in self.claims:
                one = _one_stretch(at, claim.at)
                if one and claim.end in outcome_of:
                    yield _Row(code, claim.start, claim.effect, outcome_of[claim.end]), (one,)
                elif one and claim.effect == HELPS:  # what a context weakens does not work there
                    for onward in self.claims:
                        if onward.start == claim.end and onward.end in outcome_of:
                            row = _Row(code, onward.start, onward.effect, outcome_of[onward.end])
                            yield row, tuple(dict.fromkeys((one, onward.at)))


def said_mechanisms(
    dataset: Dataset, year: Year, links: Iterable[Mapping[str, Any]], told: YearMap | None
) -> tuple[SaidMechanism, ...]:
    """Return each context, mechanism and outcome that an interviewee named together this year, most often named first.

    A person counts once. They name all three in one coded stretch, whose longest coding contains the others. Or their
    causal claims meet: from the context to something, and from there to the outcome. `links` are those of the theory
    in force; `told` is the year's causal map, which says who denies what. Open answers do not count.
    """
    book = dataset.table("codebook").to_dicts()
    contexts = {row["code"] for row in book if row["theme"] == "context" and not row["outcome_id"]}
    outcome_of = {
        Part(row["node_id"], in_theory=True): row["outcome_id"]
        for row in dataset.table("toc_nodes").to_dicts()
        if row["outcome_id"]
    }
    if not contexts or not outcome_of:
        return ()
    talks = talks_of(dataset, year, ())
    found: dict[_Row, dict[str, list[tuple[_Stretch, ...]]]] = defaultdict(lambda: defaultdict(list))
    for source, named in _named(dataset, talks, contexts, links).items():
        for row, stretches in named.rows(outcome_of):
            found[row][source].append(stretches)
    order = {code: place for place, code in enumerate(dataset.table("outcomes")["outcome_id"].to_list())}
    arrows = {(arrow.start, arrow.end, arrow.effect): arrow for arrow in told.found.arrows} if told else {}
    node_of = {outcome: part for part, outcome in outcome_of.items()}
    rows = (
        _mechanism(row, by_source, talks, told, arrows.get((row.mechanism, node_of[row.outcome_id], row.effect)))
        for row, by_source in found.items()
    )

    def place(one: SaidMechanism) -> tuple[Any, ...]:
        return -(one.sources or 0), order.get(one.outcome_id, -1), one.context, one.mechanism, one.effect

    return tuple(sorted(rows, key=place))


def _named(
    dataset: Dataset, talks: Mapping[str, Talk], contexts: Set[str], links: Iterable[Mapping[str, Any]]
) -> dict[str, _Named]:
    """Return what each person names, by their pseudonym."""
    book = dataset.table("codebook").to_dicts()
    outcome_of_code = {row["code"]: row["outcome_id"] for row in book if row["outcome_id"]}
    ends = {
        row["link_id"]: (Part(row["from_node"], in_theory=True), Part(row["to_node"], in_theory=True)) for row in links
    }
    link_of_code = {row["code"]: ends[row["link_id"]] for row in book if row["link_id"] in ends}
    found: dict[str, _Named] = defaultdict(_Named)
    for (talk_id, start, end, code), polarity in merged(settled(dataset)).items():
        if talk_id not in talks or polarity not in _SAYS_SO:
            continue
        at, named = _Stretch(talk_id, start, end), found[talks[talk_id].source]
        if code in contexts:
            named.contexts.append((at, code))
        if code in outcome_of_code:
            named.outcomes.append((at, outcome_of_code[code]))
        if code in link_of_code:
            named.links.append(_Step(at, *link_of_code[code], HELPS))
    stands = parts_of(dataset.table("factors"))
    for row in dataset.table("causal_claims").to_dicts():
        talk_id = row["interview_id"]
        cause, result = (stands.get(row[name], Part(row[name])) for name in ("from_factor", "to_factor"))
        if talk_id in talks and row.get("polarity") in _SAYS_SO and cause != result:
            at = _Stretch(talk_id, row["start"], row["end"])
            found[talks[talk_id].source].claims.append(_Step(at, cause, result, row["effect"] or HELPS))
    return found


def _one_stretch(*stretches: _Stretch) -> _Stretch | None:
    """Return the stretch that contains all the others, or None."""
    whole = _Stretch(stretches[0].talk_id, min(one.start for one in stretches), max(one.end for one in stretches))
    same = all(one.talk_id == whole.talk_id for one in stretches)
    return whole if same and whole in stretches else None


def _mechanism(
    row: _Row,
    by_source: Mapping[str, Sequence[tuple[_Stretch, ...]]],
    talks: Mapping[str, Talk],
    told: YearMap | None,
    arrow: Arrow | None,
) -> SaidMechanism:
    voice_of = {source: talks[tellings[0][0].talk_id].voice for source, tellings in by_source.items()}
    voices = Counter(voice_of.values())
    # Quote the version in the fewest stretches, and the first of those.
    quotes = [
        _quote(min(tellings, key=lambda one: (len(one), one)), talks) for _, tellings in sorted(by_source.items())
    ]
    return SaidMechanism(
        context=row.context,
        mechanism=row.mechanism.name,
        in_theory=row.mechanism.in_theory,
        effect=row.effect,
        outcome_id=row.outcome_id,
        factors=_factors(row.mechanism, told),
        sources=len(by_source),
        by_voice={voice: voices[voice] for voice in SPEAKER.codes if voices[voice]},
        against=len(arrow.against) if arrow else 0,
        against_voices=arrow.against_voices if arrow else (),
        quotes=tuple(quote for quote in quotes if quote is not None),
    )


def _factors(part: Part, told: YearMap | None) -> tuple[str, ...]:
    """Return what people called this part of the map this year; empty if only a code names it."""
    arrows = told.found.arrows if told else ()
    return tuple(sorted({factor for arrow in arrows if arrow.start == part for factor in arrow.from_factors}))


def _quote(stretches: Sequence[_Stretch], talks: Mapping[str, Talk]) -> SaidWords | None:
    """Return the person's words; None unless they agreed to be quoted in each of these interviews."""
    own = [talks[one.talk_id] for one in stretches]
    words = _CUT.join(talks[one.talk_id].text[one.start : one.end].strip() for one in stretches)
    return SaidWords(words, own[0].speaker, own[0].voice) if words and all(talk.quotable for talk in own) else None
