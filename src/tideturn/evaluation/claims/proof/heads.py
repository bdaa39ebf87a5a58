"""Find where a sentence counts people interviewed: how many, of how many, and what they were asked about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.number_words import NUMBER, number
from tideturn.evaluation.claims.proof.clause import Ground, Reading
from tideturn.evaluation.claims.proof.ways import asserts, content, on_topic
from tideturn.evaluation.claims.proof.words import WORD, who_in

_LONGEST: Final = 8
"""Maximum number of words in a topic that a count of interviewees names."""
COUNTED: Final = ("partners", "staff", "anybody")
"""Rules for people whose interviews may be counted."""
_YEAR: Final = r"in (?:programme )?year (?:\d+|one|two|three|four|five)"
_ASKED: Final = Gated(r" (?:(?:who|that) )?(?:we |whom we |were |was )?asked(?: (?:to|with) us)?")
_SPOKE: Final = Gated(
    r" (?:(?:whom|who|that) )?(?:(?:we|were|was|had|have) )?(?:been )?(?:interviewed|"
    r"(?:spoke|spoken|talked)(?: (?:to|with)(?: us)?)?|commented|gave (?:us )?(?:a|their|his or her) views?|"
    r"told us(?= (?:of|about)\b)|said anything|had anything to say)(?=[ ,:;–—])"
)
_THERE: Final = r"in (?:(?:the|our|their) )?(?:(?:programme )?year (?:\d+|one|two|three|four|five) )?interviews?"
_SAID_THERE: Final = Gated(rf" (?:told us|said|reported|explained) {_THERE}\b")
_ASIDE: Final = Gated(rf" (?P<heard>{_THERE}|when interviewed)| to us| (?:{_YEAR}|this year)")
_ABOUT: Final = Gated(r" (?:of|about|on|(?:who )?(?:raised|mentioned|discussed)) ")
_WHETHER: Final = Gated(r"(?:whether|if) ")
_IT: Final = Gated(r"(?:it|this|that)\b")
_THEN: Final = Gated(
    rf"(?: (?:and )?(?P<divided>(?:were|are) (?:divided|split)))?(?:[:;,]|,? (?:and|but)|—| –) (?:of (?:the )?"
    rf"(?P<n>{NUMBER}),? )?(?P<k>{NUMBER})(?: of (?:them|these|whom))?(?= )"
)
_OF_THEM: Final = Gated(rf",? (?P<only>(?:only|just) )?(?P<k>{NUMBER}|all|none|most)(?: of them)?(?= )")


class Head(NamedTuple):
    """Words that count people interviewed; `k` is None for most of them, or half of them."""

    start: int
    end: int
    many: str
    """A number, or `all`, `none`, `most`, `half`, `all but` and a number."""
    whole: int | None
    whom: tuple[int, int] | None
    """The span of the words for them, if there are any."""
    about: bool
    """Whether they are those who spoke of the outcome, not everybody interviewed."""
    divided: bool = False
    only: bool = False
    """Whether the sentence calls them few."""


def heads_in(reading: Reading) -> Iterator[Head]:
    """Yield every count of people interviewed, by its start, the longest words about them first."""
    if not _HINTS.search(reading.text):
        return
    found = [head for begun in _MANY.finditer(reading.text) for head in _counts(reading, begun)]
    found += [head for head in _then(reading, 0, 0, None) if head.divided]
    yield from sorted(found, key=lambda one: (one.start, -one.end))


_HINTS: Final = Gated(
    r"interview|asked|spoke|talked|view|commented|told us|said anything|to say|raised|mentioned|discussed"
)
_MANY: Final = Gated(
    rf"(?<![\w’-])(?:(?P<only>only|just) )?(?:(?P<but>all but )?(?P<k>{NUMBER})(?: (?:out )?of)?|"
    r"(?P<none>none of|not one of|no)|(?P<all>all|both|each|every one|every)(?: of)?|"
    r"(?P<most>most|a majority|the majority|more than half)(?: of)?|(?P<half>half)(?: of)?|(?P<among>of|among))(?= )"
)
_OF_SO_MANY: Final = Gated(rf" (?:(?:the|our|those|these) )?(?:(?P<n>{NUMBER})(?= ))?")


def _counts(reading: Reading, begun: re.Match[str]) -> Iterator[Head]:
    text, many = reading.text, _many(begun)
    of = _OF_SO_MANY.match(text, begun.end())
    whole = _value(of["n"]) if of else None
    if of and whole is not None and begun[0].lower().endswith("of") and not begun["among"] and begun.start():
        for end, who in opened_at(reading):
            if end == begun.start() and text.startswith(" ", of.end()):
                yield Head(begun.start(), of.end(), many, whole, who, about=True, only=bool(begun["only"]))
    for end, whom, about in _people(reading, of.end() if of else begun.end()):
        head = Head(begun.start(), end, many, whole, whom, about, only=bool(begun["only"]))
        if begun["among"]:
            if whole is not None and (part := _OF_THEM.match(text, end)):
                yield head._replace(end=part.end(), many=part["k"].lower(), only=bool(part["only"]))
        elif text.startswith(" ", end):
            yield head
    if begun["k"] and not begun["but"] and not begun[0].lower().endswith("of") and of and not of["n"]:
        yield from _then(reading, begun.start(), begun.end(), _value(begun["k"]))


def opened_at(reading: Reading) -> Iterator[tuple[int, tuple[int, int]]]:
    """Yield the end of `when we interviewed partners about it, `, which says who is counted, with their span."""
    if begun := _WHEN.match(reading.text):
        who = next((one for one in who_in(reading.text, begun.end(), len(reading.text)) if one.means in COUNTED), None)
        if who and who.start == begun.end():
            for end, about in _heard(reading, who.end, asked=bool(begun["we"]), spoke=False, about=False):
                if about and reading.text.startswith(", ", end):
                    yield end + 2, (who.start, who.end)


_WHEN: Final = Gated(
    r"(?:when (?P<we>we (?:interviewed|asked|(?:spoke|talked) (?:to|with)) )?|in (?:our |the )?interviews with )"
    r"(?:the |our )?"
)


def _then(reading: Reading, start: int, at: int, whole: int | None) -> Iterator[Head]:
    """Yield `seven partners spoke to us about it: six`, and `partners who spoke of it were divided: of seven, four`."""
    for end, whom, about in _people(reading, at):
        if then := _THEN.match(reading.text, end):
            count = _value(then["n"]) if then["n"] else whole
            if whom and count is not None and whole in (None, count) and (whole or then["divided"]):
                yield Head(start, then.end(), then["k"].lower(), count, whom, about, bool(then["divided"]))


def _many(begun: re.Match[str]) -> str:
    if begun["but"]:
        return f"all but {begun['k'].lower()}"
    if begun["all"]:
        return "both" if begun["all"].lower() == "both" else "all"
    return next((name for name in ("none", "most", "half") if begun[name]), (begun["k"] or "").lower())


def _people(reading: Reading, at: int) -> Iterator[tuple[int, tuple[int, int] | None, bool]]:
    """Yield the end of words for people interviewed, the span of who they are, and whether the words name a topic."""
    text = reading.text
    start = at + (text[at : at + 1] == " ")
    who = next((one for one in who_in(text, 0, len(text)) if one.start == start and one.means in COUNTED), None)
    yield from (
        (end, (who.start, who.end) if who else None, about)
        for end, about in _heard(reading, who.end if who else max(start - 1, 0), asked=False, spoke=False, about=False)
    )


def _heard(reading: Reading, at: int, *, asked: bool, spoke: bool, about: bool) -> Iterator[tuple[int, bool]]:
    """Yield the end of words for how and about what people were interviewed, one part after another."""
    text = reading.text
    if spoke or (asked and about) or _SAID_THERE.match(text, at):
        yield at, about
    for found, ask in ((_ASKED.match(text, at), True), (_SPOKE.match(text, at), False)):
        if found and not (asked or spoke):
            yield from _heard(reading, found.end(), asked=ask, spoke=not ask, about=about)
    if found := _ASIDE.match(text, at):
        yield from _heard(reading, found.end(), asked=asked, spoke=spoke or bool(found["heard"]), about=about)
    if (found := _ABOUT.match(text, at)) and not about:
        by_verb = asked or spoke or found[0].strip().lower() not in ("of", "about", "on")
        for end in _topics(reading.ground, text, found.end()) if by_verb else ():
            yield from _heard(reading, end, asked=asked, spoke=spoke or not asked, about=True)


def _topics(ground: Ground, text: str, at: int) -> Iterator[int]:
    """Yield the end of each stretch that names the outcome, or asks whether it is true."""
    if it := _IT.match(text, at):
        yield it.end()
    whether = _WHETHER.match(text, at)
    last = whether.end() if whether else at
    for _ in range(_LONGEST):
        word = WORD.match(text, last)
        if word is None:
            return
        said = text[whether.end() if whether else at : word.end()]
        if asserts(said, ground) if whether else on_topic(said, ground, defined=False) and bool(content(word[0])):
            yield word.end()
        last = word.end() + text.startswith(" ", word.end())


def _value(words: str | None) -> int | None:
    return number(words.strip().lower()) if words else None
