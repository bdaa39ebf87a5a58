"""Write the words of the grammar, with examples, into `docs/reference/wording.md`.

Run `python -m tests.evaluation.claims.proof.wording` after the grammar has changed.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path

from tests.evaluation.claims.proof import rules

from tideturn.evaluation.claims.proof.words import grammar

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "wording.md"
TABLE = re.compile(r"(<!-- (\w+) -->\n\n\| [^\n]+\n\|[-|]+\|\n)(.*?)(?=\n\n|\n?\Z)", re.DOTALL)
"""A table of the page, with the section of the grammar that it shows."""
ROW = re.compile(r"^\| (.+?) \| .*? \| (.*?) ?\|$", re.MULTILINE)
LIST = re.compile(r"(<!-- (\w+\.\w+) -->\n\n)((?:- [^\n]+\n)*)")
"""A list of examples, with their file and their kind of evidence."""
_TRIED = 12
"""How many sentences are tried as the example of a row: each builds the grammar anew."""
_EXAMPLES = 12
_PLAIN = {
    "<not>": "not",
    "<so>": "so",
    "<’>": "’",
    "<yr>": "(?:programme )?year",
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
    "<weighs>": "is/was/was judged/was found WEIGHT",
    "<weight>": "WEIGHT",
    "<because>": "(?:because REASON)?",
    "<our_part>": "contributed to it",
    "<unshown>": "is not shown",
    "<unknown>": "is not known",
    "<effect>": "TOPIC",
    "<thus>": "",
    "<yet>": "",
}
_LETTERS = 2
"""Longest ending that belongs to the word before it: score(s)."""


def readable(rule: str) -> str:
    """Return a pattern as words: strokes between choices, brackets around what a sentence may leave out."""
    phrases = {f"<{name}>": words for name, words in grammar()["phrases"].items()}
    for name, plain in (*_PLAIN.items(), *phrases.items(), *_PLAIN.items()):
        rule = rule.replace(name, plain)
    rule = re.sub(r"\(\?<?[=!](?:[^()\[]|\[[^\]]*\])*\)", "", rule)
    rule = re.sub(r"\(\?P<\w+>", "(?:", rule)
    rule = re.sub(r"<(\w+)>", lambda gap: gap[1].upper(), rule)
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
    """Return the words for each meaning in a section."""
    return {name: " · ".join(map(readable, rules)) for name, rules in _rows_of(section).items()}


def _rows_of(section: str) -> dict[str, list[str]]:
    return {name: held for name, held in grammar()[section].items() if isinstance(held, list)}


def proved_rows(source: str) -> Iterator[str]:
    """Yield the proved sentences of one file and one kind of evidence, or `all`."""
    file, kind = source.split(".")
    for row in csv.DictReader(Path(__file__).with_name(f"{file}.csv").read_text(encoding="utf-8").splitlines()):
        if row["proved"] == "yes" and row.get("evidence", "").startswith("" if kind == "all" else f"{kind}/"):
            yield row["text"]


def varied(texts: Iterable[str]) -> list[str]:
    """Return a few sentences with as many different words as possible, in their own order."""
    left, seen, found = list(texts), set[str](), list[str]()
    own = {text: set(re.findall(r"[^\W\d_]+", text.lower())) for text in left}
    for _ in range(min(_EXAMPLES, len(left))):
        best = max(left, key=lambda text: (len(own[text] - seen) / len(own[text]), -len(text)))
        left.remove(best)
        seen |= own[best]
        found.append(best)
    return sorted(found, key=list(own).index)


def meets(section: str, name: str, example: str) -> bool:
    """Return whether a rule of a row can match an example."""
    own = next((held for key, held in _rows_of(section).items() if _title(key) == name), [])
    return any(all(piece.search(example) for piece in rules.pieces(rule, section)) for rule in own)


def needs(section: str, name: str, sentence: rules.Sentence) -> bool:
    """Return whether a sentence is proved, and would not be without a row."""
    key = next(key for key in _rows_of(section) if _title(key) == name)
    full = grammar()
    fewer = {**full, section: {**full[section], key: []}}
    if not sentence.outcome().proved:
        return False
    with rules.read_by(fewer):
        return not sentence.outcome().proved


@cache
def every() -> dict[str, list[rules.Sentence]]:
    """Return all sentences of the tests, by their text."""
    found: dict[str, list[rules.Sentence]] = {}
    for one in (*rules.sentences(), *(rules.Sentence(*held) for held in rules.listed())):
        found.setdefault(one.claim.text, []).append(one)
    return found


def rewritten(page: str, *, anew: bool = False) -> str:
    """Return the page with the words of the grammar now, and its examples, old or, if `anew`, new."""

    def table(found: re.Match[str]) -> str:
        examples = dict(ROW.findall(found[3]))
        told = {_title(name): words for name, words in words_of(found[2]).items()}
        if anew:
            examples = {name: _example(found[2], name, examples.get(name, "")) for name in told}
        return found[1] + "\n".join(
            f"| {name} | {words} | {examples.get(name, '')}".rstrip() + " |" for name, words in told.items()
        )

    def listed(found: re.Match[str]) -> str:
        known = list(proved_rows(found[2]))
        kept = found[3].removeprefix("- ").strip().split("\n- ")
        return found[1] + "".join(f"- {text}\n" for text in (kept if set(kept) <= set(known) else varied(known)))

    return LIST.sub(listed, TABLE.sub(table, page))


def _example(section: str, name: str, known: str) -> str:
    """Return the example that a row has, or the shortest sentence that needs the row, if any."""
    if known and meets(section, name, known):
        own = every().get(known, [])
        if not own or any(one.outcome().proved for one in own):  # of a small survey, or of a folder
            return known
    near = islice((text for text in sorted(every(), key=len) if meets(section, name, text)), _TRIED)
    return next((text for text in near if any(needs(section, name, one) for one in every()[text])), "")


def _title(name: str) -> str:
    return name.replace("_", " ")


if __name__ == "__main__":
    PAGE.write_text(rewritten(PAGE.read_text(encoding="utf-8"), anew=True), encoding="utf-8")
