"""`tideturn measure change`: compare people with themselves, and count those lost on the way."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tideturn.commands import measure_table as table
from tideturn.dataset.problems import TideturnError

if TYPE_CHECKING:
    import polars as pl

    from tideturn.methods.change import Attrition

EXAMPLE: Final = "tideturn measure change scores.csv --before score_1 --after score_2 --better down --json"
FIRST: Final = ("baseline", "before")
SEVERAL: Final = 2
APART: Final = ("then_test",)


def add_to(methods: Any) -> None:
    """Declare the method."""
    sub: argparse.ArgumentParser = methods.add_parser(
        "change",
        help="people compared with themselves",
        description=(
            "Counts who is better, the same and worse. FILE is wide (--before, --after: one row a person) "
            "or long (--case, --score, and --date or --stage or both: one row a score)."
        ),
        epilog=f"Example: {EXAMPLE}",
    )
    sub.add_argument("file", type=Path, metavar="FILE", help="a CSV or Parquet file")
    sub.add_argument("--before", metavar="COLUMN", help="wide: the first score")
    sub.add_argument("--after", metavar="COLUMN", help="wide: the second score")
    sub.add_argument("--then", metavar="COLUMN", help="wide: the first score as people later recall it")
    sub.add_argument("--case", metavar="COLUMN", help="long: whose score it is")
    sub.add_argument("--score", metavar="COLUMN", help="long: the score")
    sub.add_argument("--date", metavar="COLUMN", help="long: the day of the score")
    sub.add_argument(
        "--stage", metavar="COLUMN", help="long: baseline or before; then_test is kept apart; anything else is later"
    )
    sub.add_argument("--ends", metavar="DATE", help="long: the year's last day (default: the latest day in FILE)")
    sub.add_argument("--by", metavar="A,B", action="append", default=[], help="columns to group by")
    sub.add_argument("--better", choices=("up", "down"), default="up", help="which way is better (default up)")
    sub.add_argument("--items", type=int, metavar="N", help="how many items the scale has; a single one has no index")
    sub.add_argument(
        "--reliability", type=float, metavar="R", help="the scale's reliability: adds the reliable change index"
    )
    sub.add_argument("--json", action="store_true", help="answer as JSON")
    sub.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Pair, count and print."""
    wide = args.before is not None and args.after is not None
    long = args.case is not None and args.score is not None and (args.date is not None or args.stage is not None)
    if wide == long:
        raise TideturnError(
            "It is not said which columns hold the scores.",
            mend="Give --before and --after, or --case and --score with --date or --stage.",
        )
    _refuse_what_does_not_fit(args, wide=wide)
    by = [name for part in args.by for name in table.listed(part, ",")]
    names = [args.before, args.after, args.then] if wide else [args.case, args.score, args.date, args.stage]
    table.each_once([*names, *by], str(args.file))
    frame = table.text_table(args.file, table.wanted(args.file, [*names, *by]))
    frame = _wide(frame, args) if wide else _long(frame, args)
    answers = []
    for group in frame.partition_by(by, maintain_order=True) if by else [frame]:
        answer = _of_wide(group, args) if wide else _of_long(group, args)
        answers.append({"by": {name: group[name][0] for name in by}, **answer})
    if answers and all("reliable_change_refused" in answer for answer in answers):
        raise TideturnError(answers[0]["reliable_change_refused"], mend="Read better, same and worse instead.")
    answers.sort(key=lambda answer: [(value is None, value or "") for value in answer["by"].values()])
    if not by:
        answers = [{key: value for key, value in answers[0].items() if key != "by"}]
    if args.json:
        table.print_json(answers if by else answers[0])
    else:
        _print(answers, by)
    return 0


def _refuse_what_does_not_fit(args: argparse.Namespace, *, wide: bool) -> None:
    other = ("case", "score", "date", "stage", "ends") if wide else ("before", "after", "then")
    stray = next((option for option in other if getattr(args, option) is not None), None)
    if stray:
        shape = "wide table (--before, --after)" if wide else "long table (--case, --score)"
        mend = "In a long table then-test answers are those of stage then_test." if stray == "then" else "Leave it out."
        raise TideturnError(f"--{stray} does not go with a {shape}.", mend=mend)
    if args.reliability is not None and not 0 < args.reliability < 1:
        raise TideturnError(
            f"a reliability of {args.reliability:g} is none: it lies between 0 and 1.",
            mend="Give the scale's published reliability, such as 0.85, or leave --reliability out.",
        )
    if args.items is not None and args.items < 1:
        raise TideturnError(f"a scale of {args.items} items is none.", mend="Give how many questions make up a score.")


def _wide(frame: pl.DataFrame, args: argparse.Namespace) -> pl.DataFrame:
    columns = [name for name in (args.before, args.after, args.then) if name]
    return frame.with_columns(table.numbers(frame, name, args.file).alias(name) for name in columns)


