"""Print the results of `tideturn measure pathway` for people to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tideturn.commands import measure_table as table
from tideturn.commands.measure_pathway_answer import ENOUGH

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tideturn.commands.measure_pathway_answer import Measured, Part, Wait
    from tideturn.commands.measure_pathway_compare import Compared
    from tideturn.commands.measure_pathway_design import Held
    from tideturn.methods.pathways import Counts, Waits
    from tideturn.methods.pathways.conformance import Followed

SHOWN: Final = 10
"""Maximum number of variants, arrows and activities to print; JSON has them all."""

LONGEST: Final = 40
"""Maximum number of steps to print of a route. Of a longer route, print the beginning and the last `LAST` steps."""
LAST: Final = 10


def print_counts(counts: Counts, further: Sequence[Sequence[str]] = ()) -> None:
    """Print a log's counts as tables, the most frequent first; `further` rows end the first table."""
    if counts.entropy is None:
        print("There is no case, and so nothing to count.")
        return
    table.print_table(
        "Pathway",
        ["", "value"],
        [
            ["cases", f"{counts.cases:,}"],
            ["events", f"{counts.events:,}"],
            ["activities", f"{len(counts.activities):,}"],
            ["variants", f"{counts.variants.height:,}"],
            ["their entropy in bits", f"{counts.entropy:.2f}"],
            *further,
        ],
    )
    _print_routes(counts)
    _print_edges(counts)
    _print_ends(counts)


def print_pathway(found: Measured) -> None:
    """Print a log as tables: its counts, how long cases take, what is done again, and anything else that
    was asked for.
    """
    from tideturn.methods.pathways import rework, throughput

    log, counts, waits, parts = found.log, found.counts, found.waits, found.parts
    whole = throughput(log)
    taken = [["first to last event, median", duration(whole.spread.median)], ["half of the cases between", half(whole)]]
    print_counts(counts, taken)
    if counts.entropy is None:
        return
    again = [row for row in rework(log).frame().iter_rows(named=True) if row["extra"]]
    if again:
        shown = ("repeating", "cases", "extra", "self_loops")
        rows = [[row["activity"], *(f"{row[name]:,}" for name in shown)] for row in again[:SHOWN]]
        table.print_table(f"Done again{_of(len(again))}", ["activity", "cases", "of", "extra", "straight after"], rows)
    if waits:
        _print_waits(waits, found.seen_until)
    if parts:
        _print_parts(parts)


def print_held(held: Held, seen_until: date | None) -> None:
    """Print who followed the design, step by step and site by site, and how its rules had been met by that day."""
    whole = held.following.whole
    table.print_sentence(f"{held.name}: {_met(whole)} met the whole designed pathway.")
    print()
    steps = [
        [f"{step.name} (optional)" if step.optional else step.name]
        + [f"{number:,}" for number in (step.cases, step.taken, step.skipped, step.out_of_order)]
        for step in whole.steps
    ]
    table.print_table("The design", ["step", "cases", "took it", "skipped it", "out of order"], steps)
    added = sorted(whole.added.items(), key=lambda item: (-item[1], item[0]))
    if added:
        rows = [[name, f"{cases:,}"] for name, cases in added[:SHOWN]]
        table.print_table(f"Not in the design{_of(len(added))}", ["activity", "cases"], rows)
    by_site = [(site, part) for site, part in held.following.by_site.items() if part.cases]
    sites = [[site, f"{part.met:,}", f"{part.cases:,}", _share(part)] for site, part in by_site]
    if sites:
        table.print_table("Met the whole pathway", ["site", "cases", "of", "share"], sites)
    rules = [
        [one.constraint.name, *(f"{number:,}" for number in (one.cases.satisfied, one.cases.violated, one.cases.open))]
        for one in held.checked
    ]
    if rules:
        title = f"Rules, in cases, on {seen_until}"
        table.print_table(title, ["rule", "kept", "broken", "undecided"], rules)


