"""`tideturn measure network`: which organisations work together in each wave, and what changed between the waves."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tideturn.commands import measure_options as options
from tideturn.commands import measure_table as table
from tideturn.dataset.problems import TideturnError

if TYPE_CHECKING:
    import polars as pl

    from tideturn.methods.networks import Change, Network, Sharing, WaveMeasures

EXAMPLE: Final = "tideturn measure network ties.csv --waves waves.csv --json"
CARRIED: Final = ("share_amount", "share_quality", "trust", "value")
KIND: Final = "share_kind"
ANSWERED: Final = {
    **dict.fromkeys(("yes", "y", "true", "1"), True),
    **dict.fromkeys(("no", "n", "false", "0"), False),
}


def add_to(methods: Any) -> None:
    """Declare the method."""
    sub: argparse.ArgumentParser = methods.add_parser(
        "network",
        help="who works with whom, wave by wave",
        description="Measures a network of organisations from a ties.csv, wave by wave, and how it changed.",
        epilog=f"Example: {EXAMPLE}",
    )
    sub.add_argument("file", type=Path, metavar="FILE", help="a CSV or Parquet file, one row a tie that somebody told")
    sub.add_argument("--waves", type=Path, metavar="FILE", help="who was asked in each wave and who answered")
    sub.add_argument("--organisations", type=Path, metavar="FILE", help="the organisations and their groups")
    sub.add_argument("--group", metavar="COLUMN", help="the column of groups there, for the E–I index")
    sub.add_argument("--undirected", action="store_true", help="a tie is a pair of which either tells")
    for name, default in (("wave", "wave"), ("from", "from"), ("to", "to"), ("level", "level")):
        sub.add_argument(
            f"--{name}", dest=f"of_{name}", default=default, metavar="COLUMN", help=f"its column (default {default})"
        )
    sub.add_argument(
        "--organisation", default="organisation_id", metavar="COLUMN", help="its column (default organisation_id)"
    )
    sub.add_argument("--responded", default="responded", metavar="COLUMN", help="its column (default responded)")
    sub.add_argument("--draws", type=int, default=2000, metavar="N", help="bootstrap draws (default 2000)")
    sub.add_argument("--permutations", type=int, default=1000, metavar="N", help="relabellings (default 1000)")
    sub.add_argument("--seed", type=int, default=1, metavar="N", help="where chance begins (default 1)")
    sub.add_argument("--chart", type=Path, metavar="FILE.svg", help="write the waves as a picture")
    sub.add_argument("--json", action="store_true", help="answer as JSON")
    sub.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Measure every wave, compare them and print."""
    from tideturn.methods.networks import network

    for name in ("draws", "permutations"):
        if not 1 <= getattr(args, name) <= options.MOST_DRAWS:
            raise TideturnError(
                f"--{name} {getattr(args, name)} is no number of draws.", mend=f"Give 1 to {options.MOST_DRAWS:,}."
            )
    options.check_seed(args.seed)
    options.check_chart(args.chart)
    if bool(args.organisations) != bool(args.group):
        raise TideturnError(
            "--organisations and --group go together.", mend="Name the file, and its column that holds the groups."
        )
    ties = _ties(args)
    waves = _waves(args) if args.waves else None
    groups = _groups(args) if args.organisations else None
    try:
        found = network(
            ties,
            waves,
            groups=groups,
            directed=not args.undirected,
            draws=args.draws,
            permutations=args.permutations,
            seed=args.seed,
        )
    except TideturnError as error:
        raise TideturnError(error.what, place=error.place or str(args.file), mend=error.mend) from None
    if args.chart is not None:
        _draw(args, found, groups or {})
    if args.json:
        table.print_json(answer(found, args.draws, args.permutations, args.seed))
    else:
        _print(found)
    return 0


def answer(found: Network, draws: int, permutations: int, seed: int) -> dict[str, Any]:
    """Return the result under the names of the JSON answer."""
    return {
        "waves": [_wave(wave, shared) for wave, shared in zip(found.waves, found.sharing, strict=True)],
        "changes": [_change(change) for change in found.changes],
        "qap": [
            {
                "from": change.earlier,
                "to": change.later,
                "organisations": change.organisations,
                "correlation": change.qap,
                "p": change.qap_p,
            }
            for change in found.changes
        ],
        "directed": found.directed,
        "draws": draws,
        "permutations": permutations,
        "seed": seed,
        "notes": list(found.notes),
    }


