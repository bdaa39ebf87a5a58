"""The rules of the grammar one by one, the grammar without one of them, and sentences to try it on."""

from __future__ import annotations

import importlib
import pkgutil
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any, NamedTuple

import pytest
from tests import worked_example
from tests.evaluation.claims.proof import test_moves, test_standing
from tests.evaluation.claims.proof.test_kept import KEPT, context, read, world

from tideturn.evaluation.claims import proof
from tideturn.evaluation.claims.gather import gather_claims
from tideturn.evaluation.claims.model import Claim
from tideturn.evaluation.claims.proof.clause import Clause
from tideturn.evaluation.claims.proof.words import WORD, grammar

Grammar = Mapping[str, Mapping[str, Any]]
GAP = re.compile(r"\s*<(?:claim|opposite|open|asked|topic|about|sources|rival)>\s*")
"""What something else than a pattern fills."""
_LOOKS = re.compile(r"\(\?<?[=!][^()\[]*\)")


class Rule(NamedTuple):
    """One rule: where it stands in the grammar, and its pattern or word."""

    path: tuple[str | int, ...]
    text: str
    word: bool = False
    """Whether it is one word, of a list or of a table of words."""

    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.path))}: {self.text}"


def rules_in(rules: Grammar) -> Iterator[Rule]:
    """Yield every rule that could be deleted, in the order of the file."""
    for section, table in rules.items():
        for name, held in table.items():
            yield from _rules((section, name), held)


def _rules(path: tuple[str | int, ...], held: Any) -> Iterator[Rule]:
    match held:
        case list():
            yield from (Rule((*path, at), rule, path[0] == "title") for at, rule in enumerate(held))
        case dict():
            for name, inner in held.items():
                yield Rule((*path, name), name, word=True)
                yield from _rules((*path, name), inner) if isinstance(inner, list) else ()
        case str() if "\n" in held:
            yield from (Rule((*path, word), word, word=True) for word in dict.fromkeys(held.split()))
        case _:
            word = path[0] == "irregular"
            yield Rule(path, str(path[-1]) if word else held, word)


def without(rules: Grammar, rule: Rule) -> Grammar:
    """Return the grammar as it would be if somebody took one rule out of the file."""
    return _without(rules, rule.path)


def _without(held: Any, path: tuple[str | int, ...]) -> Any:
    first, *rest = path
    match held:
        case str():
            return " \n".join(word for word in held.split() if word != first)
        case list():
            return [rule for at, rule in enumerate(held) if at != first]
        case _ if not rest:
            return {name: inner for name, inner in held.items() if name != first}
    return {name: _without(inner, tuple(rest)) if name == first else inner for name, inner in held.items()}


MODULES = [importlib.import_module(f"{proof.__name__}.{one.name}") for one in pkgutil.iter_modules(proof.__path__)]


def forget() -> None:
    """Clear whatever the parser remembers of the grammar."""
    for module in MODULES:
        for held in vars(module).values():
            if hasattr(held, "cache_clear"):
                held.cache_clear()