def print_compared(found: Compared) -> None:
    """Print a sentence for each two sites or periods on whether they differ, and on whether sites became more alike."""
    if found.consistent and found.consistent.pairs:
        drawn = f"{found.consistent.permutations:,} relabellings, seed {found.consistent.seed}"
        print(f"Do {found.between} differ? ({drawn})")
        for pair in found.consistent.pairs:
            table.print_sentence(f"{pair}.", mark="- ")
    if found.converged:
        print("Did sites become more alike?")
        for one in found.converged:
            table.print_sentence(f"{one}.", mark="- ")


def _met(followed: Followed) -> str:
    share = _share(followed)
    return f"{followed.met:,} of {followed.cases:,} cases" + (f" ({share})" if share else "")


def _share(followed: Followed) -> str:
    return table.percent(followed.share) if followed.cases >= ENOUGH else ""


def duration(seconds: float | None) -> str:
    """Return a wait in the unit that suits it."""
    if seconds is None:
        return ""
    for unit, size, least in (("d", 86400, 2 * 86400), ("h", 3600, 2 * 3600), ("min", 60, 60)):
        if seconds >= least:
            return f"{seconds / size:,.1f} {unit}"
    return f"{seconds:,.0f} s"


def half(waits: Waits) -> str:
    """Return the two quartiles that half of the waits lie between."""
    spread = waits.spread
    return "" if spread.median is None else f"{duration(spread.lower)} – {duration(spread.upper)}"


def _print_waits(waits: Sequence[Wait], seen_until: date | None) -> None:
    closed = any(found.whole.closed.any() for _, found in waits)
    rows = []
    for among, found in waits:
        reached = found.whole
        row = [among.first or "", among.then or "", f"{among.spread.number:,}", duration(among.spread.median)]
        row += [half(among), *([f"{int(reached.closed.sum()):,}"] if closed else []), f"{int(reached.open.sum()):,}"]
        rows.append([*row, "not reached" if reached.median is None else duration(reached.median)])
    heads = ["from", "to", "cases", "median", "half between", *(["ended without"] if closed else []), "not seen"]
    table.print_table(f"Waits, watched until {seen_until}", [*heads, "half of all"], rows, words=2)


def route(steps: Sequence[str]) -> str:
    """Return the steps of a route in order; of a very long route, only those at its beginning and end."""
    if len(steps) <= LONGEST:
        return " → ".join(steps)
    begins, ends = steps[: LONGEST - LAST], steps[-LAST:]
    return " → ".join([*begins, f"… {len(steps) - LONGEST:,} more …", *ends])


def _print_routes(counts: Counts) -> None:
    routes = [
        [route(steps), f"{cases:,}", table.percent(cases / counts.cases) if counts.cases >= ENOUGH else ""]
        for steps, cases in counts.routes(SHOWN).iter_rows()
    ]
    table.print_table(f"Variants{_of(counts.variants.height)}", ["steps", "cases", "share"], routes)


def _print_edges(counts: Counts) -> None:
    edges = counts.frame()
    rows = [
        [row["from"], row["to"], f"{row['count']:,}", duration(row["median_wait"])]
        for row in edges.head(SHOWN).iter_rows(named=True)
    ]
    if rows:
        table.print_table(f"What follows what{_of(edges.height)}", ["from", "to", "times", "median"], rows, words=2)


def _print_ends(counts: Counts) -> None:
    starts, ends = counts.at_ends()
    rows = [
        [word, name, f"{cases:,}"]
        for word, among in (("start", starts), ("end", ends))
        for name, cases in list(among.items())[:SHOWN]
    ]
    table.print_table("Where cases start and end", ["", "activity", "cases"], rows, words=2)


def _print_parts(parts: Sequence[Part]) -> None:
    heads = list(parts[0][0])
    rows = [
        [
            *names.values(),
            f"{part.cases:,}",
            f"{part.events:,}",
            f"{part.variants.height:,}",
            f"{part.entropy or 0:.2f}",
            duration(through.spread.median),
        ]
        for names, part, through in parts
    ]
    title = f"By {' and '.join(heads)}"
    table.print_table(title, [*heads, "cases", "events", "variants", "bits", "median"], rows, words=len(heads))


def _of(number: int) -> str:
    return f", {SHOWN} of {number:,}" if number > SHOWN else ""
