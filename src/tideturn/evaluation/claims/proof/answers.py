"""Find answers in a sentence: “Mostly”, `more than a year ago`, `not really or not at all`, `seven or more of ten`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from tideturn.evaluation.claims.gated import Gated, built
from tideturn.evaluation.claims.number_words import NUMBER, number
from tideturn.evaluation.claims.proof import facts as f
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.words import WORD, Found, silent, stem, stems_of
from tideturn.evaluation.claims.quotation import QUOTED, words_of
from tideturn.evaluation.evidence_values import AnswerCounts, ScorePairs
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.units import TRAINED

_COMPARING: Final = ("more", "less", "fewer", "better", "worse", "higher", "lower", "safer", "easier", "harder")
_DEGREE: Final = re.compile(r"^(?:very )?(?:much|far|a lot|a little|slightly) ")
_SAME: Final = Gated(
    r"\b(?:(?:about|much|exactly) )?(?:(?:it (?:is|was) )?the same|(?:just )?as (?:often|many|much|well)|"
    r"no (?:change|different))\b(?! or (?:an? )?(?:worse|lower)\b)"
)
_CHOSE: Final = Gated(
    r"\b(?:chose|ticked|picked|selected|gave|answered|said|put|replied)(?: (?:either|the answers?))?,? $"
)
_OR: Final = Gated(r",?\s*(?:or|and|nor)?\s*(?:(?:do|does|did) )?")
_SCALE: Final = Gated(
    rf"\b(?:at |gave |with |put it at |rated it )?(?:(?P<least>at least )(?P<number2>{NUMBER})|"
    rf"(?P<number>{NUMBER}) (?P<way>or more|or above|or higher|or less|or fewer|or below|or lower|"
    rf"or (?P<next>{NUMBER})))"
    rf"(?: (?:out of|on a scale (?:of|from) (?:0|zero|1|one) to) (?P<most>{NUMBER}))?\b"
)
_BARE: Final = r"(?<!\bdid )(?<!favourably )(?<![”…] )(?<!\bmuch )(?<!\bfar )(?<!\blot )(?<!\blittle )(?<!slightly )"
"""Words after which `more` is not an answer, or not any of those that count for it: `much more` is one of them."""
_AFTER: Final = 7
"""Maximum number of words between a comparing answer and its `than`."""


def named_in(reading: Reading, start: int, end: int) -> Iterator[Found]:
    """Yield each answer that a stretch names, if the evidence's questions have that answer."""
    items = reading.ground.items
    yield from _chosen(reading, start, end)
    bare = [*_bare(reading.text, start, end, items), *_moved(reading, start, end)]
    if len({one.means for one in bare}) == 1:
        yield bare[0]
    for means in (f.AGREED, f.DISAGREED):
        for first, last in scale_answers(reading.text, items, means):
            if start <= first and last <= end:
                yield Found(means, first, last)


def _chosen(reading: Reading, start: int, end: int) -> Iterator[Found]:
    """Yield answers by their own words: one, or exactly those that count for or against it."""
    text, items = reading.text, reading.ground.items
    known = {fact.does.removeprefix(f.ANSWER) for fact in reading.ground.facts if fact.does.startswith(f.ANSWER)}
    named = [(words_of(match).lower().rstrip(".,"), *match.span()) for match in QUOTED.finditer(text, start, end)]
    unquoted = QUOTED.sub(_blank, text[:end])
    labels = {label.lower() for item in items for label in (*item.choices.agree, *item.choices.against)}
    for answer in (one for one in known & labels if " " in one):
        bare = built(rf"\b{re.escape(answer)}\b").finditer(unquoted)
        named += [(answer, *match.span()) for match in bare]
    short = {word: label for label in labels if (word := label.rpartition(", ")[2]).isalpha()}
    for word, label in short.items():
        # One such word alone may not be an answer: `mostly`.
        bare = re.finditer(rf"\b{re.escape(word)}\b(?= or\b)|(?<=\bor ){re.escape(word)}\b", unquoted)
        named += [(label, *match.span()) for match in bare]
    left = sorted((one for one in named if one[0] in known | labels and one[1] >= start), key=lambda one: one[1])
    while left:
        group = [left[0]]
        while len(group) < len(left) and _OR.fullmatch(text[group[-1][2] : left[len(group)][1]]):
            group.append(left[len(group)])
        left = left[len(group) :]
        said = {answer for answer, *_ in group}
        means = _means(said, items) or (f"{f.ANSWER}{group[0][0]}" if len(said) == 1 and said <= known else "")
        chose = _CHOSE.search(text[start : group[0][1]])
        if means:
            yield Found(means, start + chose.start() if chose else group[0][1], group[-1][2])


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _means(said: set[str], items: Sequence[EvidenceItem]) -> str:
    """Return the side if the answers are all those for it, or all those against it; empty if neither."""
    for item in items:
        for side, answers in ((f.AGREED, item.choices.agree), (f.DISAGREED, item.choices.against)):
            if len(said) > 1 and said == {answer.lower() for answer in answers}:
                return side
    return ""


