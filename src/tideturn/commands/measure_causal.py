"""`tideturn measure causal`: what people say helps or hinders what, compared with a theory of change."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tideturn.commands import measure_options as options
from tideturn.commands import measure_table as table
from tideturn.commands.measure_texts import offsets, transcript
from tideturn.dataset.problems import TideturnError
from tideturn.dataset.schema import Vocabulary
from tideturn.dataset.vocabulary import EFFECT, POLARITY
from tideturn.dataset.wording import listed

if TYPE_CHECKING:
    import polars as pl

    from tideturn.methods.causal_map import Arrow, CausalMap, Part, Proposal

EXAMPLE: Final = (
    "tideturn measure causal causal_claims.csv --interviews interviews.csv --factors factors.csv --links toc_links.csv "
    "--json"
)
YES: Final = ("yes", "true")
NO: Final = ("no", "false")
SHOWN: Final = 20
"""Maximum number of rows of the map to print if there is no theory."""


def add_to(methods: Any) -> None:
    """Declare the method."""
    sub: argparse.ArgumentParser = methods.add_parser(
        "causal",
        help="what people say helps or hinders what, and a theory held against it",
        description=(
            "Draws the causal map of what people say helps or hinders what: who says so of each link of a theory, how "
            "robust it is (maximum flow and minimum cut), and what enough people say that no link holds. FILE has one "
            "row a claim."
        ),
        epilog=f"Example: {EXAMPLE}",
    )
    sub.add_argument("file", type=Path, metavar="FILE", help="a CSV or Parquet file, such as causal_claims.csv")
    sub.add_argument(
        "--interviews", type=Path, metavar="FILE", help="interview_id, source, site, voice (default: each is a source)"
    )
    sub.add_argument("--factors", type=Path, metavar="FILE", help="factor, node_id: what each stands for")
    sub.add_argument("--links", type=Path, metavar="FILE", help="link_id, from_node, to_node: the theory")
    sub.add_argument("--nodes", type=Path, metavar="FILE", help="node_id, title: the theory's parts")
    sub.add_argument(
        "--text", type=Path, metavar="DIR", help="where the transcripts are: proposals are quoted, given consent"
    )
    sub.add_argument("--least", type=int, metavar="N", default=3, help="how many people a proposal needs (default 3)")
    sub.add_argument("--interview", metavar="COLUMN", default="interview_id", help="whose claim (default interview_id)")
    sub.add_argument("--from", metavar="COLUMN", default="from_factor", dest="cause", help="default from_factor")
    sub.add_argument("--to", metavar="COLUMN", default="to_factor", dest="result", help="default to_factor")
    sub.add_argument(
        "--effect", metavar="COLUMN", help="helps or hinders (default effect; where there is none, each helps)"
    )
    sub.add_argument("--json", action="store_true", help="answer as JSON")
    sub.add_argument("--chart", type=Path, metavar="FILE", help="write the map as an SVG")
    sub.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read, map and print, and draw a chart if asked."""
    from tideturn.methods.causal_map import causal_map

    if args.least < 1:
        raise TideturnError(f"{args.least} people are too few.", mend="Give --least 1 or more, such as 3.")
    options.check_chart(args.chart)
    if args.text is not None and args.interviews is None:
        raise TideturnError(
            "nobody knows which text is whose, nor who agreed to be quoted.",
            mend="Give --interviews too, with the columns file and consent_to_quote.",
        )
    claims = _claims(args)
    interviews = _given(args.interviews, ("interview_id",), ("source", "site", "voice", "file", "consent_to_quote"))
    nodes = _given(args.nodes, ("node_id",), ("title",))
    given = {
        "factors": _given(args.factors, ("factor",), ("node_id",)),
        "links": _given(args.links, ("link_id", "from_node", "to_node"), ()),
    }
    try:
        found = causal_map(claims, interviews=interviews, nodes=nodes, least=args.least, **given)
    except TideturnError as wrong:
        # The method knows its tables by what they hold, and the reader by their files.
        raise TideturnError(wrong.what, place=str(getattr(args, wrong.place, wrong.place)), mend=wrong.mend) from None
    titles = _titles(nodes)
    quotes = _quotes(args, claims, interviews, found)
    if args.chart is not None:
        _draw(args.chart, found, titles)
    if args.json:
        table.print_json(_answer(found, quotes))
    else:
        _print(found, titles, quotes)
    for sentence in found.notes:
        table.note(sentence)
    return 0


