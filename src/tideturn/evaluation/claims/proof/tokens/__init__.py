"""Read a stretch of a sentence as tokens, where every word must belong to the evidence or claim nothing."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from math import nan
from typing import Final, NamedTuple

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.dataset.wording import MONTHS
from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.patterns import NUM, compared_with, outcome_of, own_year, topic_stems, value
from tideturn.evaluation.claims.proof.scored import BY_SCORES
from tideturn.evaluation.claims.proof.times import ORDINALS, SCALE, Time, times_at
from tideturn.evaluation.claims.proof.tokens import score_words
from tideturn.evaluation.claims.proof.words import (
    WORD,
    counts,
    grammar,
    pattern_of,
    silent,
    stem,
    stems_of,
    who_in,
)
from tideturn.evaluation.claims.said import Said
from tideturn.evaluation.evidence_values import ScorePairs
from tideturn.evaluation.ledger.counts.plan import PieceCounts
from tideturn.evaluation.model import COUNT, EvidenceItem
from tideturn.evaluation.record_values import PathwayCases
from tideturn.evaluation.units import TRAINED

NUMBER, SHARE, AMOUNT, TIME, WHOM, TOPIC = "n", "%", "Q", "t", "h", "k"
"""Kinds of token that every record has; the others are letters of `grammar.toml`."""
STEP: Final = "step"
"""The section of the grammar for the steps of a pathway."""
_NUMBER: Final = Gated(
    rf"(?P<rest>the (?:other|remaining) )?(?P<all>all (?:of )?(?:the )?)?"
    rf"(?P<k>(?!one\b(?! (?:of|young|place|case|workshop|(?:training )?event|was|had|did|came|went|ran|with|from|ended|"
    rf"lapsed|disappeared)\b)){NUM})(?P<pc>%| per cent)?"
    r"(?: (?:out )?of (?:(?:the programme[’']s|the|its|their|our|all|those|these|them|same|a|possible|total of) )*"
    rf"(?P<n>{NUM})(?!%|\.?\d))?(?!\w|-)"
    rf"|(?P<none>none)\b(?: of (?:the|its|our|these|those) (?P<every>{NUM})\b)?"
)
_OF: Final = Gated(rf"(?: of)? (?:(?:the|all|those|these) )*(?P<n>{NUM})(?![%\d.])")
_GAP: Final = re.compile(r"(?:[\s,;:().–—]|[’']s?(?=\s))+")
_RATE: Final = Gated(r"\b(?<!within )(?:an?|per|each|every) $")
EVERYWHERE: Final = Gated(
    rf"(?:(?:in|across|at|for|from|over|throughout|of) (?:all )?)?(?:of )?(?:the|our|its|the programme[’']s|"
    rf"their) (?:(?P<n>{NUM}) )?"
    r"(?:local |programme )?(?:places|sites|areas|cities|towns)\b(?! that| which| where| without| each)"
)
"""All places of the programme."""
_POOLED: Final = Gated(r"across|in all the places")
"""Words for all places together, not each of them."""
_PERIOD: Final = re.compile(r"nights?|days?|weeks?|months?|quarters?|years?")
"""Periods: `9.1 a week` is another number than `9.1 in four weeks`."""
_RATERS: Final = Gated(
    r"(?<!their )(?<!of )(?<!for )(?<!to )(?<!with )(?:the |our )?(?:workers|staff)"
    r"(?:(?<=by workers)|(?<=by staff)|(?<=from workers)|(?<=from staff)|"
    r"(?=[’'] (?:(?:own|mean|average|first|later|last|second|two) )*(?:scores?|ratings?|marks?|views?|records?|"
    r"means?|averages?|figures?|assessments?|eyes|judgements?|reckoning)\b|[’'] \w+ (?:scores?|ratings?|marks?)\b|"
    r",? (?:have |had )?(?:scored|gave|given|rated|had|counted|recorded|put|assessed|in|marked|"
    r"placed|judged?|raised|lowered|reduced|saw|reported|noted|reassessed|together)\b))"
)
"""People who gave scores, as the subject of a verb."""
_TIMES: Final = frozenset({"before", "after"})
"""Words of a label that say when."""
_ASKS: Final = Gated(r"(?:on|about|of) (?:whether|how|what)\b")
_TO_SCORE: Final = Gated(r"\b(?:scor(?:e|ed|ing)|rat(?:e|ed|ing)) $")
"""The object of scoring, as the definition gives it: on whether, `asked to score how`."""
_DELIVERED: Final = ", delivered of planned"
_MEASURES: Final = {"plan:": "plan", "posts_": "posts", "training_": "trained"}
"""Sections of the grammar for several counts, by how their ids begin."""
_AMOUNTS: Final = ("part", "percent", "few", "majority", "vast majority", "nearly all", "minority", "hardly any")
"""Kinds of number that mean a share."""
_COUNTS: Final = re.compile(r"(?:answer|scor|rat|mark|receiv|g[ai]v|got|end|finish|stood|own|saw|count|record).*")
"""Silent words that have a meaning beside a count of the work: `answered`."""
_FEELING: Final = Gated(r"\b(?:confident|confidence|understanding)\b")
_LESS: Final = Gated(r"less (?P<what>\w+)\b")
"""Opposite of an outcome: `less safe`, where young people are to be safer."""
_FEW: Final = Gated(r"(?:very )?few\b")
_SOURCE: Final = Gated(
    r"(?:the |our |by (?:the )?)?(?P<source>\w+(?: \w+)??)(?: (?:returns?|figures?|records?))?"
    r"(?= (?:shows?|showed|lists?|listed|gives?|gave|holds?|held|counts?|counted|records?|recorded|returned|reports?|"
    r"reported|put|logged|noted|had|in|for|across|from)\b)"
    r"|(?:as )?(?:reported to|recorded by|counted by|logged by|held by|according to) "
    r"(?:the )?(?P<source__>[\w’']+(?: [\w’']+)?)"
    r"(?=[,.;:)]| (?:averaged|came|numbered|fell|rose|stood|totalled|were|was|in|over|during|for|across|on|at|from|"
    r"went)\b)"
    r"|(?:according to|by|going by|on|in) (?:the )?(?P<source_>[\w’']+(?: [\w’']+)?) (?:own )?(?:returns?|"
    r"figures?|records?|counts?|data)"
)
"""People who counted, as the subject of a verb."""
_PART_YEAR: Final = Gated(
    rf"(?:in|over|during|for) the (?:first )?(?P<n>{NUM}) months "
    r"(?:of the year\b|(?:from (?P<from>\w+ \d{4}) )?to (?P<to>\w+ \d{4}))"
)

_BARE_YEAR: Final = Gated(
    r"(?:(?:of|to|from|in|during|over|for|the) )?(?:the )?(?:(?:programme )?year (?P<n>\d|one|two|three|"
    r"four|five)\b(?:[’']s)?|"
    rf"(?P<nth>{'|'.join(ORDINALS)}) year\b(?:[’']s)?(?: of (?:the |our )?(?:programme|project|work)\b|(?! of)))"
)
"""A programme year as a noun or before one: `Year 1 had 489`, `the Year 2 figure`."""
SPAN: Final = "years before"
_YEARS_BEFORE: Final = Gated(
    rf"(?:(?:in|over|during|across) )?the (?:(?P<n>{NUM}) )years before(?: it| that| year \w+)?\b"
)
"""All years of a series before its own."""
_BY: Final = Gated(
    rf"(?:(?:which|that|it) (?:is|was) )?(?P<d>{NUM}) (?:(?P<more>more|higher)|fewer|less|lower) than\b(?! in any)|"
    r"(?:(?:which|that|it) (?:is|was) )?(?:an? (?:(?P<more_>rise|increase|growth|gain)|fall|drop|decrease|"
    r"reduction) of|(?:(?P<more__>up)|down)(?: by)?) "
    rf"(?P<d_>{NUM}) (?:from|on|over|compared with|against)\b|"
    rf"(?:(?P<rose>rose|risen|grew|grown|increased|went up|gone up|climbed)|fell|fallen|dropped|declined|"
    rf"decreased|went down|gone down) by (?P<d__>{NUM})(?!%| per|\w|\.\d)"
)
"""Difference between a count and the next one."""
_BESIDE_PLAN: Final = Gated(
    rf"(?:(?:which|that|it) (?:is|was) |(?:fell|came|finished|ended|falling) )?"
    rf"(?P<d>{NUM})(?: \w+)? (?:(?P<more>more than|"
    rf"above|over|beyond|in excess of|ahead of)|"
    r"(?P<fewer>fewer than|less than|below|short of|under|behind))"
    rf" (?:(?:the )?(?P<of>{NUM}) (?:(?:that )?(?:it|they) had |that were |that had been |sessions )?(?:planned|"
    rf"intended|scheduled)|"
    r"(?:what |that |the number )?(?:(?:it|they|we|the team|the teams) )?(?:had |was |were )?(?:been )?(?:planned|"
    r"intended|scheduled)(?: for)?|"
    r"(?:the |its |their |our )?(?:plan|target|number planned)(?: (?:asked for|set|called for|had|had set))?)(?![\w])"
)
"""Difference between what was delivered and what was planned."""


class Token(NamedTuple):
    """A number, people, a time, or words with a meaning for a record; `kind` is one letter."""

    kind: str
    start: int
    end: int
    text: str = ""
    whole: float | None = None
    time: Time | None = None
    rest: bool = False
    """Whether it is `the other` or `the remaining` number."""
    every: bool = False
    said: Said | None = None
    """Amount in place of a number: most, about half."""
    levels: tuple[str, ...] = ()
    """Scores that it names: `four or five`."""

    @property
    def value(self) -> float:
        """Return the value of a number; an amount has none, and equals nothing."""
        return value(self.text) or 0.0 if self.said is None else nan


@cache
def _phrases(kind: str) -> tuple[tuple[str, Gated], ...]:
    every = grammar()["plain"]
    tables = [every[kind.partition(" ")[0]], every[kind]] if " " in kind else [every[kind]]
    return tuple((letter, pattern_of(rules)) for table in tables for letter, rules in table.items())


@lru_cache(maxsize=256)
def _in(kind: str, text: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the phrases that a text may have; computed once, not at each of its words."""
    return tuple((letter, pattern.compiled) for letter, pattern in _phrases(kind) if pattern.may_match(text))


