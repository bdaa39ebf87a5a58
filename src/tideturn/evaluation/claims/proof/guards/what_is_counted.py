"""Unmark small words that reverse what a number counts: all but Birmingham, workers’ own safety."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.number_words import NUMBER
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.words import WORD, stem, stems_of
from tideturn.evaluation.evidence_values import ScorePairs
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.record_values import SeriesCounts
from tideturn.evaluation.units import TRAINED

_BUT: Final = (
    r"\b(?:(?:all|none|nowhere|nobody|everywhere|anywhere|(?:every|any|each|no) \w+|places|sites|cities|areas)"
    r"(?: [\w’]+){{0,4}}? (?:but|bar|save)|except(?:ing)?|excluding|outside|apart|aside|other than|besides|beyond|"
    r"minus|leaving out|not counting|setting aside|rather than|instead of)(?: (?:for|from|in|of|at|the))* (?:{0})\b"
)
"""Words that exclude the place after them."""
_ALL_OF: Final = Gated(
    rf"\b(?:of|among|out of) (?:(?:the programme[’']s|all|our|its|their|the|those) )*?"
    rf"(?:the programme[’']s|all|our|its) (?:(?:of|the|our|its|those) )*{NUMBER}\b(?P<whom>(?: [\w’]+){{0,3}})"
)
"""A denominator that claims to be everybody, although only people with two scores or a view are counted."""
_COUNTED: Final = Gated(
    r"\b(?:twice|both|again|pairs?|paired|matched|repl(?:y|ied)|respon\w+|answer(?:ed|ing)|asked|told|survey\w*|view|opinion|"
    r"filled|completed|forms?|before and after|a first and|first and (?:last|later)|"
    r"re-?(?:scored|assessed|rated))\b"
)
_SCORED: Final = Gated(r"\b(?:scor|rat|assess)(?:ed|ings?|es?)\b|\bwho\b|\bwith\b")
_OF_WORKERS: Final = Gated(
    r"\b(?:of|for|in|with|to|between|towards?|from) (?:the |their |our )?(?:workers|staff)[’'](?:s)? "
    r"(?P<what>(?!(?:score|rating|mark|assessment)s?\b|own\b|view)\w+)(?! (?:score|rating|mark|assessment))|"
    r"\b(?:workers|staff)[’'](?:s)? (?P<own>\w+) (?:was|were|is|are|had|has|have|got|stayed|remained|rose|fell|"
    r"improved|worsened|went)\b"
)
_WORKERS: Final = Gated(
    r"\b(?P<what>\w+) (?:with|for|of|to|between|among|towards?) (?:the |their |our )?(?:workers|staff)\b(?![’'])"
)
_RATE: Final = Gated(
    r"\d (?P<of>[a-z][\w-]*) (?:in )?(?P<rate>(?:an?|per|each|every) (?:night|day|week|fortnight|month|term|year))\b"
)
_APART: Final = Gated(
    r"\b(?P<what>\w+) (?P<way>in|out|off|indoors|inside|home|at home|back)"
    r"(?=[,.;:)]|$| (?:than|as|when|for|at|compared)\b)"
)
_RATED: Final = Gated(
    r"\b(?:rated|scored|marked|gave|put|judged|found|assessed) (?:the|their|our|this|that|its|a) "
    r"(?:\w+ )?(?:training|workshops?|courses?|days?|events?|sessions?|trainers?|programme|materials?|content)\b"
)
_HIGHER: Final = Gated(
    r"\b(?:rated|scored|marked|put|judged|assessed) (?P<what>(?:[\w’]+ ){1,5}?)"
    r"(?:higher|lower|better|worse|more|less)\b"
)
_OWN: Final = Gated(r"\b(?:their|themselves|own|how|confiden\w+|understand\w+)\b")
_WITHOUT: Final = Gated(r"\bwithout (?:being|having|spending|staying|going)\b")
_UNIT: Final = Gated(r"\d\.\d (?P<of>[a-z]+)\b")
_ALL_TRAINED: Final = Gated(
    rf"\b(?:all|each|every one)(?: of)?(?: the| our| its| those| [\w ]+[’']s?)* {NUMBER} (?:\w+ ){{0,2}}?"
    r"(?:professionals|people|practitioners|partners|colleagues|staff|workers)\b"
    r"(?! (?:who (?:were|had been) |whom we |that we |we )?trained)"
)
"""A claim that everybody was trained."""
_OF_TRAINED: Final = Gated(
    rf"\bof (?:the |those |our )?{NUMBER} (?:(?:\w+ )?(?:people|those|professionals|practitioners|"
    r"partners|colleagues|staff) (?:(?:who |that |whom )?(?:were |had been |we (?:had )?)?))?trained\b"
)
"""A denominator of people trained, although only people who answered twice are counted."""
_SHARE_OF_TRAINED: Final = Gated(
    r"(?:\b(?:most|majority|minority|few|fewer|half|thirds?|quarters?|fifths?|tenths?|per ?cent|all|none|no|not one|"
    rf"in {NUMBER})|%)(?: [\w’'-]+){{0,4}}? (?:people|professionals|practitioners|those|trainees|participants|"
    r"delegates|attendees|colleagues|members|rated|scored|put|gave)\b"
)
"""A share of all who were trained, although only those who answered twice are counted."""
_KNOWS: Final = r"\b{0} (?:(?:had|have|already) )?(?:know|knew|known)\b(?! to\b)"
_SMALL: Final = "of to by from for about with against without between among on at in into"
_PREPOSITIONS: Final = frozenset(_SMALL.split())
_OF_TIME: Final = frozenset(["on", "at", "in"])
_LINKS: Final = frozenset(["the", "a", "an", "our", "their", "its", "programme’s", "programme's", "all", "each"])
_NAMES: Final = ("that", "name")
_FIRM: Final = ("away", "without", "out")
"""Words that may be neither left out of a label nor added to it."""


def account(reading: Reading) -> None:
    """Unmark words that reverse what a number counts.

    They are looked for in the sentence as written, because a rewording may drop them.
    """
    if not reading.bound:
        return
    written = reading.ground.claim.text
    denied = [*_places_left_out(reading, written)]
    for item in reading.bound:
        if isinstance(item.value, ScorePairs) or item.evidence_id.startswith("survey/"):
            denied += _everybody(written)
        if isinstance(item.value, ScorePairs):
            denied += _of_scores(written, item, reading)
        if item.evidence_id.startswith("count/training_"):
            denied += (found[0] for found in _ALL_TRAINED.finditer(written))
        if isinstance(item.value, SeriesCounts):
            denied += _of_series(written, item)
    for said in dict.fromkeys(denied):
        at = reading.text.find(said)
        for start, end in [(at, at + len(said))] if at >= 0 else [(at, at + 1) for at, _ in reading.placed[:1]]:
            reading.unmark(start, end)


def _places_left_out(reading: Reading, written: str) -> Iterator[str]:
    """Yield `all but Birmingham`."""
    names = "|".join(map(re.escape, reading.ground.places))
    if names:
        yield from (found[0] for found in re.finditer(_BUT.format(names), written, re.IGNORECASE))


def _everybody(written: str) -> Iterator[str]:
    """Yield `of our 55 partners`, unless the sentence says that they had a view or two scores."""
    if not _COUNTED.search(written):
        yield from (found[0] for found in _ALL_OF.finditer(written) if not _SCORED.search(found["whom"]))


def _of_scores(written: str, item: EvidenceItem, reading: Reading) -> Iterator[str]:
    """Yield what was not scored: workers’ own safety, lessons a week, nights in, the training."""
    title = reading.ground.title.lower()
    known = {*stems_of(title), *stems_of(item.text.partition(":")[0])}
    for pattern in (_OF_WORKERS, _WORKERS) if item.voice == "record" else ():
        yield from (found[0] for found in pattern.finditer(written) if _what(found) & known)
    yield from (
        found[0] for found in _RATE.finditer(written) if f"{found['of']} in {found['rate']}".lower() not in title
    )
    for found in _APART.finditer(written):
        if {*stems_of(found["what"])} & known and (found["way"].lower() == "in" or found[0].lower() not in title):
            yield found[0]
    yield from (found[0] for found in _WITHOUT.finditer(written) if found[0].lower() not in title)
    defined = {*stems_of(title.removeprefix(reading.ground.named.lower()))}
    for found in _UNIT.finditer(written) if item.voice == "record" else ():
        if {*stems_of(found["of"])} & {*stems_of(reading.ground.named)} - defined:
            yield found[0]
    if item.unit == TRAINED:
        if item.population.reached not in (None, item.n) and not _COUNTED.search(written):
            for pattern in (_OF_TRAINED, _SHARE_OF_TRAINED):
                yield from (found[0] for found in pattern.finditer(written))
        yield from (found[0] for found in _RATED.finditer(written))
        yield from (found[0] for found in _HIGHER.finditer(written) if not _OWN.search(found["what"]))


def _what(found: re.Match[str]) -> set[str]:
    """Return the stems of what a sentence says is the workers’."""
    return {*stems_of(" ".join(filter(None, found.groups())))} - {*stems_of("scores ratings marks")}


def _of_series(written: str, item: EvidenceItem) -> Iterator[str]:
    """Yield prepositions that the label does not have there: spoken to, partners known to children."""
    label, words = _plain(item.text), _plain(written.replace("out of", "of"))
    pairs, stems = {*pairwise(map(_stem, label))}, {*map(_stem, label)} - _PREPOSITIONS
    said = {*map(_stem, words)}
    for firm in _FIRM:
        of = (
            next((one for one in label[label.index(firm) :] if _stem(one) in stems and one not in _FIRM), "")
            if firm in label
            else ""
        )
        if (firm in words and firm not in label) or (firm not in words and _stem(of) in said):
            yield firm if firm in words else written
    for known in (one for one, other in pairwise(label) if other == "known"):
        yield from (found[0] for found in re.finditer(_KNOWS.format(known), written, re.IGNORECASE))
    does = {label[at + 1]: label[at + 2] for at, one in enumerate(label[:-2]) if (one, label[at + 1]) == _NAMES}
    for before, at, after in zip(words, words[1:], [*words[2:], ""], strict=False):
        if at in does and _stem(after) in stems and after != does[at]:
            yield f"{at} {after}"  # `that name safeguarding`
        if at not in _PREPOSITIONS or at in _OF_TIME or _stem(before) not in stems:
            continue
        if at in ("of", "among", "for") and after == "children" and before != "partners":
            continue
        taken = {one for one, other in pairs if other == _stem(after) and one in _PREPOSITIONS}
        verbal = {other for one, other in pairs if one == _stem(before) and other in _PREPOSITIONS}
        other_way = verbal and at not in verbal and before.endswith(("n", "ed"))
        if (_stem(after) in stems and at not in taken) or other_way:
            yield f"{before} {at}"


def _plain(text: str) -> list[str]:
    """Return the words of a text in small letters, without articles."""
    return [word for word in (one[0].lower() for one in WORD.finditer(text)) if word not in _LINKS]


def _stem(word: str) -> str:
    return word if word in _PREPOSITIONS else stem(word)
