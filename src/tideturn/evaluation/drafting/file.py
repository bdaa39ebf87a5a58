"""Add drafted sentences as rows to `findings.csv` and `finding_evidence.csv`; leave the rows there as they were."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import polars as pl

from tideturn.dataset.harmless import harmless
from tideturn.dataset.model import Dataset
from tideturn.dataset.problems import TideturnError
from tideturn.dataset.tables import TABLES
from tideturn.evaluation.claims.model import DRAFTED, SUMMARY, Claim
from tideturn.evaluation.drafting.draft import Drafted
from tideturn.evaluation.drafting.package import package_beside

FINDINGS: Final = "findings.csv"
EVIDENCE: Final = "finding_evidence.csv"
_BOM: Final = "\ufeff"


def not_yet_written(dataset: Dataset, year: int, drafted: Iterable[Drafted]) -> tuple[Drafted, ...]:
    """Return the drafted sentences for outcomes without a finding in the year, and summaries for areas without one."""
    rows = dataset.table("findings").to_dicts()
    taken = {row["claim_id"] for row in rows}
    written = {row["outcome_id"] for row in rows if row["year"] == year and row["section"] != SUMMARY}
    area_of = {row["outcome_id"]: row["area"] for row in dataset.table("outcomes").to_dicts()}
    summed = {area_of.get(row["outcome_id"]) for row in rows if row["year"] == year and row["section"] == SUMMARY}
    new = [s for s in drafted if s.section != SUMMARY and s.claim_id not in taken and s.outcome_id not in written]
    there = taken | {sentence.claim_id for sentence in new}
    summaries = [
        sentence
        for sentence in drafted
        if sentence.section == SUMMARY
        and sentence.claim_id not in taken
        and area_of.get(sentence.outcome_id) not in summed
        and set(sentence.summary_of) <= there
    ]
    return (*new, *summaries)


def added(folder: Path, dataset: Dataset, drafted: Sequence[Drafted]) -> dict[Path, bytes]:
    """Return both files with the new rows at their ends, in each file's columns, and the package that describes them.

    Raise TideturnError where a workbook in the folder holds the findings: Tideturn does not write to it.
    """
    for name in (FINDINGS, EVIDENCE):
        if dataset.has(name.removesuffix(".csv")) and not (folder / name).exists():
            raise TideturnError(
                "The findings are in a workbook, which is not written to.",
                place=str(folder),
                mend=f"Move the sheet into {FINDINGS} and {EVIDENCE}, and draft again.",
            )
    findings = [
        {
            "claim_id": s.claim_id,
            "section": s.section,
            "text": s.text,
            "type": s.type,
            "outcome_id": s.outcome_id,
            "scope": s.scope,
            "year": str(s.year),
            "author": DRAFTED,
            "summary_of": "|".join(s.summary_of),
        }
        for s in drafted
    ]
    edges = [
        {"claim_id": s.claim_id, "evidence_id": evidence_id, "edge": edge, "sha256": sha256}
        for s in drafted
        for evidence_id, edge, sha256 in s.edges
    ]
    files = {
        folder / FINDINGS: _with_rows(folder / FINDINGS, TABLES["findings"].names, findings),
        folder / EVIDENCE: _with_rows(folder / EVIDENCE, TABLES["finding_evidence"].names, edges),
    }
    return files | package_beside(folder, dataset, files)


def renewed(folder: Path, claims: Iterable[Claim]) -> tuple[dict[Path, bytes], int]:
    """Return `finding_evidence.csv` with current hashes of these claims' evidence, and how many hashes changed.

    Raise TideturnError if the file is missing.
    """
    path = folder / EVIDENCE
    if not path.exists():
        raise TideturnError(
            "There is no such file.", place=str(path), mend="Draft, or write the claim's evidence first."
        )
    current = {
        (claim.claim_id, edge.evidence_id, edge.edge): edge.items[0].provenance.sha256
        for claim in claims
        for edge in claim.edges
        if edge.items
    }
    whole = path.read_bytes().decode("utf-8")
    text = whole.removeprefix(_BOM)
    rows = list(csv.reader(io.StringIO(text, newline="")))
    header = [name.strip() for name in rows[0]]
    if "sha256" not in header:
        header.append("sha256")
        rows[0] = header
    where = {name: header.index(name) for name in ("claim_id", "evidence_id", "edge", "sha256")}
    count = 0
    for row in rows[1:]:
        row += [""] * (len(header) - len(row))
        now = current.get(
            (row[where["claim_id"]].strip(), row[where["evidence_id"]].strip(), row[where["edge"]].strip())
        )
        if now is not None and row[where["sha256"]] != now:
            row[where["sha256"]] = now
            count += 1
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n" if "\r\n" in text else "\n").writerows(rows)
    return {path: (whole[: len(whole) - len(text)] + out.getvalue()).encode()}, count


def _with_rows(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bytes:
    """Return the file's own bytes with the rows added; a new file where there is none or it is empty."""
    held = path.read_bytes() if path.exists() else b""
    text = held.decode("utf-8")
    bare = text.removeprefix(_BOM)
    ending = "\r\n" if "\r\n" in bare else "\n"
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=ending)
    header = [name.strip() for name in next(csv.reader(io.StringIO(bare, newline="")), [])]
    if not header:
        header = list(columns)
        writer.writerow(header)
        text = ""
    elif not bare.endswith(("\n", "\r")):
        out.write(ending)
    frame = pl.DataFrame(rows, schema=dict.fromkeys((*columns, *header), pl.String))
    writer.writerows(frame.select(harmless(pl.col(name).fill_null("")).alias(name) for name in header).iter_rows())
    return (text + out.getvalue()).encode()