def _wave(wave: WaveMeasures, shared: Sharing) -> dict[str, Any]:
    names = (
        *("wave", "organisations", "respondents", "ties", "possible", "density", "reciprocity", "mean_level"),
        *("either", "confirmed", "unconfirmed", "in_centralisation", "out_centralisation"),
    )
    external = wave.external
    return {
        **{name: getattr(wave, name) for name in names},
        "ei": external.value if external else None,
        "ei_expected": external.expected if external else None,
        "p_ei": external.p if external else None,
        "sharing": {
            one.what: {"ties": one.ties, "mean": one.mean, "median": one.median, "least": one.least, "most": one.most}
            for one in shared.quantities
        },
        "kinds": dict(shared.kinds),
        "nodes": [
            {
                "id": node.id,
                "answered": node.answered,
                "in": node.indegree,
                "out": node.outdegree,
                "betweenness": node.betweenness,
            }
            for node in wave.nodes
        ],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "from": change.earlier,
        "to": change.later,
        "organisations": change.organisations,
        "ties_before": change.before,
        "ties_after": change.after,
        "kept": change.kept,
        "new": change.new,
        "lost": change.lost,
        "jaccard": change.jaccard,
        "density": change.density,
        "low": change.interval.low if change.interval else None,
        "high": change.interval.high if change.interval else None,
        "allowed_low": change.allowed.low if change.allowed else None,
        "allowed_high": change.allowed.high if change.allowed else None,
        "density_before": change.density_before,
        "density_after": change.density_after,
        "sharing": [
            {
                "what": moved.what,
                "ties": "in both waves" if moved.kept else "in either wave",
                "ties_before": moved.ties_before,
                "ties_after": moved.ties_after,
                "before": moved.before,
                "after": moved.after,
                "change": moved.change,
                "low": moved.low,
                "high": moved.high,
            }
            for moved in change.moved
        ],
    }


def _ties(args: argparse.Namespace) -> pl.DataFrame:
    import polars as pl

    known = table.headings(args.file)
    column = {"wave": args.of_wave, "from": args.of_from, "to": args.of_to, "level": args.of_level}
    table.each_once(column.values(), str(args.file))
    more = [name for name in (*CARRIED, KIND) if name in known and name not in column.values()]
    frame = table.text_table(args.file, table.wanted(args.file, [*column.values(), *more]))
    if frame.is_empty():
        raise TideturnError("there is a header and no row.", place=str(args.file), mend="Add the ties.")
    table.filled(frame, column.values(), args.file)
    waves = _wave_numbers(frame, column["wave"], args.file)
    levels = table.numbers(frame, column["level"], args.file)
    off = ~levels.is_between(0, 5) | (levels != levels.round())
    mend = "A level is a whole number from 0 (not at all) to 5."
    table.refuse(frame, column["level"], args.file, off, "is no level", mend=mend)
    return frame.select(
        wave=waves,
        **{name: pl.col(column[name]) for name in ("from", "to")},
        level=levels,
        **{name: table.numbers(frame, name, args.file) if name != KIND else pl.col(name) for name in more},
    )


def _waves(args: argparse.Namespace) -> pl.DataFrame:
    import polars as pl

    path: Path = args.waves
    names = [args.of_wave, args.organisation, args.responded]
    table.each_once(names, str(path))
    frame = table.text_table(path, table.wanted(path, names))
    table.filled(frame, names, path)
    said = frame[args.responded].str.to_lowercase()
    strange = ~said.is_in(list(ANSWERED))
    table.refuse(frame, args.responded, path, strange, "is neither yes nor no", mend="Write yes or no.")
    return frame.select(
        wave=_wave_numbers(frame, args.of_wave, path),
        organisation_id=pl.col(args.organisation),
        responded=said.replace_strict(ANSWERED, return_dtype=pl.Boolean),
    )


def _groups(args: argparse.Namespace) -> dict[str, str]:
    path: Path = args.organisations
    names = [args.organisation, args.group]
    table.each_once(names, str(path))
    frame = table.text_table(path, table.wanted(path, names))
    table.filled(frame, [args.organisation], path)
    rows = frame.drop_nulls().unique()
    twice = rows.filter(rows[args.organisation].is_duplicated()).sort(args.organisation)
    if twice.height:
        raise TideturnError(
            f"{twice[args.organisation][0]} is there twice, in two groups.", place=str(path), mend="Take one out."
        )
    return dict(rows.select(args.organisation, args.group).iter_rows())


def _draw(args: argparse.Namespace, found: Network, groups: dict[str, str]) -> None:
    """Write the picture, with organisations in order of their group and then of their code."""
    from tideturn.dataset.storage import write_whole
    from tideturn.report.charts.draw import image
    from tideturn.report.charts.network import of_network

    names: dict[str, str] = {}
    if args.organisations and "name" in table.headings(args.organisations):
        frame = table.text_table(args.organisations, [args.organisation, "name"]).drop_nulls()
        names = dict(frame.iter_rows())
    codes = {node.id for wave in found.waves for node in wave.nodes}
    order = sorted(codes, key=lambda code: (groups.get(code, ""), code))
    picture = of_network(found.waves, order=order, names=names, groups=groups, titles={}, beside=True)
    told = ". ".join(f"Wave {wave.wave}: {wave.ties} ties among {wave.organisations}" for wave in found.waves)
    write_whole({args.chart: image(picture, "Who works with whom, wave by wave", f"{told}.")})