def _bare(text: str, start: int, end: int, items: Sequence[EvidenceItem]) -> Iterator[Found]:
    """Yield comparing answers without quotation marks: `said that less is shared than a year ago`."""
    sides: dict[str, set[str]] = {}
    known: set[str] = set()
    for item in items:
        for side, answers in ((f.AGREED, item.choices.agree), (f.DISAGREED, item.choices.against)):
            for answer in answers:
                head = _DEGREE.sub("", answer.lower()).split(" ")[0]
                if head in _COMPARING:
                    sides.setdefault(head, set()).add(side)
                    known |= {*stems_of(item.text), *stems_of(answer)}
    for head, means in sides.items():
        for match in (
            re.finditer(rf"{_BARE}\b{head}\b(?: (?:often|many|much)\b)?", text[:end], re.I) if len(means) == 1 else ()
        ):
            if match.start() >= start:
                yield Found(next(iter(means)), match.start(), _than(text[:end], match.end(), known))
    of_change = (item.value for item in items if isinstance(item.value, AnswerCounts | ScorePairs))
    if any("same" not in one.left_out for one in of_change):
        for match in _SAME.finditer(text, start, end):
            yield Found(f.SAME, match.start(), _than(text[:end], match.end(), known))


_ASKED_HOW: Final = Gated(r"How (\w+)")
_MORE: Final = {
    "many": ("more", "fewer"),
    "much": ("more", "less"),
    "often": ("more", "less"),
    "well": ("better", "worse"),
}
_THAN_BEFORE: Final = (
    r"(?: than (?:before(?:hand)?|when they (?:came|arrived|started)|at the start|they (?:did|had) before|"
    r"the first time)(?: (?:it|(?:the|their) (?:training|workshop|day|course)))?)?"
)


def _moved(reading: Reading, start: int, end: int) -> Iterator[Found]:
    """Yield how the people trained answered the second time: `could name more`, `rated it higher`."""
    for item in reading.ground.items:
        if not isinstance(item.value, ScorePairs) or item.unit != TRAINED:
            continue
        sides = {f.BETTER: {"higher", "better"}, f.WORSE: {"lower", "worse"}}
        for asked in filter(None, map(_ASKED_HOW.match, reading.ground.asked_of(item))):
            more, less = _MORE.get(asked[1].lower(), (f"more {asked[1].lower()}", f"less {asked[1].lower()}"))
            sides[f.BETTER].add(more)
            sides[f.WORSE].add(less)
        for means, words in sides.items():
            pattern = rf"\b(?:{'|'.join(words)})\b(?: (?:rating|score|answer|one)\b)?"
            for match in re.finditer(pattern, reading.text[:end], re.I):
                before = re.match(_THAN_BEFORE + r"\b", reading.text[match.end() : end], re.I)
                label = _than(reading.text[:end], match.end(), set()) if before is None else match.end() + before.end()
                if match.start() >= start:
                    yield Found(means, match.start(), label)


_THAN_THEY: Final = Gated(r" than (?:before|they (?:were|did|used to be))\b")


def _than(text: str, at: int, known: set[str]) -> int:
    """Return the end of what an answer is compared with, in the question's own words: `than a year ago`."""
    if before := _THAN_THEY.match(text, at):
        return before.end()
    than, end = False, at
    stop = re.compile(r"[,;:()]|$").search(text, at)
    for match, _ in zip(WORD.finditer(text, at, stop.start() if stop else at), range(_AFTER), strict=False):
        word = match[0].lower()
        than = than or word in ("than", "as")
        if word == "us" or (word not in ("than", "as") and word not in silent() and stem(word) not in known):
            break  # a question asks those who answer what is shared with them, not with us
        if than and stem(word) in known:
            ago = re.compile(r" (?:ago|before|earlier)\b").match(text, match.end())
            end = ago.end() if ago else match.end()
    return end


def scale_answers(text: str, items: Sequence[EvidenceItem], side: str = f.AGREED) -> Iterator[tuple[int, int]]:
    """Yield the spans that name exactly the numbers of a scale on one side: `seven or more out of ten`."""
    for match in _SCALE.finditer(text):
        sides = (item.choices.agree if side == f.AGREED else item.choices.against for item in items)
        if any(_is_all_of(match, own, item.choices.scale) for own, item in zip(sides, items, strict=True)):
            yield match.span()


def _is_all_of(match: re.Match[str], side: tuple[str, ...], scale: tuple[str, ...]) -> bool:
    """Return whether the numbers named are the answers of one side, and the scale ends where the sentence says."""
    if not side or not all(answer.isdigit() for answer in (*side, *scale)):
        return False
    wanted, whole = {int(answer) for answer in side}, {int(answer) for answer in scale} or {int(a) for a in side}
    first = number(match["number"] or match["number2"])
    if match["next"]:
        said = {first, number(match["next"])}
    else:
        up = match["least"] or match["way"].lower() in ("or more", "or above", "or higher")
        said = {n for n in whole if (n >= first if up else n <= first)}
    return said == wanted and (not match["most"] or number(match["most"]) == max(whole))