@cache
def _silent() -> frozenset[str]:
    return frozenset(grammar()["plain"]["silent"].split())


def tokens_of(reading: Reading, item: EvidenceItem, kind: str, start: int, end: int) -> list[Token] | None:
    """Return the tokens of a stretch; None if a word in it is neither of the evidence nor silent.

    The position of that word is kept, so that a shorter stretch with it is not read again.
    """
    stuck = "stuck", id(item), kind, start
    if reading.memo.get(stuck, end) < end:
        return None
    found: list[Token] = []
    text, at = reading.text, start
    known = _known(reading, item) | (_steps(item) if kind == STEP else frozenset())
    asks = False
    while True:
        if gap := _GAP.match(text, at, end):
            at = gap.end()
        if at >= end:
            return found
        options = [*_options(reading, item, kind, at, end, known)]
        if options:
            token = max(options, key=lambda one: one.end)
            if token.kind == "!":
                reading.memo[stuck] = token.end - 1
                return None
            asks = asks and token.kind != NUMBER
            if token.kind != " ":
                found.append(token)
            at = token.end
            continue
        word = WORD.match(text, at, end)
        if word is None:
            reading.memo[stuck] = at
            return None
        low = word[0].lower()
        asked = _ASKS.match(text, at, end) or (
            low == "how" and kind.startswith("matched") and _TO_SCORE.search(text, 0, at)
        )
        asks = item.kind != COUNT and (asks or bool(asked))
        idle = low in _silent() and (item.kind != COUNT or _COUNTS.fullmatch(low) is None)
        if not idle and not (asks and (low in silent() or stem(low) in topic_stems(reading, item))):
            rate = _RATE.search(text, 0, at) and _PERIOD.fullmatch(low) is not None
            halved = f"half-{low.rstrip('s')}" in reading.ground.title.lower() and _PERIOD.fullmatch(low)
            if (
                halved
                or not all(stem(one) in known for one in low.split("-"))
                or (rate and f"a {low}" not in reading.ground.title)
            ):
                reading.memo[stuck] = at
                return None
            found.append(Token(TOPIC, *word.span(), word[0]))
        at = word.end()