def _long(frame: pl.DataFrame, args: argparse.Namespace) -> pl.DataFrame:
    import polars as pl

    from tideturn.methods.change import SETTLING_DAYS

    score = table.numbers(frame, args.score, args.file).alias("_score")
    if args.date:
        on = table.days(frame, args.date, args.file).alias("_on")
        frame = frame.with_columns(score, on).filter(pl.col("_on").is_not_null())
    else:
        # Without days only the stages tell first from later; far enough apart that every baseline is due a later score.
        first = pl.col(args.stage).is_in(FIRST)
        gap = pl.when(first).then(0).otherwise(pl.int_range(pl.len()) + SETTLING_DAYS + 1)
        frame = frame.with_columns(score, (pl.lit(0).cast(pl.Date) + pl.duration(days=gap)).cast(pl.Date).alias("_on"))
    if frame.is_empty():
        raise TideturnError(
            "no row holds a day.", place=str(args.file), mend="Fill in the days, or give --stage alone."
        )
    ends = table.day(args.ends) if args.ends else frame["_on"].max()
    # Scores after the year's end are not yet known at its end.
    return frame.with_columns(pl.lit(ends).alias("_ends")).filter(pl.col("_on") <= pl.col("_ends"))


def _of_wide(group: pl.DataFrame, args: argparse.Namespace) -> dict[str, Any]:
    from tideturn.methods.change import Attrition, then_test

    before, after = group[args.before], group[args.after]
    due = group.filter(before.is_not_null())
    followed = due[args.after].is_not_null().sum()
    lost = due.height - followed
    share = lost / due.height if due.height else None
    answer = _answer(before, after, Attrition(due.height, due.height, followed, lost, share), args)
    if args.then:
        answer["then_test"] = asdict(then_test(before, group[args.then], after, better=args.better))
    return answer


def _of_long(group: pl.DataFrame, args: argparse.Namespace) -> dict[str, Any]:
    import polars as pl

    from tideturn.methods.change import attrition, pair_up, then_test

    scored = group.filter(pl.col("_score").is_not_null())
    if args.stage:
        first, apart = pl.col(args.stage).is_in(FIRST), pl.col(args.stage).is_in(APART)
        baselines, later = scored.filter(first), scored.filter(~first & ~apart)
    else:
        baselines = later = scored
    lost = attrition(baselines, later, case=args.case, day="_on", ends=group["_ends"][0])
    pairs = pair_up(baselines, later, case=args.case, day="_on", score="_score")
    answer = _answer(pairs["before"], pairs["after"], lost, args)
    back = scored.filter(apart) if args.stage else scored.clear()
    if back.height:
        # If somebody looked back several times, use the last.
        last = (
            back.sort("_on", "_score").unique(args.case, keep="last").select(args.case, pl.col("_score").alias("then"))
        )
        pairs = pairs.join(last, on=args.case, how="left", maintain_order="left")
        answer["then_test"] = asdict(then_test(pairs["before"], pairs["then"], pairs["after"], better=args.better))
    return answer


def _answer(before: pl.Series, after: pl.Series, lost: Attrition, args: argparse.Namespace) -> dict[str, Any]:
    from tideturn.methods.change import matched_change, reliable_change

    answer = {**asdict(matched_change(before, after, better=args.better)), "attrition": asdict(lost)}
    if args.items is not None or args.reliability is not None:
        # Reliability applies only to scales; if a user gives one without a number of items, the scale has several.
        items = SEVERAL if args.items is None else args.items
        answer["reliable_change"] = None
        try:
            moved = reliable_change(before, after, items=items, reliability=args.reliability, better=args.better)
            answer["reliable_change"] = asdict(moved)
        except TideturnError as error:
            # Among several groups, some may not allow it; with a single group there is then no answer.
            if not args.by:
                raise
            answer["reliable_change_refused"] = error.what
    return answer


def _print(answers: list[dict[str, Any]], by: list[str]) -> None:
    lead = by or ["group"]
    rows, tests, moved, back = [], [], [], []
    for a in answers:
        group = ["(none)" if value is None else str(value) for value in a.get("by", {}).values()] or ["all"]
        lost = a["attrition"]
        rows.append([*group, *_counted(a), f"{lost['lost']} of {lost['due']}"])
        interval = "" if a["low"] is None else f"{a['difference']:+.2f} ({a['low']:+.2f} to {a['high']:+.2f})"
        tests.append([*group, interval, table.p_value(a["p_sign"]), table.p_value(a["p_wilcoxon"])])
        if "reliable_change_refused" in a:
            table.note(f"{', '.join(group)}: {a['reliable_change_refused']}")
        elif r := a.get("reliable_change"):
            told = (str(r[key]) for key in ("pairs", "improved", "unchanged", "deteriorated"))
            moved.append([*group, *told, f"±{1.96 * r['error']:.3g}"])
        if "then_test" in a:
            since = {"then, as said": "pre_post", "then, recalled": "then_post"}
            for words, key in since.items():
                change = a["then_test"][key]
                back.append([*group, words, *_counted(change), table.p_value(change["p_sign"])])
    counted = ["pairs", "better", "same", "worse"]
    table.print_table("Pairs", [*lead, *counted, "lost"], rows, len(lead))
    columns = [*lead, "better less worse, of the pairs (95%)", "sign test", "Wilcoxon"]
    table.print_table("How sure", columns, tests, len(lead))
    if moved:
        columns = [*lead, "pairs", "better", "unchanged", "worse", "moved by over"]
        table.print_table("Reliable change (Jacobson & Truax)", columns, moved, len(lead))
    if back:
        columns = [*lead, "change since", *counted, "sign test"]
        table.print_table("Looking back (then-test): beside the change, no part of it", columns, back, len(lead) + 1)


def _counted(change: dict[str, Any]) -> list[str]:
    return [str(change[key]) for key in ("pairs", "better", "same", "worse")]
