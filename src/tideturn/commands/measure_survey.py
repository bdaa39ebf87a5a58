"""`tideturn measure survey`: tabulate every question's whole distribution, and the share agreeing with its interval."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from tideturn.commands import measure_engine as engines
from tideturn.commands import measure_groups as groups
from tideturn.commands import measure_table as table
from tideturn.dataset.engine import LOCAL
from tideturn.dataset.problems import TideturnError
from tideturn.dataset.schema import MANY

if TYPE_CHECKING:
    import polars as pl

    from tideturn.methods.surveys import Item, ItemResult

EXAMPLE = "tideturn measure survey answers.csv --items q1,q2 --by site --agree 'Agree|Strongly agree' --json"
DISTINCT = 60
"""Maximum number of different answers to a closed question, unless the column is asked for by name."""


def add_to(methods: Any) -> None:
    """Declare the method."""
    sub: argparse.ArgumentParser = methods.add_parser(
        "survey",
        help="opinions with their intervals",
        description="Tabulates closed questions: one row a response, one column a question, empty where unanswered.",
        epilog=f"Example: {EXAMPLE}",
    )
    sub.add_argument("file", type=engines.place, metavar="FILE", help="a CSV or Parquet file")
    sub.add_argument(
        "--items", metavar="A,B", help="the questions' columns (default: all but those of --by and --compare)"
    )
    sub.add_argument("--by", metavar="A,B", action="append", default=[], help="columns to group by")
    sub.add_argument("--agree", required=True, metavar="'A|B'", help="the answers that count as agreeing")
    sub.add_argument("--disagree", metavar="'A|B'", help="the answers that count as disagreeing")
    sub.add_argument("--dont-know", metavar="'A|B'", help="further answers that give no opinion")
    sub.add_argument("--too-early", metavar="'A|B'", help="the answers that say it is too soon to tell")
    sub.add_argument("--scale", metavar="'A|B|C'", help="the answers from least to most, for the median and the order")
    sub.add_argument("--population", type=int, metavar="N", help="how many could have answered")
    sub.add_argument("--invited", type=int, metavar="N", help="how many were asked to answer, for the response rate")
    sub.add_argument("--compare", metavar="COLUMN", help="hold its two groups' answers against each other")
    sub.add_argument("--min-n", type=int, default=10, metavar="N", help="below it only counts are given (default 10)")
    engines.add_engine(sub)
    sub.add_argument("--json", action="store_true", help="answer as JSON")
    sub.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Tabulate and print."""
    by = [name for part in args.by for name in table.listed(part, ",")]
    engine = engines.chosen(args)
    results, answer = _here(args, by) if engine == LOCAL else _there(engine, args, by)
    results = _placed(args, results)
    answer["items"] = [asdict(result) for result in results]
    _say_what_nobody_answered(args, results)
    if args.json:
        table.print_json(answer)
    else:
        _print(results, by, scaled=bool(args.scale))
        if args.compare and answer["comparisons"]:
            groups.print_compared(answer["comparisons"], by)
        if args.invited is not None:
            rate = table.percent(answer["response_rate"])
            print(f"Response rate {rate}: {answer['answered']:,} of {answer['invited']:,} invited answered.")
    return 0


def _here(args: argparse.Namespace, by: Sequence[str]) -> tuple[list[ItemResult], dict[str, Any]]:
    """Return the results counted on this machine, and the start of the JSON answer."""
    import polars as pl

    from tideturn.methods.surveys import tabulate

    apart = [*by, args.compare] if args.compare else [*by]
    names = table.listed(args.items, ",") or [n for n in table.headings(args.file) if n not in apart]
    # Where groups are compared, a question may be none of them: its answers would be compared with themselves.
    table.each_once([*apart, *(names if args.compare else ())], str(args.file))
    needed = table.wanted(args.file, [*apart, *names])
    frame = table.coded_table(args.file, needed)
    with table.readable(args.file):
        frame = _whole_numbers(frame, apart)
        items = _items(args, names)
        if not args.items and items:
            distinct = frame.lazy().select(pl.col(item.item).n_unique() for item in items).collect().row(0)
            items = _closed(items, distinct)
        results = tabulate(frame, items, by=by, population=args.population, min_n=args.min_n)
        answer: dict[str, Any] = {"items": []}
        if args.invited is not None:
            answer |= _turnout(int(frame.lazy().select(pl.len()).collect().item()), args)
        if args.compare:
            answer["comparisons"] = groups.compare(
                frame, items, column=args.compare, by=by, min_n=args.min_n, args=args
            )
    return results, answer


def _there(engine: str, args: argparse.Namespace, by: Sequence[str]) -> tuple[list[ItemResult], dict[str, Any]]:
    """Return the same from an engine, identical to the last digit."""
    from tideturn.engines.spark import is_csv, spark
    from tideturn.methods.surveys import tabulate_counts
    from tideturn.methods.surveys.counting_anywhere import count_answers_anywhere, distinct_answers, numbered_groups

    engines.only_counts(args, engine, ("compare",))
    where = engines.address(args.file, engine)
    with spark(engine) as session:
        frame = session.table(where)
        known = frame.collect_schema().names()
        names = table.listed(args.items, ",") or [n for n in known if n not in by]
        table.each_once(by, str(args.file))
        table.among(known, [*by, *names], str(args.file))
        if is_csv(where):
            frame = numbered_groups(frame, by)
        items = _items(args, names)
        if not args.items and items:
            items = _closed(items, distinct_answers(frame, names))
        counts = count_answers_anywhere(frame, [item.item for item in items], by)
    results = tabulate_counts(counts, items, by=by, population=args.population, min_n=args.min_n)
    answer: dict[str, Any] = {"items": [], "engine": engine}
    if args.invited is not None:
        answer |= _turnout(int(counts.sizes.sum()), args)
    return results, answer


