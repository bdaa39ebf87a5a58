"""What the programme cost: the total, the cost for each person and session, and what is not counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tideturn.dataset.money import PENCE, POUNDS, pence, sign, whole
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.ledger.counts.casework import SEEN
from tideturn.evaluation.ledger.counts.delivery import TRAINING, TrainingCounts
from tideturn.evaluation.ledger.counts.money import (
    COST,
    EACH,
    ELSEWHERE,
    PER_PERSON_TRAINED,
    PER_SESSION,
    PER_YOUNG_PERSON,
    SHARED_BY,
    SPENT,
    Spend,
    SpentCounts,
    currencies,
    in_pence,
    spend,
)
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.told import Told, told
from tideturn.evaluation.withholding.counts import tells_all
from tideturn.report.blocks import DataTable, Paragraph, Section, Words, spaced, words
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import capital, listed, number

_TITLE: Final = "What it cost"
_NOT_COUNTED: Final = (
    "This leaves out volunteers, partners’ time and anything else that is not in costs.csv. These figures say what was "
    "spent, not what it was worth: we give no return on investment."
)
_ROUNDED: Final = " Amounts are rounded, so they may not add up to the totals."
_UNDIVIDED: Final = (
    "No cost names a part of the plan, so each figure here divides what the whole programme spent. Do not add them up."
)
_UNTIED: Final = "The other {rest} paid for other work or for the whole programme; we do not divide it."
_NO_PLACE: Final = "No one place"
_ALL: Final = "All"
_OTHERS: Final = {"staff": "the programme’s own staff", "young_people": "young people", "families": "families"}
"""Words for the other people who come to training, by audience."""


def money(look: Lookup) -> Section | None:
    """Say what the year cost; None if the folder does not say."""
    in_use = currencies(look.dataset, look.evaluation.year)
    if not in_use:
        return None
    spent, cost = spend(look.dataset, look.evaluation.year), look.count(COST.name)
    if spent is None or cost is None:
        several = f"The costs are in {listed(in_use)}. We do not add up different currencies, so we give no total."
        return Section("money", _TITLE, 3, (Paragraph(words(several)),))
    rounded = _ROUNDED if any(pence(amount) % PENCE for amount in spent.rows["amount"]) else ""
    beside = Paragraph(words(_NOT_COUNTED, rounded))
    return Section("money", _TITLE, 3, (Paragraph(_said(look, spent, cost)), _table(look, spent), beside))


def total_spent(look: Lookup) -> Words:
    """Say what the programme spent in the year; empty if the folder does not say, or gives several currencies."""
    spent, cost = spend(look.dataset, look.evaluation.year), look.count(COST.name)
    return _total(look, spent, cost) if spent is not None and cost is not None else ()


def _total(look: Lookup, spent: Spend, cost: EvidenceItem) -> Words:
    total = _amount(look, spent, cost, SPENT)
    said = told("The programme spent {total} in Year {year}.", total=total, year=look.evaluation.year.number)
    before = look.year_before(COST.name)
    then = spend(look.dataset, look.evaluation.earlier[-1].year) if before is not None else None
    if before is None or then is None or not tells_all(before):
        return look.traced(said, cost)
    last = told(" In Year {year} it spent {total}.", year=before.year, total=_amount(look, then, before, SPENT))
    return words(look.traced(said, cost), last)


def _said(look: Lookup, spent: Spend, cost: EvidenceItem) -> Words:
    """Say the total, then each unit cost with what it divides and by how many."""
    young, trained = list(_with_young(look, spent)), list(_trained(look, spent))
    said = [_total(look, spent, cost)]
    if not spent.tied and (young or trained):
        said.append(words(_UNDIVIDED))
    said += [*young, *trained]
    if spent.tied and cost.value_as(SpentCounts).in_no_unit_cost and bool(young or trained):
        rest = _amount(look, spent, cost, ELSEWHERE)
        said.append(words(told(_UNTIED, rest=rest)))
    return spaced(*said)


def _with_young(look: Lookup, spent: Spend) -> Iterator[Words]:
    """Yield the cost for each young person and for each session, as far as both numbers may be shown."""
    person, session = _shown(look, PER_YOUNG_PERSON.name), _shown(look, PER_SESSION.name)
    first = person or session
    if first is None:
        return
    yield from _on(look, spent, spent.with_young, first)
    if person is not None:
        said = told(
            "That is {each} for each of the {seen} who had a session that went ahead.",
            each=_amount(look, spent, person, EACH),
            seen=look.field(person, "seen", SEEN.unit),
        )
        yield look.traced(said, person)
    if session is not None:
        said = told(
            "For each of the {held} that went ahead, it is {each}.",
            held=look.field(session, "sessions", "sessions"),
            each=_amount(look, spent, session, EACH),
        )
        yield look.traced(said, session)
        if session.number("sessions_group") is not None:  # by name: a field for each measure of sessions
            yield words("A group session counts once for each young person who came.")


def _trained(look: Lookup, spent: Spend) -> Iterator[Words]:
    """Yield the cost for each outside professional trained, what else it paid for, and missing attendance lists."""
    item, trained = _shown(look, PER_PERSON_TRAINED.name), look.count(TRAINING["professionals"].name)
    if item is None or trained is None:
        return
    yield from _on(look, spent, spent.training, item)
    held = trained.value_as(TrainingCounts)
    whole_lists = held.recorded == held.events
    said = told(
        "{most}{each} for each of the {people} outside professionals who came to training, each counted once.",
        most=f"{'That' if spent.tied else 'It'} is {'' if whole_lists else 'at most '}",
        each=_amount(look, spent, item, EACH),
        people=look.field(item, "people"),
    )
    yield look.traced(said, item)
    if not whole_lists:
        yield words("Not every event has a list of who came.")
    others = [whom for audience, whom in _OTHERS.items() if look.count(TRAINING[audience].name) is not None]
    if others and spent.tied:
        yield words(f"It also paid for training {listed(others)}.")


def _on(look: Lookup, spent: Spend, components: tuple[str, ...], item: EvidenceItem) -> Iterator[Words]:
    """Say what these parts of the plan cost; yield nothing if the whole spend is divided."""
    if spent.tied:
        cost = _amount(look, spent, item, SPENT)
        yield words(told("{on} cost {cost}.", on=capital(listed(components)), cost=cost))


def _shown(look: Lookup, measure: str) -> EvidenceItem | None:
    """Return a unit cost if enough people share it and nothing is hidden: each of its numbers gives another away."""
    item = look.count(measure)
    if item is None or not tells_all(item):
        return None
    shared_by = item.number(SHARED_BY[measure])  # by name: each unit cost divides by a field of its own
    return item if shared_by is not None and shared_by >= look.evaluation.rules.small_denominator else None


def _amount(look: Lookup, spent: Spend, item: EvidenceItem, field: str) -> Told:
    return told("{sign}{amount}", sign=sign(spent.currency), amount=look.field(item, field))


def _table(look: Lookup, spent: Spend) -> DataTable:
    """Return every kind of cost at every place; the longer of the two lists goes down the page."""
    sums = {
        (str(site), str(kind)): in_pence(rows)
        for (site, kind), rows in spent.rows.partition_by("site", "category", as_dict=True).items()
    }
    of_kind = {kind: sum(cost for (_, one), cost in sums.items() if one == kind) for _, kind in sums}
    spent_at = {site for site, _ in sums}
    sites = [code for code in (*(site.code for site in look.sites), PROGRAMME_SCOPE) if code in spent_at]
    kinds = sorted(of_kind, key=lambda kind: (-of_kind[kind], kind))
    places = [_Heading(_NO_PLACE if code == PROGRAMME_SCOPE else look.place(code), (code,)) for code in sites]
    columns = [_Heading(capital(kind), (kind,)) for kind in kinds]
    down, across = [*places, _Heading(_ALL, tuple(sites))], [*columns, _Heading(_ALL, tuple(kinds))]
    turned = len(columns) > len(places)
    if turned:
        down, across = across, down

    def cell(row: _Heading, column: _Heading) -> Words:
        at, on = (column, row) if turned else (row, column)
        own = [sums[site, kind] for site in at.of for kind in on.of if (site, kind) in sums]
        return words(number(whole(sum(own))) if own else "–")

    caption = f"{_TITLE} in Year {look.evaluation.year.number}, in whole {_called(spent)}"
    return DataTable(
        caption,
        ("On what" if turned else "Where", *(column.name for column in across)),
        tuple((words(row.name), *(cell(row, column) for column in across)) for row in down),
        frozenset(range(1, len(across) + 1)),
    )


@dataclass(frozen=True)
class _Heading:
    """A row or column of the table, with the sites or kinds of cost that it adds up."""

    name: str
    of: tuple[str, ...]


def _called(spent: Spend) -> str:
    return "pounds" if spent.currency == POUNDS else spent.currency
