"""By what a sheet is known again, so that it is matched as one with the same headings was."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from tideturn.hub.exchange.spreadsheets.guessing import same_words


def digest_of(headings: Iterable[str]) -> str:
    """By what a sheet with the same headings is known again, in whatever order they stand."""
    return hashlib.sha256("\n".join(sorted(same_words(headings))).encode()).hexdigest()


def remembered(columns: Mapping[str, str], headings: Mapping[int, str]) -> dict[str, str]:
    """The columns by their headings; one that has a heading of several says by a number which of them."""
    seen: dict[str, int] = {}
    found = {}
    for index, (name,) in ((index, same_words([heading])) for index, heading in sorted(headings.items())):
        seen[name] = seen.get(name, 0) + 1
        if str(index) in columns:
            found[f"{name}#{seen[name]}"] = columns[str(index)]
    return found
