"""`tideturn measure agreement` for spans of text: a table of spans, or a programme's folder."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tideturn.commands import measure_table as table
from tideturn.commands.measure_agreement_units import AGREED, Measured, noted
from tideturn.commands.measure_texts import LONGEST, offsets, transcript
from tideturn.dataset.problems import TideturnError

if TYPE_CHECKING:
    import polars as pl

ONLY: Final = "the text"
"""Name of the only document, if nobody named it."""


def of_folder(args: argparse.Namespace) -> Measured:
    """Measure the codings of a programme's interviews and open answers, for one year or for all."""
    from tideturn.dataset.read import read_folder
    from tideturn.evaluation.ledger.coders import texts_of
    from tideturn.methods.agreement import agreement_of_spans, disagreements_on_text

    dataset = read_folder(args.file)
    years = [year for year in dataset.programme.years if args.year in (None, year.number)]
    if not years:
        known = ", ".join(str(year.number) for year in dataset.programme.years)
        raise TideturnError(f"There is no Year {args.year} in this programme.", mend=f"Its years are {known}.")
    given, words = texts_of(dataset, years)
    if not given.texts:
        raise TideturnError(
            "no text was given to two coders.",
            place=str(args.file),
            mend="Name in coders.csv whoever coded an interview, whether or not they found anything in it.",
        )
    found = agreement_of_spans(given, draws=args.draws, seed=args.seed)
    settled = AGREED in dataset.table("codings")["coder"]
    differ = disagreements_on_text(given, words)
    return Measured(noted(found, left_out=settled), differ.height, lambda: differ)


def of_file(args: argparse.Namespace) -> Measured:
    """Measure a table with a row for each span that a coder marked."""
    import polars as pl

    from tideturn.methods.agreement import agreement_of_spans, coded, disagreements_on_text

    if not (args.start and args.end):
        raise TideturnError(
            "it is not said where spans begin and end.", place=str(args.file), mend="Give both --start and --end."
        )
    document, coder, code = args.document or args.unit, args.coder or "coder", args.code or "code"
    length = args.length if args.length and not args.length.isdecimal() else None
    frame = table.text_table(args.file, table.wanted(args.file, [document, coder, code, args.start, args.end, length]))
    table.filled(frame, [name for name in (document, coder, code, args.start, args.end) if name], args.file)
    spans = frame.select(
        (pl.col(document) if document else pl.lit(ONLY)).alias("document"),
        pl.col(coder).alias("coder"),
        pl.col(code).alias("code"),
        offsets(frame, args.start, args.file).alias("start"),
        offsets(frame, args.end, args.file).alias("end"),
    )
    people = spans.filter(pl.col("coder") != AGREED)
    given = None if args.coders is None else _given(args.coders, document, coder)
    documents = sorted({*spans["document"], *(document for document, _ in given or ())})
    words = _words(args.text, documents) if args.text else None
    lengths = _lengths(args, spans, documents, frame, words)
    notes = _left_out(documents, lengths, people, given)
    _well_placed(spans, lengths, args.file)
    texts = coded(people, lengths, given)
    if not texts.texts:
        raise TideturnError(
            "no text was given to two coders.",
            place=str(args.file),
            mend="Say with --coders who was given what, whether or not they found anything in it.",
        )
    found = agreement_of_spans(texts, draws=args.draws, seed=args.seed)
    differ = disagreements_on_text(texts, words)
    found = noted(found, *notes, left_out=people.height < spans.height)
    return Measured(found, differ.height, lambda: differ)


def _given(path: Path, document: str | None, coder: str) -> list[tuple[str, str]]:
    """Return which coder was given which document, without the settled coding."""
    if document is None:
        raise TideturnError("it is not said which column holds the document.", place=str(path), mend="Give --document.")
    frame = table.text_table(path, table.wanted(path, [document, coder]))
    table.filled(frame, [document, coder], path)
    return [(row[0], row[1]) for row in frame.select(document, coder).iter_rows() if row[1] != AGREED]


def _words(folder: Path, documents: Sequence[str]) -> dict[str, str]:
    """Return the text of each document whose file is in the folder under the document's name, with or without .txt."""
    if not folder.is_dir():
        raise TideturnError("there is no such folder.", place=str(folder), mend="Name the folder of the transcripts.")
    files = {path.name: path for path in folder.iterdir() if path.is_file()}
    found = {}
    for document in documents:
        path = files.get(f"{document}.txt") or files.get(document)
        if path is not None:
            found[document] = transcript(path)
    return found


def _lengths(
    args: argparse.Namespace,
    spans: pl.DataFrame,
    documents: Sequence[str],
    frame: pl.DataFrame,
    words: Mapping[str, str] | None,
) -> dict[str, int]:
    """Return the number of characters in each document: from its text, from a column, or one number for all."""
    import polars as pl

    if words is not None:
        return {document: len(text) for document, text in words.items()}
    if args.length is None:
        raise TideturnError(
            "it is not known how long the text is, and what nobody coded is part of it.",
            place=str(args.file),
            mend="Give --length, a column or a number of characters, or --text, the folder of the documents.",
        )
    if args.length.isdecimal():
        if int(args.length) > LONGEST:
            raise TideturnError(f"--length {args.length} is more than any text is long.", mend="Count characters.")
        return dict.fromkeys(documents, int(args.length))
    table.filled(frame, [args.length], args.file)
    told = spans.select("document", offsets(frame, args.length, args.file).alias("length"))
    by_text = told.group_by("document").agg(pl.col("length").unique().sort()).sort("document")
    for document, several in by_text.iter_rows():
        if len(several) > 1:
            raise TideturnError(
                f"“{document}” is {several[0]:,} characters long in one row and {several[-1]:,} in another.",
                place=f"{args.file}, column {args.length}",
                mend="Give each document one length.",
            )
    return {document: several[0] for document, several in by_text.iter_rows()}


def _left_out(
    documents: Sequence[str],
    lengths: Mapping[str, int],
    people: pl.DataFrame,
    given: Sequence[tuple[str, str]] | None,
) -> list[str]:
    """Return notes on documents of unknown length, on documents that one coder had alone, and on a
    missing `--coders`.
    """
    unknown = [document for document in documents if document not in lengths]
    had = given if given is not None else people.select("document", "coder").unique().rows()
    coders: dict[str, set[str]] = {}
    for document, coder in had:
        coders.setdefault(document, set()).add(coder)
    alone = sum(len(who) == 1 and document in lengths for document, who in coders.items())
    notes = []
    if unknown:
        some = ", ".join(unknown[:3]) + (" and others" if len(unknown) > 3 else "")
        notes.append(
            f"{len(unknown):,} of {len(documents):,} documents have no text or length, and are left out: {some}."
        )
    if alone:
        notes.append(
            f"{alone:,} document{' was' if alone == 1 else 's were'} given to one coder only: nothing to compare."
        )
    if given is None:
        notes.append("Without --coders, whoever laid no span in a text counts as not having been given it.")
    return notes


def _well_placed(spans: pl.DataFrame, lengths: Mapping[str, int], path: Path) -> None:
    from tideturn.methods.agreement import misplaced

    wrong = misplaced(spans, lengths)
    if wrong:
        row, why = wrong[0]
        others = len(wrong) - 1
        more = f" So {'is 1 row' if others == 1 else f'are {others:,} rows'} more." if others else ""
        raise TideturnError(
            f"{why}.{more}", place=f"{path}, row {row + 2}", mend="Mend the row: offsets count characters from 0."
        )