@contextmanager
def read_by(rules: Grammar) -> Iterator[None]:
    """Let the parser read by other rules than those of the file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tomllib, "loads", lambda _: rules)
        forget()
        try:
            yield
        finally:
            forget()


class Outcome(NamedTuple):
    """What comes of a sentence."""

    proved: bool
    contradicted: int
    left: int

    @classmethod
    def of(cls, clauses: tuple[Clause, ...]) -> Outcome:
        proved = bool(clauses) and all(clause.proved for clause in clauses)
        left = sum(len(clause.left) for clause in clauses)
        return cls(proved, sum(len(clause.against) for clause in clauses), left)


class Sentence:
    """A claim of a folder, and every text that the parser reads for it."""

    def __init__(self, claim: Claim, folder: str) -> None:
        self.claim, self.folder = claim, folder
        dataset, _ = world(folder, claim.year)
        about = [row for row in dataset.table("outcomes").to_dicts() if row["outcome_id"] == claim.outcome_id]
        items = [item for edge in claim.evidence for item in edge.items]
        self.texts = frozenset(
            (
                claim.text,
                *(f"{row['title']} . {row['definition']}" for row in about),
                *(rival.text for rival in context(folder, claim.year).rivals),
                *(text for item in items for text in (item.text, item.origin, item.speaker)),
                *(answer for item in items for answer in (*item.choices.scale, *item.choices.agree)),
            )
        )

    def outcome(self) -> Outcome:
        return Outcome.of(context(self.folder, self.claim.year).prove(self.claim))


def _row(text: str, outcome: str, year: int, evidence: list[str]) -> Mapping[str, str]:
    row = {"id": "c1", "folder": "example", "year": str(year), "outcome_id": outcome, "scope": "programme"}
    return {
        **row,
        "section": "s",
        "type": "change",
        "sentence": text,
        "supports": "|".join(evidence),
        "contradicts": "",
    }


@cache
def sentences() -> tuple[Sentence, ...]:
    """The kept sentences, those about moves and verdicts, and the example's own findings."""
    found = [Sentence(read(row), row["folder"]) for row in KEPT]
    for evidence_id, text, _ in test_moves.SENTENCES:
        outcome = next(
            one.outcome_id for one in worked_example.bare_judged(2).evidence if one.evidence_id == evidence_id
        )
        found.append(Sentence(read(_row(text, outcome, 2, [evidence_id])), "example"))
    for year, outcome, text in (*test_standing.TRUE, *test_standing.FALSE):
        ids = [item.evidence_id for item in test_standing.evidence(year, outcome)]
        found.append(Sentence(read(_row(text, outcome, year, ids)), "example"))
    for year in (1, 2):
        judged = worked_example.bare_judged(year)
        evidence = [item for one in (*judged.earlier, judged) for item in one.evidence]
        claims = gather_claims(worked_example.example(), year, evidence, judged.outcomes)
        found += [Sentence(claim, "example") for claim in claims]
    return tuple(found)


@cache
def outcomes() -> tuple[Outcome, ...]:
    """What comes of each sentence by the grammar as it is."""
    return tuple(sentence.outcome() for sentence in sentences())


@cache
def _texts() -> Mapping[str, list[int]]:
    """Every text once, with the sentences that it is read for."""
    found: dict[str, list[int]] = defaultdict(list)
    for at, sentence in enumerate(sentences()):
        for text in sentence.texts:
            found[text].append(at)
    return found


@cache
def _words() -> Mapping[str, set[int]]:
    """Every word, with the sentences that it is read for."""
    found: dict[str, set[int]] = defaultdict(set)
    for text, several in _texts().items():
        for match in WORD.finditer(text.lower()):
            for part in match[0].split("-"):
                found[part].update(several)
    return found


def meeting(rule: Rule) -> set[int]:
    """Return the sentences that a rule can meet; without it the others stay as they are."""
    if rule.word:
        # The stem of a title's word stands for every word that begins so.
        stems = rule.path[0] == "title" and "light" not in rule.path
        own = rule.text.split()
        return {at for word, several in _words().items() for at in several
                if any(word.startswith(one) if stems else word == one for one in own)}  # fmt: skip
    matching = pieces(rule.text)
    return {at for text, several in _texts().items() if all(one.search(text) for one in matching) for at in several}


def pieces(rule: str) -> list[re.Pattern[str]]:
    """Return patterns that all match wherever a rule can, and perhaps elsewhere."""
    full = grammar()
    for name, words in full["phrases"].items():
        rule = rule.replace(f"<{name}>", words)
    for name, stands_for in {"not": "(?:not|n[’']t)", "so": r"[\w ]+", "’": "[’']"}.items():
        rule = rule.replace(f"<{name}>", stands_for)
    rule = rule.replace("<who>", "(?:" + "|".join(full["voices"].values()).replace("<’>", "[’']") + ")")
    # What a rule looks at beside itself may lie outside the stretch that the parser reads.
    split = [_LOOKS.sub("", piece) for piece in GAP.split(rule) if piece]
    return [re.compile("" if re.search(r"\(\?<?[=!]", piece) else piece, re.IGNORECASE) for piece in split]