def _items(args: argparse.Namespace, names: Sequence[str]) -> list[Item]:
    from tideturn.methods.surveys import Item

    return [
        Item(
            name,
            agree=table.listed(args.agree),
            disagree=table.listed(args.disagree),
            too_early=table.listed(args.too_early),
            opinion_none=table.listed(args.dont_know),
            scale=table.listed(args.scale),
        )
        for name in names
    ]


def _turnout(answered: int, args: argparse.Namespace) -> dict[str, Any]:
    """Return the response rate of the whole file, counting one row as one response."""
    from tideturn.methods.surveys import response_rate

    if args.invited < max(answered, 1):
        raise TideturnError(
            f"{answered:,} answered, of {args.invited:,} invited.",
            place=str(args.file),
            mend="Give in --invited how many were asked to answer, at least one and at least as many as did.",
        )
    return {"invited": args.invited, "answered": answered, "response_rate": response_rate(answered, args.invited)}


def _whole_numbers(frame: pl.DataFrame | pl.LazyFrame, by: Sequence[str]) -> pl.DataFrame | pl.LazyFrame:
    """Turn group columns of whole numbers only into numbers, so that 2 sorts before 10."""
    import polars as pl

    from tideturn.methods.surveys.counting_few import WHOLE

    if isinstance(frame, pl.LazyFrame):
        return frame
    for name in by:
        values = frame[name].unique().drop_nulls().cast(pl.String)
        if len(values) and values.str.contains(WHOLE).all():
            frame = frame.with_columns(pl.col(name).cast(pl.String).cast(pl.Int64))
    return frame


def _closed(items: list[Item], distinct: Sequence[int]) -> list[Item]:
    """Return the items without those that have more different answers than a closed question."""
    open_ones = [item.item for item, many in zip(items, distinct, strict=True) if many > DISTINCT]
    if open_ones:
        table.note(f"left out, having over {DISTINCT} different answers: {', '.join(open_ones)}. Name it in --items.")
    return [item for item in items if item.item not in open_ones]


def _placed(args: argparse.Namespace, results: Sequence[ItemResult]) -> list[ItemResult]:
    """Return the results of the questions whose every answer has a place.

    Raises TideturnError for a question asked for by name that has an answer without one: several answers in a cell, or,
    if a scale is given, an answer that is on no list. Other such columns are left out with a note.
    """
    from tideturn.dataset.answers import gives_no_opinion

    options = ("agree", "disagree", "dont_know", "too_early", "scale")
    places = {answer for name in options for answer in table.listed(getattr(args, name))}
    amiss: dict[str, tuple[str, str]] = {}
    for result in results:
        strange = [answer for answer, count in result.counts.items() if count and answer not in places]
        several = next((answer for answer in strange if MANY in answer), None)
        if several is not None:
            what = f"A cell of “{result.item}” holds several answers (“{several}”), which are not one answer."
            amiss.setdefault(result.item, (what, "Give each answer a column of its own, with yes where it was chosen."))
        elif args.scale and result.unplaced:
            lost = next(answer for answer in strange if not gives_no_opinion(answer))
            what = f"“{lost}”, an answer to “{result.item}”, is in none of the lists."
            amiss.setdefault(result.item, (what, "Add it to --scale, --dont-know or --too-early, or correct it."))
    for what, mend in amiss.values() if args.items else ():
        raise TideturnError(what, place=str(args.file), mend=f"{mend} Or leave the question out of --items.")
    if amiss:
        table.note(f"left out, having answers without a place: {', '.join(amiss)}. Name it in --items to see which.")
    return [result for result in results if result.item not in amiss]


def _say_what_nobody_answered(args: argparse.Namespace, results: Sequence[ItemResult]) -> None:
    given = {answer for result in results for answer, count in result.counts.items() if count}
    for option in ("agree", "disagree", "dont_know", "too_early"):
        for answer in table.listed(getattr(args, option)):
            if answer not in given:
                known = f"The answers are {', '.join(sorted(given)[:12])}." if given else "Nobody answered anything."
                table.note(f"nobody answered “{answer}” (--{option.replace('_', '-')}). {known}")


def _print(results: Sequence[ItemResult], by: Sequence[str], *, scaled: bool) -> None:
    """Print each question.

    Without a scale, head the remaining answers “other”, since nothing shows that they are neutral.
    """
    for item in dict.fromkeys(result.item for result in results):
        rows, answers = [], []
        for r in (result for result in results if result.item == item):
            group = [("(none)" if r.by[name] is None else str(r.by[name])) for name in by] or ["all"]
            share = f"{table.percent(r.share)} ({table.percent(r.low)} to {table.percent(r.high)})"
            middle = "" if r.median is None else f"{r.median:g}" if isinstance(r.median, float) else r.median
            rows.append(
                [
                    *group,
                    f"{r.k} of {r.n}",
                    "too few" if r.share is None else share,
                    *(str(c) for c in (r.neutral + r.unplaced, r.disagree, r.dont_know + r.too_early, r.missing)),
                ]
            )
            answers.append([*group, middle, " · ".join(f"{answer} {count}" for answer, count in r.counts.items())])
        lead = list(by) or ["group"]
        columns = [*lead, "agree", "share (95%)", "neutral" if scaled else "other", "disagree", "no view", "missing"]
        table.print_table(item, columns, rows, len(lead))
        table.print_table("Every answer", [*lead, "median", "answers"], answers, len(lead) + 2)