def _claims(args: argparse.Namespace) -> pl.DataFrame:
    """Return the claims under the method's own column names, `prompted` as yes or no, with spans if there are any."""
    names = {args.interview: "interview_id", args.cause: "from_factor", args.result: "to_factor"}
    signed = {args.effect: "effect"} if args.effect else {}
    if len({**names, **signed}) < 3 + len(signed):
        raise TideturnError(
            "two of --interview, --from, --to and --effect name one column.",
            place=str(args.file),
            mend="Name a column for each.",
        )
    names |= signed
    more = ("prompted", "polarity", "start", "end", *(() if signed else ("effect",)))
    frame = _given(args.file, tuple(names), tuple(name for name in more if name not in names))
    assert frame is not None
    if frame.is_empty():
        raise TideturnError("there is no claim.", place=str(args.file), mend="Give one row for each claim.")
    frame = frame.rename(names)
    for name in {"start", "end"}.intersection(frame.columns):
        frame = frame.with_columns(offsets(frame, name, args.file))
    _known(frame, "effect", args.effect or "effect", EFFECT, args.file)
    _known(frame, "polarity", "polarity", POLARITY, args.file)
    if "prompted" in frame.columns:
        frame = frame.with_columns(_yes_or_no(frame, "prompted", args.file))
    return frame


def _known(frame: pl.DataFrame, name: str, heading: str, terms: Vocabulary, path: Path) -> None:
    """Raise TideturnError for a cell that is none of the terms; `heading` is the column's name in the file."""
    if name in frame.columns:
        strange = frame[name].is_not_null() & ~frame[name].is_in(terms.codes)
        mend = f"Write {listed(terms.codes, 'or')}, or leave the cell empty."
        table.refuse(frame.rename({name: heading}), heading, path, strange, "is not known", mend=mend)


def _given(path: Path | None, needed: tuple[str, ...], more: tuple[str, ...]) -> pl.DataFrame | None:
    """Return a table's needed columns and any of the further ones that it has; return None if no file is given."""
    if path is None:
        return None
    there = table.headings(path)
    return table.text_table(path, table.wanted(path, [*needed, *(name for name in more if name in there)]))


def _yes_or_no(frame: pl.DataFrame, name: str, path: Path) -> pl.Series:
    import polars as pl

    told = frame[name].str.to_lowercase()
    strange = told.is_not_null() & ~told.is_in([*YES, *NO])
    mend = "Write yes or no, or leave the cell empty."
    table.refuse(frame, name, path, strange, "is neither yes nor no", mend=mend)
    return pl.Series(name, [None if cell is None else cell in YES for cell in told], dtype=pl.Boolean)


def _titles(nodes: pl.DataFrame | None) -> dict[str, str]:
    if nodes is None or "title" not in nodes.columns:
        return {}
    return {code: title or code for code, title in nodes.select("node_id", "title").iter_rows() if code}


def _quotes(
    args: argparse.Namespace, claims: pl.DataFrame, interviews: pl.DataFrame | None, found: CausalMap
) -> dict[Proposal, list[dict[str, Any]]]:
    """Return the exact words said for each proposal by people who agreed to be quoted."""
    if args.text is None or interviews is None:
        return {}
    for name, where in (("start", claims), ("end", claims), ("file", interviews), ("consent_to_quote", interviews)):
        if name not in where.columns:
            path = args.file if where is claims else args.interviews
            raise TideturnError(f"there is no column “{name}”.", place=str(path), mend="Add it, or leave --text out.")
    spoken = {row["interview_id"]: row for row in interviews.to_dicts()}
    texts: dict[str, str] = {}
    quotes: dict[Proposal, list[dict[str, Any]]] = {}
    for proposal in found.proposals:
        quotes[proposal] = []
        for place in proposal.arrow.rows:
            claim = claims.row(place, named=True)
            talk = spoken.get(claim["interview_id"], {})
            if (talk.get("consent_to_quote") or "").lower() not in YES or not talk.get("file"):
                continue
            if talk["file"] not in texts:
                texts[talk["file"]] = _text(args.text, talk["file"])
            said = _words(texts[talk["file"]], claim, args.file)
            if said.strip():
                quotes[proposal].append({"interview_id": claim["interview_id"], "text": said})
    return quotes