def _known(reading: Reading, item: EvidenceItem) -> frozenset[str]:
    """Return the stems of what a record counts and who counted; for a definition, which may narrow it, only units."""
    if item.kind == COUNT:
        return frozenset(stems_of(row_of(item)))
    title = frozenset(stems_of(reading.ground.named))
    defined = {stem for stem in stems_of(reading.ground.title) if _PERIOD.fullmatch(stem + "s") or stem == "half"}
    first = next(iter(item.value.steps or ()), None) if isinstance(item.value, PathwayCases) else None
    entry = first.step if first and first.taken == first.cases else ""
    own = topic_stems(reading, item) & (title | defined | frozenset(stems_of(item.text)))
    code = item.outcome_id.replace("_", " ") if isinstance(item.value, ScorePairs) else ""
    return (own - _TIMES) | frozenset(stems_of(f"{entry} {code}"))


def _steps(item: EvidenceItem) -> frozenset[str]:
    """Return the stems of the steps and the deadlines of a pathway."""
    held = item.value_if(PathwayCases)
    if held is None:
        return frozenset()
    names = [*(one.step for one in held.steps or ()), *(one.name for one in held.constraints or ())]
    return frozenset(stem(word) for one in names for word in re.findall(r"[^\W\d_]+", one)) - frozenset(silent())


