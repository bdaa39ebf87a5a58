"""Print outcomes by group: whether some groups of young people did better than others, and a table of all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from tideturn.dataset.characteristics import CHARACTERISTIC_BY_NAME, CHARACTERISTICS, Characteristic
from tideturn.dataset.vocabulary import AGE_BAND, PROGRAMME_SCOPE
from tideturn.evaluation.by_group import (
    DID_BETTER,
    WERE_LOST,
    Comparison,
    Question,
    Side,
    comparisons,
    values_of,
)
from tideturn.evaluation.claims.recounted_by_group import apart_name, tried_name
from tideturn.evaluation.evidence_values import ScorePairs
from tideturn.evaluation.ledger.counts.better import BETTER, BY, better_measure, without_value
from tideturn.evaluation.ledger.counts.casework import SEEN
from tideturn.evaluation.ledger.counts.reach import NOT_RECORDED, REFERRED, WITH
from tideturn.evaluation.ledger.score_sets import matched_id
from tideturn.evaluation.measured import known
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.told import Told, explained, stated, stated_noun, told
from tideturn.methods.intervals import wilson
from tideturn.report.blocks import Annex, Block, Bullets, DataTable, Paragraph, Words, words
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import capital, percent

_MOST: Final = 5
"""Maximum number of differences to name; the tables have all groups."""
_COLUMNS: Final = ("Group", "Scored twice", "Did better", "Share (95%)")
_TEST: Final = "Fisher’s exact test, Holm’s correction"
_NOTE: Final = (
    "A share of fewer than ten is not given. A young person may have several types of exploitation, so "
    "these overlap. Each other group adds up to everyone."
)
_CHANCE: Final = "larger than chance would explain"
_NOT_RELEASED: Final = (
    "A published report does not say how groups of young people did: beside who was reached, small numbers could be "
    "worked out."
)
_NOTHING: Final = "–"
Counts = Sequence[tuple[Characteristic, EvidenceItem]]


def by_group(look: Lookup) -> tuple[Block, ...]:
    """Return what was compared and found, with tables in the annex; in a release, say why there are none."""
    if look.release is not None:
        scored = any(item.evidence_id.startswith("matched/") for item in look.evaluation.evidence)
        return (Paragraph(words(_NOT_RELEASED), "quiet"),) if scored else ()
    sets = tuple(_sets(look))
    if not sets:
        return ()
    least = look.evaluation.rules.min_pairs
    tables = tuple(
        _table(look, outcome_id, voice, counts) for outcome_id, voice, counts in sets if (counts[0][1].n or 0) >= least
    )
    annex = (Annex((*tables, Paragraph(words(_NOTE), "quiet"))),) if tables else ()
    return *_better(look), *_lost(look), *annex


def _sets(look: Lookup) -> Iterator[tuple[str, str, Counts]]:
    """Yield each outcome and rater with its counts by group."""
    for outcome_id in look.outcomes:
        for voice in BY:
            names = ((one, better_measure(one.name, outcome_id, voice).name) for one in CHARACTERISTICS)
            counts = [(one, item) for one, name in names if (item := look.count(name)) is not None]
            if counts:
                yield outcome_id, voice, counts


def _better(look: Lookup) -> Iterator[Block]:
    tried = comparisons(look.evaluation, DID_BETTER)
    if not tried:
        yield Paragraph(words("Too few young people in any group were scored twice to compare how groups did."))
        return
    shown = any(look.count(name) for name in (REFERRED.name, SEEN.name))
    said = told(
        "We compared the share of young people who did better between the groups{where}, for each outcome with two "
        "scores. Groups of fewer than {least} were left out, which left {tried}.",
        where=" in “Who was reached”" if shown else "",
        least=stated("min_pairs", look.evaluation.rules.min_pairs, item="rules"),
        tried=_tried(look, DID_BETTER, len(tried)),
    )
    if not any(one.apart for one in tried):
        yield Paragraph(words(said, f" No difference was {_CHANCE} ({_TEST}). That does not show that there is none."))
        return
    yield Paragraph(words(said, f" Some differences were {_CHANCE} ({_TEST}):"))
    yield Bullets(tuple(_apart(look, tried, DID_BETTER)))
    yield Paragraph(words("This does not show why."))


def _lost(look: Lookup) -> Iterator[Block]:
    """Yield blocks that say whether a later score is missing more often in some groups."""
    tried = comparisons(look.evaluation, WERE_LOST)
    if not tried:
        return
    said = told(
        "Who is missing: we also compared the share who were due a later score and have none ({tried}).",
        tried=_tried(look, WERE_LOST, len(tried)),
    )
    if not any(one.apart for one in tried):
        yield Paragraph(words(said, " No group stood out by more than chance would explain."))
        return
    who = "One group" if sum(one.apart for one in tried) == 1 else "Some groups"
    yield Paragraph(words(said, f" {who} stood out by more than chance would explain:"))
    yield Bullets(tuple(_apart(look, tried, WERE_LOST)))


def _tried(look: Lookup, question: Question, many: int) -> Told:
    return stated_noun("tried", many, "comparison", item=tried_name(question, look.evaluation.year.number))


def _apart(look: Lookup, tried: Sequence[Comparison], question: Question) -> Iterator[Words]:
    """Yield the differences beyond chance, the smallest p-value first."""
    found = sorted((one for one in tried if one.apart), key=lambda one: one.p)
    did = "did better" if question is DID_BETTER else "have no later score"
    for one in found[:_MOST]:
        name = apart_name(question, one, look.evaluation.year.number)
        most, least = one.ends
        said = told(
            "“{title}”, scored {by}: {most} of {those} {did} ({k} of {n}), and {least} of {others} ({fewer} of {of}).",
            title=look.title(one.outcome_id),
            by=BY[one.voice],
            did=did,
            most=stated("most.share", most.k / most.n, "share", item=name),
            those=_those(one, most),
            k=stated("most.k", most.k, item=name),
            n=stated("most.n", most.n, item=name),
            least=stated("least.share", least.k / least.n, "share", item=name),
            others=_those(one, least),
            fewer=stated("least.k", least.k, item=name),
            of=stated("least.n", least.n, item=name),
        )
        yield words(said)


def _those(one: Comparison, side: Side) -> Told | str:
    called = CHARACTERISTIC_BY_NAME[one.group].called
    if not side.value:
        return f"those with another {called}"
    if one.group == "age_band":
        return told("those {aged}", aged=explained(AGE_BAND.terms[side.value]))
    return told("those whose {called} is recorded as “{value}”", called=called, value=explained(side.value))


def _table(look: Lookup, outcome_id: str, voice: str, counts: Counts) -> DataTable:
    whole = look.evidence[outcome_id, matched_id(outcome_id, voice, PROGRAMME_SCOPE, look.evaluation.year.number)]
    rows = [_row(look, "Everyone", known(whole.value_as(ScorePairs).better), known(whole.n))]
    for one, item in counts:
        fields = {name: (f"{BETTER}{name}", f"{WITH}{name}") for name in values_of(item)}
        fields["not recorded"] = without_value(BETTER), NOT_RECORDED
        for name, (better, scored) in fields.items():
            # By name: the fields end in values from the folder. No release has them.
            k, n = item.number(better), item.number(scored)
            if k is not None and n:
                rows.append(_row(look, f"{capital(one.called)}: {name}", int(k), int(n)))
    caption = f"Who did better, by group: {look.title(outcome_id)} (scored {BY[voice]})"
    return DataTable(caption, _COLUMNS, tuple(rows), frozenset({1, 2, 3}))


def _row(look: Lookup, name: str, k: int, n: int) -> tuple[Words, ...]:
    share = _NOTHING
    if n >= look.evaluation.rules.small_denominator:
        interval = wilson(k, n)
        assert interval is not None
        share = f"{percent(k / n)} ({percent(interval.low)} to {percent(interval.high)})"
    return tuple(map(words, (name, look.said(n), look.said(k), share)))