def _words(text: str, claim: dict[str, Any], path: Path) -> str:
    """Return the text of a claim's span. Raises TideturnError if part of the span is outside the text."""
    start, end = claim["start"], claim["end"]
    if start is None or end is None:
        return ""
    if not 0 <= start < end <= len(text):
        raise TideturnError(
            f"a claim of “{claim['interview_id']}” runs from {start} to {end}, and its text from 0 to {len(text)}.",
            place=str(path),
            mend="Mend the span: offsets count characters from 0.",
        )
    return text[start:end]


def _text(folder: Path, name: str) -> str:
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise TideturnError(
            f"the transcript “{name}” is not in that folder.",
            place=str(folder),
            mend="Put it there, and mend its name.",
        )
    return transcript(path)


def _draw(path: Path, found: CausalMap, titles: dict[str, str]) -> None:
    from tideturn.dataset.storage import write_whole
    from tideturn.report.charts.draw import image
    from tideturn.report.charts.whole_map import whole_map

    described = f"{len(found.links)} links of the theory; " if found.links else ""
    described += f"{len(found.arrows)} links that people name; {len(found.proposals)} that the theory lacks."
    write_whole({path: image(whole_map(found, titles), "What helps or hinders what", described)})


def _answer(found: CausalMap, quotes: dict[Proposal, list[dict[str, Any]]]) -> dict[str, Any]:
    def arrow_ends(start: Part, end: Part) -> dict[str, str]:
        return {"from": start.name, "to": end.name}

    return {
        "sources": len(found.sources),
        "links": [
            {
                **link.as_row(),
                "from": link.from_node,
                "to": link.to_node,
                "cut": [{**arrow_ends(one.start, one.end), "sources": one.capacity} for one in link.cut],
            }
            for link in found.links
        ],
        "proposals": [
            {**one.as_row(), **({"quotes": quotes[one]} if one in quotes else {})} for one in found.proposals
        ],
        "map": [
            {**row, "sites": table.listed(row["sites"]), "voices": table.listed(row["voices"])}
            for row in found.frame().to_dicts()
        ],
        "rings": [[part.name for part in ring] for ring in found.rings],
        "notes": list(found.notes),
    }


def _tell(found: CausalMap) -> str:
    """Return `1 person says` or `3 people say`."""
    return "1 person says" if len(found.sources) == 1 else f"{len(found.sources)} people say"


def _print(found: CausalMap, titles: dict[str, str], quotes: dict[Proposal, list[dict[str, Any]]]) -> None:
    def name(part: Part) -> str:
        return titles.get(part.name, part.name) if part.in_theory else part.name

    def said_by(arrow: Arrow) -> list[str]:
        return [joined(arrow), str(arrow.capacity), str(len(arrow.unprompted))]

    def joined(arrow: Arrow) -> str:
        return f"{name(arrow.start)} {'→' if arrow.effect == 'helps' else 'hinders'} {name(arrow.end)}"

    if found.links:
        _print_links(found, titles)
        if found.proposals:
            lacking = [said_by(one.arrow) for one in found.proposals]
            table.print_table("What the theory lacks", ["proposed link", "said by", "unprompted"], lacking)
        else:
            print(f"Nothing that {found.least} people or more say is missing from the theory.")
    else:
        most = sorted(found.arrows, key=lambda arrow: (-arrow.capacity, arrow.start, arrow.end))
        title = f"What {_tell(found)} helps (→) or hinders" + (", the most said" if len(most) > SHOWN else "")
        table.print_table(title, ["link", "said by", "unprompted"], [said_by(arrow) for arrow in most[:SHOWN]])
    for proposal, said in quotes.items():
        for quote in said:
            print(f"{joined(proposal.arrow)}: “{quote['text']}”")


def _print_links(found: CausalMap, titles: dict[str, str]) -> None:
    """Print how many people name each link of the theory, and list the links that nobody names."""
    doubted = any(link.against for link in found.links)
    rows = [
        [
            f"{titles.get(link.from_node, link.from_node)} → {titles.get(link.to_node, link.to_node)}",
            *map(str, (len(link.sources), len(link.unprompted), *([len(link.against)] if doubted else []))),
            *map(str, (link.flow, len(link.people), len(link.threads))),
        ]
        for link in found.links
        if link.sources or link.against or link.flow
    ]
    columns = ["the theory’s link", "said by", "unprompted", *(["against"] if doubted else [])]
    columns += ["flow", "in the cut", "whole path"]
    table.print_table(f"A map of what {_tell(found)}", columns, rows)
    silent = [link.link_id for link in found.links if not link.sources and not link.against]
    if silent:
        print(f"Nobody mentions {len(silent)} of the theory’s {len(found.links)} links: {', '.join(silent)}.\n")