def _wave_numbers(frame: pl.DataFrame, name: str, path: Path) -> pl.Series:
    import polars as pl

    values = frame[name].cast(pl.Int64, strict=False)
    wrong = values.is_null() | (values < 0)
    table.refuse(frame, name, path, wrong, "is no number of a wave", mend="Number the waves 1, 2, 3.")
    return values


def _print(found: Network) -> None:
    from tideturn.methods.networks import MEANING

    waves = found.waves
    rows = [
        ["organisations asked", *(str(w.organisations) for w in waves)],
        ["of which answered", *(str(w.respondents) for w in waves)],
        ["ties", *(str(w.ties) for w in waves)],
        ["of possible ties", *(str(w.possible) for w in waves)],
        ["density", *(_number(w.density) for w in waves)],
        ["mean level", *(_number(w.mean_level) for w in waves)],
        ["reciprocity", *(_number(w.reciprocity) for w in waves)],
        ["pairs either tells of", *(str(w.either) for w in waves)],
        ["pairs both confirm", *(str(w.confirmed) for w in waves)],
        ["pairs none can confirm", *(str(w.unconfirmed) for w in waves)],
        ["centralisation, in", *(_number(w.in_centralisation) for w in waves)],
        ["centralisation, out", *(_number(w.out_centralisation) for w in waves)],
    ]
    if any(w.external for w in waves):
        rows += [
            ["E–I index", *(_number(w.external.value if w.external else None) for w in waves)],
            ["  by chance", *(_number(w.external.expected if w.external else None) for w in waves)],
            ["  p", *(table.p_value(w.external.p if w.external else None) for w in waves)],
        ]
    for what in CARRIED:
        means = [shared.mean(what) for shared in found.sharing]
        if any(mean is not None for mean in means):
            rows.append([f"mean {what.replace('_', ' ')}", *(_number(mean) for mean in means)])
    table.print_table("Network", ["", *(f"wave {w.wave}" for w in waves)], rows)
    for change in found.changes:
        _print_change(change)
    _print_between(found)
    for note in found.notes:
        table.print_sentence(note)
    print()
    told = ["density", "mean_level", *(["reciprocity"] if found.directed else []), "confirmed", "in_centralisation"]
    told += ["out_centralisation"] if found.directed else []
    told += ["ei"] if any(w.external for w in waves) else []
    told += ["betweenness"] + (["jaccard", "density_change", "qap"] if found.changes else [])
    told += ["sharing"] if any(shared.quantities for shared in found.sharing) else []
    for name in told:
        table.print_sentence(f"{MEANING[name].name}: {MEANING[name].sentence}")


def _print_change(change: Change) -> None:
    title = f"From wave {change.earlier} to {change.later}, among the {change.organisations} that answered both"
    low, high = (change.interval.low, change.interval.high) if change.interval else (None, None)
    rows = [
        ["change of density", _number(change.density, sign=True), _range(low, high)],
        ["ties kept, new, lost", f"{change.kept}, {change.new}, {change.lost}", ""],
        ["stability (Jaccard)", _number(change.jaccard), ""],
        ["QAP correlation", _number(change.qap), table.p_value(change.qap_p)],
    ]
    for moved in change.moved:
        name = f"{moved.what.replace('_', ' ')}, {'ties kept' if moved.kept else 'all ties'}"
        rows.append([name, _number(moved.change, sign=True), _range(moved.low, moved.high)])
    table.print_table(title, ["", "value", "95% or p"], rows)


def _print_between(found: Network) -> None:
    last = found.waves[-1] if found.waves else None
    known = [node for node in last.nodes if node.betweenness is not None] if last else []
    if last is None or not known:
        return
    top = sorted(known, key=lambda node: (-(node.betweenness or 0), node.id))[:10]
    rows = [[n.id, str(n.indegree), str(n.outdegree), _number(n.betweenness)] for n in top]
    table.print_table(
        f"Most often between others in wave {last.wave}", ["organisation", "in", "out", "betweenness"], rows
    )


def _range(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{low:+.3f} to {high:+.3f}"


def _number(value: float | None, *, sign: bool = False) -> str:
    return "not known" if value is None else f"{value:+.3f}" if sign else f"{value:.3f}"