def kind_of_work(item: EvidenceItem) -> str:
    """Return the section of the grammar for a count of the work; empty if there is none."""
    if item.kind != COUNT or item.n is None:
        return ""
    measure = item.evidence_id.split("/")[1]
    begins = next((name for first, name in _MEASURES.items() if measure.startswith(first)), measure)
    kind = "work plan row" if item.text.endswith(_DELIVERED) else f"work {begins}"
    return kind if kind in grammar()["plain"] else ""


def row_of(item: EvidenceItem) -> str:
    """Return the words of the plan's row, the component or the role that a count of the work is for."""
    before, parted, after = item.text.partition(": ")
    return f"{before} {after.removesuffix(_DELIVERED)}" if after.endswith(_DELIVERED) else after if parted else ""


def _options(reading: Reading, item: EvidenceItem, kind: str, at: int, end: int, known: frozenset[str]) -> list[Token]:
    """Return the tokens that may begin at a position: `!` is a statement that is wrong for this evidence."""
    text = reading.text
    named = _places(reading, at, end)
    found = [Token(" ", at, last) for code, last in named if code == item.scope]
    found += [Token("!", at, last) for _, last in named if not {*stems_of(text[at:last])} <= known]
    everywhere = EVERYWHERE.match(text, at, end) if item.scope == PROGRAMME_SCOPE else None
    pooled = item.unit == "young people" and _POOLED.match(text, at, end)
    if everywhere and (kind != "matched" or pooled):
        every = value(everywhere["n"]) in (None, len(reading.ground.record.sites))
        found.append(Token(" " if every else "!", *everywhere.span()))
    for letter, pattern in _in(kind, text):
        if match := pattern.match(text, at, end):
            felt = _FEELING.search(match[0]) if item.unit == TRAINED and letter != "silent" else None
            if felt and stem(felt[0]) not in known:
                continue  # who understands more need not be more confident
            found.append(Token(" " if letter == "silent" else letter, *match.span(), match[0]))
    if scale := SCALE.match(text, at, end):
        ends = (value(scale["low"]), value(scale["high"])) == score_words.scale_of(item)
        found.append(Token(" " if ends else "!", *scale.span()))
    found += [Token(TIME, at, time.end, text[at : time.end], time=time) for time in times_at(text, at, end)]
    if (bare := _BARE_YEAR.match(text, at, end)) and kind != "matched":
        found.append(Token(TIME, *bare.span(), time=Time("year", *bare.span(), _year_in(bare))))
    if kind == "series" and (before := _YEARS_BEFORE.match(text, at, end)):
        found.append(Token(TIME, *before.span(), time=Time(SPAN, *before.span(), int(value(before["n"]) or 0))))
    if kind in ("series", "network") and (by := _BY.match(text, at, end)):
        found.append(_apart(by))
    if kind == "work plan row" and (apart := _BESIDE_PLAN.match(text, at, end)):
        found.append(Token(" " if _is_beside_plan(item, apart) else "!", *apart.span()))
    if own := own_year(item.year).match(text, at, end):
        found.append(Token(TIME, *own.span(), own[0], time=Time("year", *own.span(), item.year)))
    for one in who_in(text, 0, len(text)):
        if one.start == at:
            counted = counts(one.means, item) and (one.means != "anybody" or item.unit == TRAINED)
            if kind in ("series", STEP) and not counted and set(stems_of(text[one.start : one.end])) <= set(known):
                continue  # `children known to the programme’s partners`
            rater = item.voice == "record" and _RATERS.match(text, one.start)
            if counted or rater or one.means == "staff":
                found.append(Token(WHOM if counted else " " if rater else "!", one.start, one.end))
    if kind == "series" and (source := _SOURCE.match(text, at, end)):
        who = frozenset(stems_of(source["source"] or source["source_"] or source["source__"]))
        found += [Token(" ", *source.span())] if who and who <= frozenset(stems_of(item.origin)) else []
    if said := outcome_of(reading, item).match(text, at, end):
        found.append(Token("b" if BY_SCORES.search(text) else "!", *said.span()))
    if (
        kind == "matched"
        and (less := _LESS.match(text, at, end))
        and f"are {less['what'].lower()}r" in reading.ground.named
    ):
        found.append(Token("w" if BY_SCORES.search(text) else "!", *less.span()))
    found += [Token("V", *span) for span in compared_with(reading, item) if span[0] == at]
    if (part := _PART_YEAR.match(text, at, end)) and kind == "series":
        own_part = _is_year_so_far(item, part)
        found.append(Token(TIME if own_part else "!", *part.span(), time=Time("year", *part.span(), item.year)))
    if number := _NUMBER.match(text, at, end):
        found.append(_number(number))
    if kind.startswith("matched"):
        for beside in score_words.found_at(text, at, item, reading.ground.title):
            when = Time("year", at, beside.end, item.year) if beside.kind == score_words.OWN else None
            found.append(Token(beside.kind, at, beside.end, text[at : beside.end], time=when, levels=beside.levels))
        told = [one for one in reading.numbers if one.start == at and one.kind in _AMOUNTS and one.kind != "percent"]
        found += [_amount(text, one) for one in told]
    if item.kind == COUNT or kind in ("series", "pathway", STEP):
        if few := _FEW.match(text, at, end):
            found.append(Token(AMOUNT, *few.span(), few[0], said=Said("few", few[0], *few.span())))
        found += [
            Token(AMOUNT, at, one.end, one.text, said=one)
            for one in reading.numbers
            if one.start == at and one.end <= end and one.kind in _AMOUNTS
        ]
    return found


