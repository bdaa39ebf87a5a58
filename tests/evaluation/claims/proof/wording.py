"""Write the words that the grammar knows as a reader would want to see them, into `docs/reference/wording.md`.

Run `python -m tests.evaluation.claims.proof.wording` after the grammar has changed; then give each new row an example.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from tideturn.evaluation.claims.proof.words import grammar

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "wording.md"
TABLE = re.compile(r"(<!-- (\w+) -->\n\n\| [^\n]+\n\|[-|]+\|\n)(.*?)(?=\n\n|\n?\Z)", re.DOTALL)
"""A table of the page, with the section of the grammar that it shows."""
ROW = re.compile(r"^\| (.+?) \| .*? \| (.*?) ?\|$", re.MULTILINE)
_PLAIN = {
    "<not>": "not",
    "<so>": "so",
    "<’>": "’",
    "<who>": "PEOPLE",
    "<claim>": "OUTCOME",
    "<open>": "OUTCOME",
    "<asked>": "OUTCOME",
    "<opposite>": "THE OPPOSITE",
    "<topic>": "TOPIC",
    "<about>": "TOPIC",
    "<sources>": "SOURCES",
    "<rival>": "RIVAL",
    "<evidence>": "the evidence",
    "<it>": "it",
    "<thus>": "",
    "<yet>": "",
}
_LETTERS = 2
"""Longest ending that belongs to the word before it: score(s)."""


def readable(rule: str) -> str:
    """Return a pattern as words: choices parted by strokes, and what may be left out in brackets."""
    for name, plain in _PLAIN.items():
        rule = rule.replace(name, plain)
    rule = re.sub(r"\(\?<?[=!](?:[^()\[]|\[[^\]]*\])*\)", "", rule)
    rule = re.sub(r"\(\?P<\w+>", "(?:", rule)
    rule = re.sub(r"\\d\+?", "NUMBER", rule).replace(r"\w+", "…").replace(r"(?: …){0,3}", "(?: …)?")
    text, _ = _read(re.sub(r"NUMBER(?:\|\w+)+", "NUMBER", rule), 0)
    return re.sub(r" {2,}", " ", text).strip(" ,")


def _read(rule: str, at: int) -> tuple[str, int]:
    """Return the choices from `at` up to the bracket that closes them, and where that is."""
    choices = [""]
    while at < len(rule) and rule[at] != ")":
        if rule[at] == "|":
            choices.append("")
            at += 1
            continue
        if rule.startswith("(?:", at):
            piece, at = _read(rule, at + 3)
            at += 1
            several = " / " in piece
        elif rule[at] == "[":
            end = rule.index("]", at)
            piece, at, several = " / ".join(rule[at + 1 : end]), end + 1, True
        else:
            piece, at, several = rule[at], at + 1, False
        optional = at < len(rule) and rule[at] == "?"
        at += optional
        stem = re.search(r"\w+$", choices[-1])
        if several and stem and not optional:
            choices[-1] = choices[-1][: stem.start()]
            piece = " / ".join(stem[0] + part for part in piece.split(" / "))
        choices[-1] += _shown(piece, optional=optional, several=several)
    return " / ".join(choices), at


def _shown(piece: str, *, optional: bool, several: bool) -> str:
    before, after = " " * piece.startswith(" "), " " * piece.endswith(" ")
    inner = " / ".join(part.strip() for part in piece.split(" / "))
    if not piece.strip():
        return " "
    if optional and not before and not after and max(map(len, inner.split(" / "))) <= _LETTERS:
        return f"({inner.replace(' / ', '/')})"
    if optional:
        return f"{before}[{inner}]{after}"
    if not several:
        return piece
    one_word = all(" " not in part for part in inner.split(" / "))
    return f"{before}{inner.replace(' / ', '/') if one_word else f'({inner})'}{after}"


def words_of(section: str) -> dict[str, str]:
    """Return for each meaning of a section the words it is understood by."""
    return {name: " · ".join(map(readable, rules)) for name, rules in grammar()[section].items()}


def rewritten(page: str) -> str:
    """Return the page with the words of the grammar as it is, and the examples that it has."""

    def table(found: re.Match[str]) -> str:
        examples = dict(ROW.findall(found[3]))
        return found[1] + "\n".join(_rows(words_of(found[2]).items(), examples))

    return TABLE.sub(table, page)


def _rows(words: Iterable[tuple[str, str]], examples: dict[str, str]) -> Iterable[str]:
    named = ((name.replace("_", " "), told) for name, told in words)
    return (f"| {name} | {told} | {examples.get(name, '')}".rstrip() + " |" for name, told in named)


if __name__ == "__main__":
    PAGE.write_text(rewritten(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
