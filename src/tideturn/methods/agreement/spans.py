"""Free spans of text that coders marked, cut into sections within which no coder's codes change.

The sections cover all text, coded or not. A coder has coded the whole of a text that they were given: text outside that
coder's spans has the empty set.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl

from tideturn.dataset.wording import counted
from tideturn.methods.agreement.ratings import MISSING, Ratings, Value, value_order


@dataclass(frozen=True)
class Text:
    """One document that two or more coders were given, with their spans; overlapping spans of one code are merged."""

    document: str
    length: int
    spans: Mapping[str, tuple[tuple[int, int, str], ...]]
    """Sorted spans by coder; a coder who was given the text but marked nothing has an empty entry."""

    def sections(self) -> list[tuple[int, int, tuple[Value, ...]]]:
        """Return each section from start to end of the text: its start, its end and each coder's codes, in order."""
        changes: dict[int, list[tuple[int, str, int]]] = defaultdict(list)
        for place, spans in enumerate(self.spans.values()):
            for start, end, code in spans:
                changes[start].append((place, code, 1))
                changes[end].append((place, code, -1))
        cuts = sorted({0, self.length} | changes.keys())
        laid: list[set[str]] = [set() for _ in self.spans]
        found = []
        for start, end in pairwise(cuts):
            # One span may end where the next of its code begins, so remove the ended ones first.
            for place, code, step in sorted(changes.get(start, ()), key=lambda change: change[2]):
                laid[place].add(code) if step > 0 else laid[place].discard(code)
            found.append((start, end, tuple(frozenset(codes) for codes in laid)))
        return found

    def units(self, coder: str) -> list[tuple[int, int, Value]]:
        """Return the coder's text as units and gaps, cut where a span begins or ends, and nowhere else."""
        spans = self.spans[coder]
        own = Text(self.document, self.length, {coder: spans})
        return [(start, end, codes[0]) for start, end, codes in own.sections()]


@dataclass(frozen=True)
class Coded:
    """Every text that two or more coders were given, and notes on what was done to their spans."""

    coders: tuple[str, ...]
    texts: tuple[Text, ...]
    notes: tuple[str, ...] = ()


def coded(spans: pl.DataFrame, lengths: Mapping[str, int], given: Iterable[tuple[str, str]] | None = None) -> Coded:
    """Return texts with their spans, from a frame with the columns document, start, end, code and coder.

    `lengths` are in characters. `given` lists (document, coder) pairs: who was given which document. Without it, a
    coder was given each text that the coder marked a span in. Spans must lie within their text: see `misplaced`. A
    document without a length is left out, and so is one that fewer than two coders were given.
    """
    by_text: dict[str, dict[str, list[tuple[int, int, str]]]] = defaultdict(lambda: defaultdict(list))
    rows = spans.select("document", "coder", "start", "end", "code").sort("document", "coder", "start", "end", "code")
    known = set(given) if given is not None else {(row[0], row[1]) for row in rows.iter_rows()}
    for document, coder in known:
        by_text[document][coder] = []
    outside: Counter[str] = Counter()
    for document, coder, start, end, code in rows.iter_rows():
        if (document, coder) in known:
            by_text[document][coder].append((start, end, code))
        else:
            outside[coder] += 1
    notes = [
        f"{coder} laid {counted(count, 'span')} in texts that were not given to this coder: left out."
        for coder, count in sorted(outside.items())
    ]
    texts, joined = [], 0
    for document in sorted(by_text):
        own = by_text[document]
        if len(own) < 2 or not lengths.get(document):
            continue
        merged = {}
        for coder in sorted(own):
            merged[coder] = _merged(own[coder])
            joined += len(own[coder]) - len(merged[coder])
        texts.append(Text(document, lengths[document], merged))
    if joined:
        notes.append(f"{counted(joined, 'span')} overlapped another of the same code and coder: made one.")
    coders = sorted({coder for text in texts for coder in text.spans})
    silent = [coder for coder in coders if not any(text.spans.get(coder) for text in texts)]
    notes += [f"{coder} laid no code on any text that another coder was given too." for coder in silent]
    return Coded(tuple(coders), tuple(texts), tuple(notes))


def misplaced(spans: pl.DataFrame, lengths: Mapping[str, int]) -> list[tuple[int, str]]:
    """Return the rows (from 0) with an impossible span, and why.

    Such a span begins below 0, ends at or before its start, or ends beyond its text.
    """
    found = []
    for row, (document, start, end) in enumerate(spans.select("document", "start", "end").iter_rows()):
        if start < 0:
            found.append((row, f"a span of “{document}” begins at {start}, before the text does"))
        elif end <= start:
            found.append((row, f"a span of “{document}” ends at {end}, not after its start at {start}"))
        elif document in lengths and end > lengths[document]:
            found.append((row, f"a span ends at {end}, and “{document}” has only {lengths[document]} characters"))
    return found


def by_character(given: Coded) -> Ratings:
    """Return every character of the texts as a unit; its value is the set of codes that a coder gave it."""
    rows: dict[tuple[Value | None, ...], int] = {}
    entries: dict[tuple[int, int], int] = defaultdict(int)
    place = {coder: i for i, coder in enumerate(given.coders)}
    for at, text in enumerate(given.texts):
        columns = [place[coder] for coder in text.spans]
        for start, end, codes in text.sections():
            row: list[Value | None] = [None] * len(given.coders)
            for column, value in zip(columns, codes, strict=True):
                row[column] = value
            entries[at, rows.setdefault(tuple(row), len(rows))] += end - start
    values = sorted({value for row in rows for value in row if value is not None}, key=value_order)
    index: dict[Value | None, int] = {value: i for i, value in enumerate(values)}
    index[None] = MISSING
    numbered = np.array([[index[value] for value in row] for row in rows], dtype=np.int64).reshape(-1, len(place))
    return Ratings(
        given.coders,
        tuple(values),
        numbered,
        np.array([document for document, _ in entries], dtype=np.int64),
        np.array([row for _, row in entries], dtype=np.int64),
        np.array(list(entries.values()), dtype=np.float64),
        len(given.texts),
    )


def _merged(spans: Sequence[tuple[int, int, str]]) -> tuple[tuple[int, int, str], ...]:
    """Merge spans of one coder that have the same code and overlap; those that only touch stay two."""
    out: list[tuple[int, int, str]] = []
    last: dict[str, int] = {}
    for start, end, code in sorted(spans):
        at = last.get(code)
        if at is not None and start < out[at][1]:
            out[at] = (out[at][0], max(end, out[at][1]), code)
        else:
            last[code] = len(out)
            out.append((start, end, code))
    return tuple(sorted(out))
