"""List the rules of the grammar, remove one from it, and choose sentences to try the rest on."""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from functools import cache
from typing import Any, NamedTuple

import pytest
from tests import worked_example
from tests.evaluation.claims.proof import test_standing
from tests.evaluation.claims.proof.reads import Outcome, Texts, texts_noted
from tests.evaluation.claims.proof.test_kept import KEPT, context, kept, read, world
from tests.evaluation.claims.proof.test_sentences import FILES, HERE, outcomes_of
from tests.folder_claims import claim_of, sentences_in

from tideturn.dataset.wording import MONTHS
from tideturn.evaluation.claims import gated, proof
from tideturn.evaluation.claims.gather import gather_claims
from tideturn.evaluation.claims.model import Claim
from tideturn.evaluation.claims.proof import acts, patterns
from tideturn.evaluation.claims.proof.words import WORD, grammar

Grammar = Mapping[str, Mapping[str, Any]]
FULL: Grammar = deepcopy(dict(grammar()))
"""The grammar as it is, parsed once."""
GAP = re.compile(r"\s*(?:(?<!\?P)<\w+>|…)\s*")
"""A gap that something else than a pattern fills."""
_LOOKS = re.compile(r"\(\?<?[=!][^()\[]*\)")


EVERY = os.environ.get("TIDETURN_RULES") == "full"
"""Whether to try each rule on every sentence that it can meet; this takes half an hour."""
_EACH = 1 if EVERY else 4
"""Step through the sentences of the long lists: read each one, or one in four."""


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
        yield from _rules((section,), table)


def _rules(path: tuple[str | int, ...], held: Any) -> Iterator[Rule]:
    match held:
        case list():
            yield from (Rule((*path, at), rule, path[:2] in _TABLES) for at, rule in enumerate(held))
        case dict():
            for name, inner in held.items():
                if path in _TABLES:
                    yield Rule((*path, name), name, word=True)
                if path != ("irregular",):
                    yield from _rules((*path, name), inner)
        case str() if _is_list(held):
            yield from (Rule((*path, word), word, word=True) for word in dict.fromkeys(held.split()))
        case _:
            yield Rule(path, held)


_TABLES = {("irregular",), ("title", "turned"), ("retold", "same")}
"""Tables of words: each word is a rule with what stands beside it."""
_NOTHING = "(?!)"


def _is_list(held: str) -> bool:
    """Return whether a text is a list of words, and not a pattern."""
    return re.fullmatch(r"[\w=’\s-]+", held) is not None and len(held.split()) > _PHRASE


_PHRASE = 3
"""Maximum number of words in a pattern without choices."""


def without(rules: Grammar, rule: Rule) -> Grammar:
    """Return the grammar as it would be if somebody took one rule out of the file.

    A pattern that others are made of stays by name, and matches nothing.
    """
    changed: Grammar = _without(rules, rule.path)
    return changed


def _without(held: Any, path: tuple[str | int, ...]) -> Any:
    match held, path:
        case str(), (word,):
            return " \n".join(one for one in held.split() if one != word)
        case str(), ():
            return _NOTHING
        case list(), (at,):
            return [rule for place, rule in enumerate(held) if place != at]
        case dict(), (name,) if not isinstance(held[name], str) or held[name].isalpha():
            return {key: inner for key, inner in held.items() if key != name}
    first, *rest = path
    return {name: _without(inner, tuple(rest)) if name == first else inner for name, inner in held.items()}


MODULES = [importlib.import_module(one.name) for one in pkgutil.walk_packages(proof.__path__, f"{proof.__name__}.")]
OF_THE_GRAMMAR = {
    held
    for module in MODULES
    for held in vars(module).values()
    if hasattr(held, "cache_clear") and held.__module__ != gated.__name__
}
"""Every function that keeps something of the grammar; which letters a pattern needs hangs on the pattern alone."""


def forget() -> None:
    """Clear every cache that the parser keeps of the grammar."""
    for held in OF_THE_GRAMMAR:
        held.cache_clear()


@contextmanager
def read_by(rules: Grammar) -> Iterator[None]:
    """Let the parser use other rules than those in the file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tomllib, "loads", lambda _: rules)
        forget()
        try:
            yield
        finally:
            forget()


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
    about = {"folder": "example", "year": str(year), "outcome_id": outcome, "scope": "programme"}
    return {**about, "type": "change", "sentence": text, "supports": "|".join(evidence), "contradicts": ""}


def listed() -> Iterator[tuple[Claim, str]]:
    """Yield the sentences of the other lists, true and false, with their folders."""
    for name in FILES:
        for one in sentences_in(HERE / f"{name}.csv"):
            yield claim_of(one), one.folder


@cache
def _others() -> tuple[Sentence, ...]:
    """Return the sentences about moves and verdicts, and the example's own findings."""
    found = []
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
def sentences() -> tuple[Sentence, ...]:
    """Return the kept sentences, those of the other lists, and the others."""
    some = [*listed()][::_EACH]
    return (*(Sentence(read(row), row["folder"]) for row in KEPT), *(Sentence(*one) for one in some), *_others())


