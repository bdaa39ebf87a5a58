"""Reword a sentence in the words that the rules know, so that they need not list every wording."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache, partial
from itertools import pairwise
from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.number_words import NUMBER, number
from tideturn.evaluation.claims.proof.clause import Ground
from tideturn.evaluation.claims.proof.rewording.answers import in_plain_order, without_its_name
from tideturn.evaluation.claims.proof.rewording.changes import placed, redescribed
from tideturn.evaluation.claims.proof.rewording.dates import in_programme_years
from tideturn.evaluation.claims.proof.rewording.records import told
from tideturn.evaluation.claims.proof.rewording.respondents import counted, who_had_a_view
from tideturn.evaluation.claims.proof.rewording.scores import as_asked, in_plain_scores
from tideturn.evaluation.claims.proof.rewording.speakers import owned, voiced
from tideturn.evaluation.claims.proof.rewording.verdicts import each_named, is_of_verdict, turned
from tideturn.evaluation.claims.proof.times import MONTH, ORDINALS
from tideturn.evaluation.claims.proof.words import filled, grammar, in_english, pattern_of
from tideturn.evaluation.claims.quotation import QUOTED
from tideturn.evaluation.units import TRAINED

_SHARED: Final = re.compile(
    r"(?P<k>\b\d+) \((?P<share>\d+(?:\.\d+)?(?:%| per cent))\) (?:out )?of (?:the )?(?P<n>\d+)\b"
)
_WHOM: Final = "(?:young )?people|professionals|(?:parents and )?carers|trainees|corners|places|participants"
_OUT_OF: Final = Gated(
    rf"(?P<k>\b{NUMBER}) "
    rf"(?P<whom>{_WHOM}) "
    rf"out of (?:the )?(?P<n>{NUMBER})\b"
)
_SITES: Final = re.compile(
    rf"(?P<of>\bof )(?P<site>(?:the )?[A-Z]\w+(?: [A-Z]\w+)*)[’']s (?P<n>{NUMBER}) "
    rf"(?P<whom>{_WHOM})\b"
)
_SITE_FIRST: Final = re.compile(rf"^(?P<site>(?:The )?[A-Z]\w+(?: [A-Z]\w+)*)[’']s (?P<n>{NUMBER}) (?P<whom>{_WHOM})\b")
_SITE_OF: Final = re.compile(
    r"(?:(?<=the )|(?<=a )|(?<=at ))(?P<site>[A-Z]\w+(?: [A-Z]\w+)*) "
    r"(?P<what>(?:training|workshops?|events?|sessions?|courses?)\b(?: days?)?)"
)
_YEAR_OF: Final = Gated(
    r"(?P<year>\b(?:programme )?year (?:\d|one|two|three|four|five)\b)(?:[’']s)? "
    r"(?P<what>(?:training|workshops?|events?|sessions?|courses?|scores?|scoring|ratings?|assessments?|marks?|forms?"
    r"|readings?|records?|reviews?|follow-ups?|answers?|replies|figures?|trainees|participants|delegates|professionals)\b"
    r"(?: (?:days?|events?|sessions?|courses?))?)"
)
_NTH: Final = rf"(?P<nth>{'|'.join(ORDINALS)})"
_NTH_YEAR: Final = Gated(rf"(?:(?<=\ba )|(?<=\bthe )|(?<=[’'] )|(?<=\btheir )|(?<=^)|(?<= )){_NTH}-year(?= [a-z])")
_IN_NTH_YEAR: Final = Gated(
    rf"\b(?:in|during|over|in the course of) (?:the|its|our) (?:programme[’']s )?{_NTH} (?:programme )?year"
    r"(?: of (?:the programme|the work|work|delivery|the project))?\b|"
    rf"\b(?:over|in) the course of (?:programme )?year (?P<number>{NUMBER})\b"
)
_NTH_YEARS: Final = Gated(rf"(?<=\bin ){_NTH}-year(?= interviews\b)")
_HEARD: Final = frozenset({"interview", "document", "change"})


def reworded(text: str, ground: Ground) -> Iterator[str]:
    """Yield a sentence in other words that say no less, if the rules for its kinds of evidence find any."""
    kinds = tuple(dict.fromkeys(("any", *_kinds(ground), *["verdict"] * is_of_verdict(text, ground))))
    welsh = "survey" in kinds and not any(in_english(item.text) for item in ground.items)
    done = {text}
    for said in _worded(text, kinds, ground):
        for way in _orders(said, kinds, ground):
            words = _said(way, ("welsh",)) if welsh else way
            if words not in done:
                yield words
            done.add(words)


def _worded(text: str, kinds: Collection[str], ground: Ground) -> Iterator[str]:
    """Yield the sentence in the words of the rules, without and with what only its evidence can tell."""
    quoted = [match.span() for match in QUOTED.finditer(text)]
    ends = [0, *(end for span in quoted for end in span), len(text)]
    parts = [text[start:end] for start, end in pairwise(ends)]
    if "survey" in kinds:
        units = {item.unit for item in ground.items}
        parts[::2] = [in_programme_years(without_its_name(part, units), ground) for part in parts[::2]]
    if "trained" in kinds:
        parts[::2] = [as_asked(part, ground) for part in parts[::2]]
    known = [part if at % 2 else told(part, ground) for at, part in enumerate(parts)]
    for own in (parts, known) if known != parts else (parts,):
        said = "".join(part if at % 2 else _said(year_after(part, kinds), kinds) for at, part in enumerate(own)).strip()
        if "change" in kinds:
            said = redescribed(said, ground)
        if "document" in kinds:
            said = owned(placed(said, ground))
        said = each_named(said) if "verdict" in kinds else said
        said = said[:1].upper() + said[1:]
        yield who_had_a_view(counted(said, ground), ground) if "survey" in kinds else said


def _orders(said: str, kinds: Collection[str], ground: Ground) -> Iterator[str]:
    """Yield a sentence, and the orders of its parts that the rules know."""
    yield said
    if "survey" in kinds:
        yield from in_plain_order(said)
    if {"matched", "trained"} & {*kinds}:
        yield from in_plain_scores(said)
    if "verdict" in kinds:
        yield from (_said(way, ("verdict",)) for way in turned(said, ground))


def _said(text: str, kinds: Collection[str]) -> str:
    """Return a stretch without quotations in other words."""
    if _HEARD & {*kinds}:
        text = _NTH_YEARS.sub(_year, _IN_NTH_YEAR.sub(lambda found: f"in {_year(found)}", text))
    for kind in kinds:
        for words, pattern in _rules(kind):
            text = pattern.sub(partial(_instead, words=words), text)
    if "interview" in kinds:
        text = voiced(text)
    return re.sub(r"\s+(?=[\s,.])", "", text)


def year_after(text: str, kinds: Collection[str]) -> str:
    """Return a stretch with its year, place and whole moved after what they describe: `training in Year 1`."""
    if not {"matched", "trained"} & {*kinds}:
        return _YEAR_OF.sub(r"\g<what> in \g<year>", text) if "count" in kinds else text
    text = _NTH_YEAR.sub(_year, text)
    text = _SITE_FIRST.sub(
        lambda one: f"{one['n'].capitalize()} {one['whom']} in {one['site'].replace('The ', 'the ')}", text
    )
    text = _SITES.sub(r"\g<of>\g<n> \g<whom> in \g<site>", text)
    text = _OUT_OF.sub(r"\g<k> of \g<n> \g<whom>", _SHARED.sub(r"\g<k> of \g<n> (\g<share>)", text))
    return _SITE_OF.sub(r"\g<what> in \g<site>", _YEAR_OF.sub(r"\g<what> in \g<year>", text))


def _year(found: re.Match[str]) -> str:
    """Return a programme year by its number, for `the second year` or `Year two`."""
    groups = found.groupdict()
    return f"Year {ORDINALS.index(groups['nth'].lower()) + 1 if groups['nth'] else number(groups['number'])}"


def _instead(match: re.Match[str], *, words: str) -> str:
    """Return the new words for a match, with the parts that they keep from it."""
    held = [value for value in match.groupdict().values() if value]
    return re.sub(r"\\g<\w+>", held[0] if held else "", words)


def _kinds(ground: Ground) -> Iterator[str]:
    """Yield the sections of the grammar for the evidence of a claim."""
    for item in ground.items:
        kind = item.evidence_id.partition("/")[0]
        yield "trained" if item.unit == TRAINED and kind == "matched" else "matched" if kind == "compared" else kind


@cache
def _rules(kind: str) -> tuple[tuple[str, Gated], ...]:
    parts = {**grammar()["reworded"]["parts"], "n": NUMBER, "month": MONTH}
    table = grammar()["reworded"].get(kind, {})
    return tuple((words, pattern_of([filled(rule, parts) for rule in rules])) for words, rules in table.items())
