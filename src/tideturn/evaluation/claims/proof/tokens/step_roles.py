"""Check who does what in a step of a pathway: a child is released with a plan, and no plan is released."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof.words import silent, stem

_WORD: Final = re.compile(r"[\w’]+")
_IS: Final = r"(?<!who )(?<!that )(?<!which )\b(?:was|were|is|are|been|being)"
_IN_IT: Final = Gated(
    rf"{_IS}(?: (?:held|kept|taken|brought|detained))? (?:in|into|at|to|under|on) (?:(?:the|a|police) )*$"
)
_CAME: Final = Gated(
    r"(?<!who )(?<!that )(?<!which )(?<!who had )(?<!that had )\b(?:came|come|went|gone|arrived|entered) (?:(?:in|"
    r"into|at|to|the|a|police) )*$"
)
_AT: Final = Gated(r"\b(?:in|into|at|to|of|from|under|on|through|for|during) (?:(?:the|a|an|police) )*$")
_CASE: Final = Gated(r" (?:cases?|children|child|young people|pathway|arrivals?)\b")
_DOES: Final = Gated(r"\b(?:by|with|on|at|upon|for|from|of|to) (?:(?:a|an|the|its|their|our) )*$")
_BE: Final = Gated(r"\b(?:was|were|been|being|is|are) (?:(?:also|then|always|duly|\w+ly) )?$")
_DONE: Final = re.compile(r"\b(?:is|are) (\w+)")


def in_role(text: str, name: str, entry: AbstractSet[str]) -> bool:
    """Return whether those who do something in a step also do it in the words, and no place does anything."""
    words = [(match, stem(match[0])) for match in _WORD.finditer(text)]
    order = [stem(word) for word in _WORD.findall(name) if word.lower() not in silent()]
    own = [(match, order.index(one)) for match, one in words if one in order]
    return is_done(text, name) and _is_place(text, words, own, entry) and _in_order(text, own, name)


def is_done(text: str, name: str) -> bool:
    """Return whether the words have the same thing done to something as the step: a line that is rung does not ring."""
    done = _DONE.search(name)
    if done is None:
        return True
    verbs = [match for match in _WORD.finditer(text) if stem(match[0]) == stem(done[1])]
    return all(_BE.search(text, 0, match.start()) for match in verbs)


def _is_place(
    text: str, words: list[tuple[re.Match[str], str]], own: list[tuple[re.Match[str], int]], entry: AbstractSet[str]
) -> bool:
    """Return whether the place where the cases begin does not act, and nothing is said of it."""
    places = [match for match, one in words if one in entry and not match[0].lower().endswith(("ed", "es"))]
    for match in places:
        begin = match.start()
        while before := next((one for one in places if one.end() + 1 == begin), None):
            begin = before.start()
        end = match.end()
        while after := next((one for one in places if one.start() == end + 1), None):
            end = after.end()
        if _IN_IT.search(text, 0, begin):
            return False
        if own and own[0][0].start() < begin and _CAME.search(text, 0, begin):
            return False
        if not _AT.search(text, 0, begin) and not _CASE.match(text, end):
            return False
    return True


def _in_order(text: str, own: list[tuple[re.Match[str], int]], name: str) -> bool:
    """Return whether words of a step are in its order, or reversed by `by`, `with` and the like."""
    first = own[0][0] if own else None
    doer = next((match for match, at in own if at == 0), first)
    by = doer is not None and re.search(r"\bby (?:(?:a|an|the) )*$", text[: doer.start()]) is not None
    passive = re.search(r"\b(?:is|are)\b", name) is not None
    for (_, one), (match, other) in pairwise(own):
        turned = other < one and not _DOES.search(text, 0, match.start())
        if turned and not (by and _BE.search(text, 0, match.start())):
            return False
    acts = {stem(word) for word in _WORD.findall(name)[1:] if word.endswith("s")}
    return (
        passive
        or by
        or not any(
            stem(match[0]) in acts and match[0].endswith("ed") and _BE.search(text, 0, match.start())
            for match, _ in own
        )
    )