def _apart(match: re.Match[str]) -> Token:
    """Return how far a count is up or down, or has risen or fallen, as the whole of a token."""
    more = match["more"] or match["more_"] or match["more__"]
    kind = ("R" if match["rose"] else "L") if match["d__"] else "U" if more else "D"
    said = match["d"] or match["d_"] or match["d__"]
    return Token(kind, *match.span(), said, value(said))


def _year_in(match: re.Match[str]) -> int:
    return int(value(match["n"]) or 0) if match["n"] else ORDINALS.index(match["nth"].lower()) + 1


def _is_beside_plan(item: EvidenceItem, match: re.Match[str]) -> bool:
    """Return whether as many more or fewer were delivered than planned."""
    held = item.value_if(PieceCounts)
    if held is None or held.planned is None or held.delivered is None:
        return False
    more = (held.delivered - held.planned) * (1 if match["more"] else -1)
    return value(match["of"]) in (None, held.planned) and value(match["d"]) == more


def _amount(text: str, said: Said) -> Token:
    """Return an amount as a number, with its denominator if that follows: `most of the 13`."""
    of = _OF.match(text, said.end)
    whole, end = (value(of["n"]), of.end()) if of else (None, said.end)
    return Token(NUMBER, said.start, end, text[said.start : said.end], whole, said=said)


def _places(reading: Reading, at: int, end: int) -> list[tuple[str, int]]:
    """Return the code and the end of each name of a place that begins at a position."""
    if (key := "names of places") not in reading.memo:
        every = [(code, _place(name)) for name, code in reading.ground.places.items()]
        reading.memo[key] = [(code, name) for code, name in every if name.may_match(reading.text)]
    return [(code, found.end()) for code, name in reading.memo[key] if (found := name.match(reading.text, at, end))]


@cache
def _place(name: str) -> Gated:
    return Gated(rf"(?:the )?{re.escape(name)}(?:’s)?\b")


def _is_year_so_far(item: EvidenceItem, match: re.Match[str]) -> bool:
    """Return whether `the eleven months to February 2022` are all that is counted of the evidence's year."""
    periods, months = item.periods, item.totals.in_year if item.totals else 0
    if not periods or not months or value(match["n"]) != months or "-Q" in periods[-1]:
        return False
    names = [f"{MONTHS[int(period[5:]) - 1]} {period[:4]}".lower() for period in (periods[-months], periods[-1])]
    return all(
        said is None or said.lower() == name for said, name in zip(match.group("from", "to"), names, strict=True)
    )


def _number(match: re.Match[str]) -> Token:
    if match["none"]:
        return Token(NUMBER, *match.span(), "0", value(match["every"]))
    whole = value(match["n"])
    rest, every = bool(match["rest"]), bool(match["all"])
    return Token(SHARE if match["pc"] else NUMBER, *match.span(), match["k"], whole, rest=rest, every=every)


def kinds_of(tokens: list[Token]) -> str:
    """Return the letters of tokens, in order."""
    return "".join(one.kind for one in tokens)


def without(tokens: list[Token], letters: str) -> list[Token]:
    """Return the tokens without those of some kinds."""
    return [one for one in tokens if one.kind not in letters]