@cache
def outcomes() -> tuple[Outcome, ...]:
    """Return the outcome of each sentence with the grammar as it is."""
    return tuple(outcome for outcome, _ in _read_once())


@cache
def _read_once() -> tuple[tuple[Outcome, Texts], ...]:
    """Return each sentence's outcome, with every text that rules for a kind of evidence are matched with."""
    found = [(Outcome.of(one.grading.clauses), one.texts) for one in kept()]
    found += [one for name in FILES for one in outcomes_of(name)][::_EACH]
    with texts_noted() as seen:
        for sentence in _others():
            seen.clear()
            found.append((sentence.outcome(), frozenset(seen)))
    return tuple(found)


@cache
def _texts() -> Mapping[str, list[int]]:
    """Return every text once, with the sentences that the parser reads it for."""
    found: dict[str, list[int]] = defaultdict(list)
    for at, sentence in enumerate(sentences()):
        for text in sentence.texts:
            found[text].append(at)
    return found


@cache
def _words() -> Mapping[str, set[int]]:
    """Return every word, with the sentences that the parser reads it for."""
    found: dict[str, set[int]] = defaultdict(set)
    for text, several in _texts().items():
        for match in WORD.finditer(text.lower()):
            for part in re.split("[-’']", match[0]):
                found[part].update(several)
    return found


def meeting(rule: Rule) -> set[int]:
    """Return the sentences that a rule can meet; without it the others stay as they are."""
    if rule.word:
        # The stem of a title's word stands for every word that begins so.
        stems = rule.path[0] == "title" and "light" not in rule.path
        own = re.split(r"[\s=’'-]+", rule.text)
        fits = (word for word in _words() if any(word.startswith(one) if stems else word == one for one in own))
        return {at for word in fits for at in _words()[word]}
    kind = str(rule.path[0])
    if "rules" in FULL[kind]:
        held = held_against(rule)
        own_words = {at for word in _only_in(rule) for at in _words().get(word, ())}
        return own_words | {
            at for at, (_, texts) in enumerate(_read_once()) for of, text in texts if of == kind and held.search(text)
        }
    matching = pieces(rule.text, kind)
    return {at for text, several in _texts().items() if all(one.search(text) for one in matching) for at in several}


def held_against(rule: Rule) -> re.Pattern[str]:
    """Return the pattern for a rule, or for a part of rules, that is matched with the words of one kind of evidence."""
    kind = FULL[str(rule.path[0])]
    parts = {**patterns._VEILS, "month": "|".join(MONTHS), **kind["parts"]}
    return re.compile(patterns._distinct(patterns._filled(rule.text, parts)), re.IGNORECASE)


def _only_in(rule: Rule) -> frozenset[str]:
    """Return the words that no other rule of the kind has: without the rule they may name what a finding is about."""
    kind = str(rule.path[0])
    own = Counter(re.findall(_LITERAL, rule.text.lower()))
    return frozenset(word for word, count in own.items() if count == _literal(kind)[word])


_LITERAL = r"(?<![<\w])[a-z]+"


@cache
def _literal(kind: str) -> Counter[str]:
    texts = (rule.text.lower() for rule in rules_in({kind: FULL[kind]}))
    return Counter(word for text in texts for word in re.findall(_LITERAL, text))


def pieces(rule: str, section: str) -> list[re.Pattern[str]]:
    """Return patterns that all match wherever a rule can, and perhaps elsewhere; none for one too nested."""
    rule = acts._inflected(rule) if section == "acts" else rule
    phrases = {**FULL["teller"], **FULL["phrases"], **FULL[section].get("phrases", {})}
    for name, words in [*phrases.items(), *phrases.items()] if "<" in rule else ():
        rule = rule.replace(f"<{name}>", words) if isinstance(words, str) else rule
    for name, stands_for in {"not": "(?:not|n[’']t)", "so": r"[\w ]+", "’": "[’']"}.items():
        rule = rule.replace(f"<{name}>", stands_for)
    rule = rule.replace("<who>", "(?:" + "|".join(FULL["voices"].values()).replace("<’>", "[’']") + ")")
    # A rule may look at words outside the stretch that the parser reads.
    split = [_LOOKS.sub("", piece) for piece in GAP.split(rule) if piece]
    try:
        return [re.compile("" if re.search(r"\(\?<?[=!]", piece) else piece, re.IGNORECASE) for piece in split]
    except re.error:
        return []
