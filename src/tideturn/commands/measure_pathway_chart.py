"""Draw the picture for `tideturn measure pathway --chart`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tideturn.commands import measure_options as options
from tideturn.dataset.problems import TideturnError
from tideturn.dataset.wording import counted, listed, quoted

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from datetime import date

    from tideturn.commands.measure_pathway_answer import Measured
    from tideturn.methods.pathways import EventLog
    from tideturn.methods.pathways.design import Designed
    from tideturn.report.charts.pathway_groups import Group
    from tideturn.report.sections.pathway_figures import Pictured

CHARTS: Final = ("site", "period", "pilot")
_MOST: Final = 6
"""Maximum number of pictures beside each other; more cannot be compared."""


def check_chart(args: argparse.Namespace) -> None:
    """Raise TideturnError for a chart that cannot be drawn, before anything is read."""
    options.check_chart(args.chart)
    if args.chart is not None and len(args.wait) > 1:
        raise TideturnError("a picture is of one wait.", mend="Give --wait once, or leave out --chart.")
    if args.chart_by is None:
        return
    if args.chart is None:
        raise TideturnError("--chart-by goes with --chart.", mend="Say where to write it: --chart FILE.svg.")
    needed = {"site": ("--site", args.site), "period": ("--period", args.period), "pilot": ("--design", args.design)}
    option, given = needed[args.chart_by]
    if given is None:
        raise TideturnError(f"--chart-by {args.chart_by} needs {option}.", mend=f"Give {option} too.")


def write_chart(args: argparse.Namespace, found: Measured, design: Designed | None, until: date | None) -> None:
    """Write the requested wait, or else the map of the pathway, for all cases or by `--chart-by`."""
    from tideturn.dataset.storage import write_whole
    from tideturn.report.charts.pathway_groups import Meant, of_counts
    from tideturn.report.sections.pathway_figures import Pictured

    held = found.held
    meant = Meant.of_design(design) if design is not None else None
    whole = of_counts("All cases", found.counts, held.following.whole if held else None)
    of = Pictured("chart", held.name if held else str(args.pathway or args.file.stem), whole, meant)
    drawn = _wait(args, of, found, design, until) if args.wait else _map(args, of, found.log, design)
    write_whole({args.chart: drawn})


def _wait(
    args: argparse.Namespace, of: Pictured, found: Measured, design: Designed | None, until: date | None
) -> bytes:
    """Draw how many cases had reached one step from another, and by when: all cases, or each group on one axis."""
    from tideturn.methods.pathways.cut_off import last_seen
    from tideturn.methods.pathways.time_to_step import time_to_step
    from tideturn.report.charts.draw import image
    from tideturn.report.charts.waits import Reaching
    from tideturn.report.sections.pathway_figures import how_long, waited

    ((first, then),) = args.wait
    log = found.log
    # Each group was watched for as long as all cases together, whatever its own last event.
    cutoff = until or last_seen(log)
    assert found.seen_until is not None, "of a log without events no activity is known, and none was counted"
    parts = [("all cases", log)] if args.chart_by is None else _compared(args, log, design)
    groups = {
        f"From {quoted(first)} to {quoted(then)}: {title}": time_to_step(
            part, then, start=first, cutoff=cutoff, closing=found.closing
        ).whole
        for title, part in parts
    }
    figure = how_long(of, 1, waited(first, then, groups, found.seen_until))
    chart = figure.chart
    assert isinstance(chart, Reaching), "a wait is drawn as the share that came to a step"
    # A file by itself has no sentence beside it.
    top, *others = chart.curves
    chart = replace(chart, curves=(replace(top, told=f"{top.told} {figure.sentence}"), *others))
    return image(chart, figure.title, figure.description)


def _map(args: argparse.Namespace, of: Pictured, log: EventLog, design: Designed | None) -> bytes:
    """Draw the pathway as it really runs, compared with its design, or group by group."""
    from tideturn.report.charts.draw import image
    from tideturn.report.charts.pathway_map import PathwayMap
    from tideturn.report.sections.pathway_figures import against_design, as_it_runs, side_by_side

    if args.chart_by is not None:
        sides = tuple(_sides(args, log, design))
        figure = side_by_side(replace(of, sides=sides, sides_title=f"by {args.chart_by}"))
    else:
        figure = against_design(of, of.design) if of.design is not None else as_it_runs(of)
    picture = figure.wide
    assert isinstance(picture, PathwayMap), "a map of a pathway is drawn for a wide page too"
    # A file by itself has no sentence beside it.
    picture = replace(picture, notes=(*picture.notes, figure.sentence))
    return image(picture, figure.title, figure.description)


def _sides(args: argparse.Namespace, log: EventLog, design: Designed | None) -> Iterator[Group]:
    """Yield the groups to draw beside each other, each with its number of cases in its title."""
    from tideturn.methods.pathways import count
    from tideturn.report.charts.pathway_groups import of_counts

    for title, part in _compared(args, log, design):
        yield of_counts(f"{title}: {counted(len(part.cases), 'case')}", count(part))


def _compared(args: argparse.Namespace, log: EventLog, design: Designed | None) -> list[tuple[str, EventLog]]:
    """Return the groups with their titles. Raises TideturnError if there are more than can be compared."""
    parts = list(_parts(args, log, design))
    if len(parts) > _MOST:
        raise TideturnError(
            f"there are {len(parts)} pictures to draw beside each other.",
            place=str(args.chart),
            mend=f"More than {_MOST} cannot be compared: take a longer period, or the cases of fewer sites.",
        )
    return parts


def _parts(args: argparse.Namespace, log: EventLog, design: Designed | None) -> Iterator[tuple[str, EventLog]]:
    from tideturn.methods.pathways import split
    from tideturn.methods.pathways.design import Design
    from tideturn.methods.pathways.groups import before_after
    from tideturn.report.wording import day

    if args.chart_by == "site":
        yield from ((names["site"], part) for names, part in split(log, site=True))
    elif args.chart_by == "period":
        yield from ((names["period"], part) for names, part in split(log, period=args.period))
    else:
        pilots = design.pilots if isinstance(design, Design) else ()
        if not pilots:
            raise TideturnError("the design has no pilot.", place=str(args.design), mend="Write it as [[pilots]].")
        for pilot in pilots:
            if log.sites and pilot.site not in log.sites:
                raise TideturnError(
                    f"there is no site {quoted(pilot.site)}.",
                    place=str(args.design),
                    mend=f"They are {listed(log.sites)}.",
                )
            groups = before_after(log, pilot.day, pilot.site if log.sites else None)
            for name in groups.names:
                codes = log.spans["case"].filter(groups.cases(name))
                yield f"{pilot.site}, {name} {day(pilot.day)}", log.of_cases(codes)
