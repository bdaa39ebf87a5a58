"""Test that removing any one rule of the grammar proves no more sentences and contradicts no more numbers."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from functools import cache

import pytest
import snowballstemmer
from tests.evaluation.claims.proof.rules import (
    EVERY,
    FULL,
    Grammar,
    Outcome,
    Rule,
    meeting,
    outcomes,
    read_by,
    rules_in,
    sentences,
    without,
)

pytestmark = pytest.mark.long
TRIED = 4
"""Number of nearly proved sentences to try, and of other unproved ones; a third as many proved ones are tried."""
FEW = 2
"""The same for a word of a list."""
COUNTED = {"scored", "plain"}
"""Without these rules a number becomes a plain count, and another number may contradict it: this proves nothing."""


@pytest.fixture(scope="module", autouse=True)
def compiled_once() -> Iterator[None]:
    """Keep every compiled pattern and every stem: hundreds of grammars share all but one rule."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(re, "compile", cache(re.compile))
        stemmer = type(snowballstemmer.stemmer("english"))
        patch.setattr(stemmer, "stemWord", cache(stemmer.stemWord))
        yield


def read_by_these(rules: Grammar, tried: Sequence[int]) -> list[Outcome]:
    with read_by(rules):
        return [sentences()[at].outcome() for at in tried]


def worse_without(rules: Grammar, rule: Rule, tried: Sequence[int]) -> list[str]:
    """The sentences that are proved, or contradicted, only after a rule is deleted."""
    before = [outcomes()[at] for at in tried] if rules is FULL else read_by_these(rules, tried)
    after = read_by_these(without(rules, rule), tried)
    return [
        f"{rule} | {sentences()[at].claim.text}"
        for at, then, now in zip(tried, before, after, strict=True)
        if now.proved > then.proved or (now.contradicted > then.contradicted and rule.path[0] not in COUNTED)
    ]


def tried_on(rule: Rule) -> list[int]:
    """Return the sentences that a rule can meet; for frequent words only some, and other ones for each word."""
    found = sorted(meeting(rule), key=lambda at: (outcomes()[at].left, at))
    proved = [at for at in found if outcomes()[at].proved]
    near = [at for at in found if not outcomes()[at].proved]
    if EVERY:
        return near + proved
    if rule.path[:2] == ("title", "turned"):  # far from proved without them: all or no words are left
        return _some(near, rule, 10 * TRIED) + _some(proved, rule, TRIED)
    many = FEW if rule.word else TRIED
    return near[:many] + _some(near[many:], rule, many) + _some(proved, rule, -(-many // 3))


def _some(found: Sequence[int], rule: Rule, count: int) -> list[int]:
    step = -(-len(found) // count) or 1
    return [*found[zlib.crc32(str(rule).encode()) % step :: step]]


def is_tried(rule: Rule) -> bool:
    """Return whether to try a rule: half of them, and fewer words, rewordings and parts that rebuild every rule."""
    some = (rule.word and rule.path[0] != "title") or rule.path[0] in ("reworded", "plain")
    each = 16 if rule.path[1] == "parts" else 12 if some else 2
    return EVERY or zlib.crc32(str(rule).encode()) % each == 0


@pytest.mark.parametrize("section", sorted(FULL, key=lambda name: -len(str(FULL[name]))))
def test_without_a_rule_nothing_more_is_proved_or_contradicted(section: str) -> None:
    rules = [rule for rule in rules_in(FULL) if rule.path[0] == section and is_tried(rule)]
    assert [one for rule in rules for one in worse_without(FULL, rule, tried_on(rule))] == []


def test_the_rules_are_all_found() -> None:
    rules = list(rules_in(FULL))
    assert len({rule.path for rule in rules}) == len(rules) > 500
    assert {rule.path[0] for rule in rules} == set(FULL)
    assert all(without(FULL, rule) != FULL for rule in rules)


def test_a_rule_that_limits_is_found_out() -> None:
    # This rule makes partners places, so nothing counts them; without it the sentences are proved again.
    limiting = {**FULL, "who": {"places": ["partners"], **{k: v for k, v in FULL["who"].items() if k != "places"}}}
    (rule,) = (one for one in rules_in(limiting) if one.path[:2] == ("who", "places"))
    assert worse_without(limiting, rule, [at for at in sorted(meeting(rule)) if outcomes()[at].proved][:20])


def test_a_sentence_that_a_rule_cannot_meet_stays_as_it_is() -> None:
    for rule in [*rules_in(FULL)][::90]:
        others = sorted(set(range(len(sentences()))) - meeting(rule))[::60]
        with read_by(without(FULL, rule)):
            assert [sentences()[at].outcome() for at in others] == [outcomes()[at] for at in others]
