"""Who did better by group, in a release: nothing that is hidden can be worked out from what is printed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import pytest
from tests.evaluation.withholding.test_reach_withheld import SMALL, Key, Reader, number, text
from tests.worked_example import example, judged, withheld

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.ledger.counts.better import BETTER_BY
from tideturn.evaluation.model import Evaluation
from tideturn.evaluation.withholding import Withheld, released_dataset
from tideturn.methods.disclosure import Suppression
from tideturn.report.blocks import Annex, DataTable
from tideturn.report.release.freeze import as_published
from tideturn.report.sections.by_group import by_group
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.released import Release

EVERYONE = "Everyone"
Printed = dict[str, dict[Key, int | None]]
"""Each table by its caption: how many of each row were scored, did better and did not, and of everyone which way."""


@cache
def released(year: int) -> Lookup:
    return looked_up(year, withheld(year))


def looked_up(year: int, held: Withheld) -> Lookup:
    earlier = (withheld(1).as_release("year-1-1"),) if year == 2 else ()
    evaluation = as_published(example(), judged(year), held, earlier)
    return Lookup(released_dataset(example(), held), evaluation, Release("year-9-1", held.shown()))


def printed(look: Lookup) -> Printed:
    tables = [table for block in by_group(look) if isinstance(block, Annex) for table in block.blocks]
    found: Printed = {}
    for table in tables:
        if isinstance(table, DataTable):
            own = found.setdefault(table.caption, {})
            for row in table.rows:
                name, scored, better, _ = map(text, row)
                own[name, "scored", ""], own[name, "better", ""] = number(scored), number(better)
                own[name, "rest", ""] = None  # which nobody prints
            own |= {(EVERYONE, way, ""): count for way, count in ways(look.evaluation, table.caption).items()}
    return found


def ways(evaluation: Evaluation, caption: str) -> dict[str, int | None]:
    """Return how many of everyone stayed the same and did worse, which the report tells elsewhere."""
    voice = "record" if "by workers" in caption else "young_person"
    sets = (item for item in evaluation.evidence if item.evidence_id.startswith("matched/"))
    titles = {row["outcome_id"]: row["title"] for row in example().table("outcomes").to_dicts()}
    item = next(
        item
        for item in sets
        if (item.voice, item.scope, item.unit) == (voice, PROGRAMME_SCOPE, "young people")
        if f": {titles[item.outcome_id]} (" in caption
    )
    return {way: (item.value or {})[way] for way in ("same", "worse")}


def reader(counts: Mapping[Key, int | None]) -> Reader:
    """Return what a reader makes of a table: everybody has one value of a group, or several, or none recorded."""
    found = Reader(counts)
    groups = defaultdict(list)
    for name in dict.fromkeys(key[0] for key in counts):
        found.sums((name, "scored", ""), [(name, "better", ""), (name, "rest", "")])
        if name != EVERYONE:
            groups[name.partition(": ")[0]].append(name)
    found.sums((EVERYONE, "rest", ""), [(EVERYONE, "same", ""), (EVERYONE, "worse", "")])
    for group, names in groups.items():
        for what in ("scored", "better", "rest"):
            everyone, rows = (EVERYONE, what, ""), [(name, what, "") for name in names]
            if group != "Exploitation type":
                found.sums(everyone, rows)
                continue
            nothing = ("Exploitation type: not recorded", what, "")
            for row in rows:
                both = [(one, 1) for one in dict.fromkeys((row, nothing)) if one in counts]
                found.at_most(both, [(everyone, 1)])
            found.at_most([(everyone, 1)], [(row, 1) for row in rows])
    return found


def worked_out(year: int, tables: Printed) -> list[tuple[str, Key]]:
    """Return the small counts that a reader can work out, and those that are printed."""
    truth, found = true(year), []
    for caption, counts in tables.items():
        attack = reader(counts)
        for key, count in counts.items():
            if 1 <= (truth[caption].get(key) or 0) <= SMALL and (
                count is not None or len(attack.small_values(key)) == 1
            ):
                found.append((caption, key))
    return found


@cache
def true(year: int) -> Printed:
    """Return the tables as the working copy has them, with the rest of each row."""
    tables = printed(Lookup(example(), judged(year)))
    for counts in tables.values():
        for name, what, _ in list(counts):
            if what == "rest":
                scored, better = counts[name, "scored", ""], counts[name, "better", ""]
                assert scored is not None
                assert better is not None
                counts[name, "rest", ""] = scored - better
    return tables


@pytest.mark.parametrize("year", [1, 2])
def test_no_small_count_can_be_worked_out_from_the_printed_tables(year: int) -> None:
    tables = printed(released(year))
    own = [(caption, key) for caption, counts in tables.items() for key in counts if key[1] in ("scored", "better")]
    hidden = [(caption, key) for caption, key in own if tables[caption][key] is None]
    # The attack is worth something: much is hidden, and much is shown.
    assert sum(1 <= (true(year)[caption].get(key) or 0) <= SMALL for caption, key in hidden) > 20
    assert len(hidden) < len(own) * 2 / 3
    assert worked_out(year, tables) == []


def test_hiding_the_small_counts_alone_would_give_some_away() -> None:
    held = withheld(2)
    bare = replace(held, suppression=Suppression(held.suppression.primary, frozenset()))
    assert worked_out(2, printed(looked_up(2, bare)))


@pytest.mark.parametrize("year", [1, 2])
def test_what_is_shown_is_true_and_the_outcome_loses_nothing_by_its_groups(year: int) -> None:
    tables = printed(released(year))
    for caption, counts in tables.items():
        for key, count in counts.items():
            assert count in (None, true(year)[caption].get(key, 0)), (caption, key)
    # A count by group goes before one of the outcome: of those with ten or more who did not, the share stays.
    for caption, counts in true(year).items():
        if min(counts[EVERYONE, what, ""] or 0 for what in ("better", "rest")) >= 10:
            assert tables[caption][EVERYONE, "better", ""] is not None, caption


def test_a_release_tells_nothing_of_who_was_lost() -> None:
    items = [item for item in released(2).evaluation.evidence if f"/{BETTER_BY}:" in item.evidence_id]
    assert items
    assert not [name for item in items for name in item.value or {} if name.startswith(("due", "lost"))]
    texts = [str(block) for block in by_group(released(2))]
    assert "or with a hidden number" in texts[0]
    assert not any("later score" in said for said in texts)
