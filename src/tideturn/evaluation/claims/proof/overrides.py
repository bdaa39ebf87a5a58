"""Check statements that somebody set a verdict by hand: the verdict, the one that it replaced, and the reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from tideturn.dataset.verdict import Verdict
from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.factors import effects_at, own_parts
from tideturn.evaluation.claims.proof.patterns import topic_stems
from tideturn.evaluation.claims.proof.proposition import about
from tideturn.evaluation.claims.proof.retold import same
from tideturn.evaluation.claims.proof.words import grammar, pattern_of, stem
from tideturn.evaluation.model import OutcomeVerdict, Override

_SAID: Final = re.compile(
    r"(?:T,?)?(?:R(?P<ruled>W)[,;]J?)?(?:E(?:OVT?,?J)?SV?T?H?A?|(?:T,?)?V?T?BH?SH?E?H?A?)"
    r"(?P<stands>W)H?E?(?:,?I(?P<other>W))?E?"
)
"""Orders of the tokens of `overrides` in a statement that somebody set a verdict."""
_BEFORE: Final = Gated(r"^(?P<reason>.+?),? (?:and )?so ")
_BECAUSE: Final = Gated(
    r",? (?:because|since|as|given that|on the grounds? that|for the reason that|the reason being that) "
)
_GAP: Final = re.compile(r"\s*([,;]?)\s*")
_LAST: Final = re.compile(r"[.;]?$|;(?= )")
_UNIT: Final = re.compile(r"(?<=[.;])\s+")
_SINCE: Final = Gated(r"^since (?:\w+ )?\d{4},? ")
_ONE_OF: Final = Gated(r"\bone of (?:the|our|your) (\w+?)(?:(?P<y>ie)s|s)\b")
_BE_THAT: Final = Gated(r"\b(?:may|might|could) be (?=that\b)")
_FROM: Final = Gated(r"\b(may|might|could) (?:come from|be (?:due|down|owed) to|be because of|result from|stem from) ")
_COUNTING: Final = Gated(r"\bbe (one \w+) (\w+)ing ")
_MOVED: Final = Gated(r"\b(rise|fall|change|increase|drop) in ([\w’']+)")
_NAMED: Final = Gated(r"^the \w+ (?:(?:that|which|who) )?(?:(?:were|was|are|is) )?")
_THOSE: Final = Gated(r"^those (?:(?:that|which|who) )?(?:(?:were|was|are|is) )?")
_THOUGH: Final = Gated(r",? (?:though|although|even though|but|while|and|yet) ")
_ALSO_COUNTS: Final = Gated(
    r"\bsince (?P<when>\w+ \d{4}),? one of (?:our|the|your) (?P<who>\w+?)(?:(?P<y>ie)s|s) "
    r"(?:also|now|now also) (?P<does>\w+)s\b"
)
_EXTRA: Final = Gated(r"\b(?:also|now|too|whom|which) ")
"""Words that a reason may have or leave out."""


def account(reading: Reading) -> None:
    """Bind a sentence, or its part after a semicolon, that says who set the verdict at what, if all of it is true."""
    verdict, text = reading.ground.verdict, reading.text
    if verdict is None or verdict.override is None:
        return
    name = f"verdict/{verdict.outcome_id}"
    if begun := _BEFORE.match(text):
        end = _set_at(reading, verdict, verdict.override, begun.end())
        if end is not None and _LAST.match(text, end) and _gives(reading, verdict.override, begun["reason"]):
            reading.bind_whole(0, end, name, "override")
            return
    _caveat(reading, verdict.override, name)
    end = _set_at(reading, verdict, verdict.override, 0)
    if end is None:
        return
    if because := _BECAUSE.match(text, end):
        last = text.find(";", because.end())
        last = last if last >= 0 else len(text.rstrip(" ."))
        end = last if _gives(reading, verdict.override, text[because.end() : last]) else None
    if end is not None and _LAST.match(text, end):
        reading.bind_whole(0, end, name, "override")


def _caveat(reading: Reading, override: Override, name: str) -> None:
    """Bind the recorded reason where it follows another statement: `239, though one city also counts …`."""
    text = reading.text
    for joined in _THOUGH.finditer(text):
        last = text.find(";", joined.end())
        end = last if last >= 0 else len(text.rstrip(" ."))
        clause = text[joined.end() : end]
        if _gives(reading, override, clause) or _counts_more(override, clause):
            reading.bind_whole(joined.start(), end, name, "override")
            return


def _counts_more(override: Override, clause: str) -> bool:
    """Return whether a clause says in other words, as the reason does, that somewhere counts more since a month."""
    reason = _ALSO_COUNTS.search(override.reason)
    if reason is None:
        return False
    one = rf"one {reason['who']}{'y' if reason['y'] else ''}"
    does, now = reason["does"], r"(?:now |has |since )?"
    how = (
        rf"{one} (?:has )?changed (?:how|the way|what) it {does}s|{one} (?:has )?changed its (?:way of )?{does}ing|"
        rf"{one} {now}{does}(?:s|ed) (?:more (?:widely|broadly)|differently)|"
        rf"the way (?:in which )?{one} {does}s (?:has )?changed"
    )
    part = r"part of the rise(?: in [\w ]+)? (?:may|might|could) (?:be|be due to|come from|reflect|stem from)"
    whole = rf"(?:{how}|{part} (?:how|the way(?: in which)?) {one} (?:has )?{does}(?:s|ed))"
    when = rf"(?: (?:since|in|from) {reason['when']})?"
    return re.fullmatch(rf"{whole}{when}", clause, re.IGNORECASE) is not None


def _set_at(reading: Reading, verdict: OutcomeVerdict, override: Override, at: int) -> int | None:
    """Return the end of the longest statement from here that somebody set the verdict, if it is true."""
    seq, words, ends = "", list[str](), list[int]()
    while found := _token(reading, at):
        letter, at = found
        seq, gap = seq + letter, _GAP.match(reading.text, at)
        words.append(reading.text[ends[-1] if ends else 0 : at].strip(" ,;").lower())
        ends.append(at)
        if gap and gap[1]:
            seq += gap[1]
            words.append("")
            ends.append(at)
        at = gap.end() if gap else at
    for last in range(len(seq), 0, -1):
        said = _SAID.fullmatch(seq[:last])
        if said and _agrees(verdict, override, said, words):
            return ends[last - 1]
    return None


def _agrees(verdict: OutcomeVerdict, override: Override, said: re.Match[str], words: Sequence[str]) -> bool:
    """Return whether both verdicts and the person are as recorded."""
    ruled = {words[said.start(name)] for name in ("ruled", "other") if said[name]}
    lead = any("lead" in word for word, letter in zip(words, said[0], strict=False) if letter == "E")
    return (
        words[said.start("stands")] == override.verdict.word.lower()
        and ruled <= {verdict.verdict.word.lower()}
        and (not lead or override.by.startswith("lead"))
    )


def _token(reading: Reading, at: int) -> tuple[str, int] | None:
    """Return what begins at a position: a letter of `overrides`, a verdict (W) or the outcome (T)."""
    text, ground = reading.text, reading.ground
    found = [(letter, match.end()) for letter, rule in _letters() if (match := rule.match(text, at))]
    on = _ON.match(text, at)
    start, own = on.end() if on else at, own_parts(ground)
    found += [("T", end) for end, parts, _ in effects_at(ground, text, start) if parts == own]
    found += [("T", end) for end in about(f"{ground.named} {ground.claim.outcome_id}", text, start)]
    return max(found, key=lambda one: one[1], default=None)


_ON: Final = Gated(r"(?:on|for|about|of|as to) ")


@cache
def _letters() -> tuple[tuple[str, Gated], ...]:
    own = [(letter, pattern_of(rules)) for letter, rules in grammar()["overrides"].items()]
    return (*own, ("W", pattern_of([re.escape(one.word) for one in Verdict if one is not Verdict.HOLDS])))


def _gives(reading: Reading, override: Override, clause: str) -> bool:
    """Return whether a clause repeats one sentence of the recorded reason."""
    said = _EXTRA.sub("", _FROM.sub(r"\1 be ", _without_series(reading, clause)))
    said = _COUNTING.sub(r"be that \1 \2s ", said)
    return any(
        same(one, other)
        for unit in _units(override.reason)
        for one, other in ((said, unit), *_without_name(said, unit))
    )


def _without_name(said: str, unit: str) -> Iterator[tuple[str, str]]:
    """Yield both without the people they name, where a clause says only `those`."""
    if _THOSE.match(said):
        yield _THOSE.sub("", said), _NAMED.sub("", unit)


def _units(reason: str) -> Iterator[str]:
    """Yield the sentences of a reason. Where one refers back with `may be that`, add the one before to it."""
    before = ""
    for whole in _UNIT.split(reason):
        unit = _EXTRA.sub("", _ONE_OF.sub(lambda one: f"one {one[1]}{'y' if one['y'] else ''}", whole)).rstrip(".")
        unit = _SINCE.sub("", unit)
        yield unit
        if before and (that := _BE_THAT.search(unit)):
            yield f"{unit[: that.end()]}{before}"
        before = unit


def _without_series(reading: Reading, clause: str) -> str:
    """Return a clause without the words for what rose or fell, if its evidence counts that."""
    known = frozenset[str]().union(*(topic_stems(reading, item) for item in reading.ground.items))
    return _MOVED.sub(lambda moved: moved[1] if stem(moved[2]) in known else moved[0], clause)
