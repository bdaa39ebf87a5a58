"""Alter a printed number, as a mistake would, to see that it is noticed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from .numbers import Number, by_form, numbers_in
from .placing import Placing
from .reading import Document, Passage


def altered(passage: Passage, number: Number) -> Passage:
    """Return the passage with one number made another: its middle digit, or another word."""
    if number.word:
        other = "eleven" if number.text.lower() != "eleven" else "seven"
    else:
        # The first figure: a last one may lie within what other random numbers allow.
        at = re.search(r"\d", number.text)
        assert at
        digit = str((int(at.group()) + 4) % 10 or 5)
        other = number.text[: at.start()] + digit + number.text[at.end() :]
    return replace(passage, text=passage.text[: number.start] + other + passage.text[number.end :])


def doctored(placing: Placing, document: Document, every: int) -> Iterator[tuple[Passage, str]]:
    """Give every so manieth number that states data, altered; none of a table that is compared whole."""
    seen = 0
    placing.open(document)
    for passage in document.passages:
        if passage.kind == "quotation" or placing.settled(passage):
            continue
        for number in numbers_in(passage.text):
            if by_form(passage.text, number) is None:
                seen += 1
                if seen % every == 0 and not placing.alone(passage).failures:
                    yield altered(passage, number), number.text
