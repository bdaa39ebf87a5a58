"""Find where a sentence repeats a statement in another order or about other people, and asides that say nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.words import WORD, silent, stem, stems_of, who_in

_PARTS: Final = Gated(r"[;:()—–]|,\s+(?:and|but|while|whereas|although|though|where|when|yet|against)\b")
_ASIDES: Final = Gated(
    r"[,;:()—–]|\b(?:and|but|although|though|while|whereas|yet|(?<!do )(?<!did )(?<!said )so|or|which|whom|"
    r"as (?!many|much|well|often))\b"
)
_HARMLESS: Final = Gated(r"\W*(?:(?:and )?by (?:their|its) own account|(?:in|to) (?:the|our) survey)\W*")
_THAT: Final = Gated(r"\bthat\b")
_COMPARED: Final = Gated(r"Compared (?:with|to) (?P<then>[\w ]+),")
_OURS: Final = Gated(r"\b(?:we|us|ours?)\b")
_OWN_SUBJECT: Final = re.compile(r"[\w ]+[’']s? ")
"""A statement that begins with its owner: `Young people’s risk has fallen` may be repeated as `risk has fallen`."""
_ADDED: Final = re.compile(
    r"\b(?:for (?:them|it)selves|(?:on|of) (?:their|our) own|at last|once(?=\s*(?:[,.;(]|$))|or so|for the first time|"
    r"(?:among|like) (?:the )?others|as (?:do|does|did|have|had) (?:the )?(?:others?|rest)|"
    r"with(?:out)? us|for us|for good|as (?:we|you|they|everybody) (?:know|knew|say|said)|"
    r"as (?:planned|intended|expected|promised|hoped)|"
    r"each time|in (?:each|every|all|both) (?:the )?\w+|the (?:one|only|main|first) thing)\b",
    re.I,
)
"""Words that add to a statement; only a statement with the same words supports them."""
_SUFFERED: Final = re.compile(r"\b(?:is|are|was|were|been) (\w+ed)\b", re.I)
_KEPT: Final = """
outside inside without not never only once same expect want hope try mean need should
"""
_LOADED: Final = frozenset(map(stem, _KEPT.split()))
"""Words that a sentence may not leave out between two that it repeats: harm outside the family."""
_AMONG: Final = Gated(r"\b(?:among|amongst|of) (?:the |our )?$")
_TOLD: Final = re.compile(r"\b(?:is|are|was|were|be|been|being) (?:told|said|asked to|given)\b", re.I)
_AS_THEN: Final = re.compile(
    r"\b(?:just )?(?:as|like) (?:\w+ ){0,2}?(?=before\b|in (?:both|each|every|year)\b|last year\b|the year before\b)",
    re.I,
)
"""`As in Year 1`, which says that nothing changed in the bound evidence."""
_TO_WHOM: Final = Gated(r"\b(?P<how>with|by|to|from|for|at|of|on) (?P<whom>them|us|others|each other|one another)\b")
_OTHERS: Final = Gated(r"\bothers\b|\b(?:who|whom) (?:the )?$")
"""Subjects that are not the people who answered, and relative clauses about them."""
_THEY: Final = Gated(r"\bthey\b(?! (?:know|work|see|serve|support))")
_PERSON: Final = Gated(r"\b(?:I|we|you|your|my|our|they|them)\b")
_HOW: Final = Gated(r"\b(with|by|for|to|from) (?:the |their |our )?$")
"""The small word before people: planned with them, or for them."""
_WHOSE: Final = re.compile(r"[\w ]+[’']s (\w+)")
_THEIRS: Final = Gated(r"\btheir\b")
_TOWARD: Final = Gated(r"\b(with|to|from) (?:you|me)\b")
_LEADING: Final = frozenset({"on", "for", "about", "of", "at", "in", "with", "their", "own", "more"})
"""Words that lead to what was scored."""
_SCORED: Final = Gated(
    r"(?:self-)?(?:scored|rated|marked|assessed) (?:(?:the|their|own) )*(?:safety|risk|understanding|confidence|access|"
    r"reaching (?:the )?(?:support )?services|"
    r"relationships?|attendance|(?:time in )?lessons|nights|(?:emotional|mental) health)\b"
)
"""The object of the verb for scoring."""
_BREAKS: Final = Gated(r"is|are|was|were|has|have|had|do|does|did|who|that|which")
"""Verbs, and words that begin a statement of their own."""
_SCORE: Final = Gated(
    r"(?: \w+){0,4}? (?:scores?|ratings?|marks?|answers?|assessments?|scoring)\b| scale\b|"
    r" (?:of \w+ )?(?:was|were|is|had been) (?:scored|rated|marked|judged|assessed)\b|"
    r" scored (?:no|the|higher|lower)\b|"
    r"(?:(?<=confidence)|(?<=understanding)) (?:was|were) (?:higher|lower|better|up|down|the same|unchanged)\b"
)
_YES_OR_NO: Final = Gated(r"(?:has|have|is|are|do|does|did|was|were|can|could|will) .*\?$")
_MOVED: Final = re.compile(r"\b(?:fallen|fell|risen|rose|improved|worse|better|safer|beyond)\b", re.I)
"""Words that a statement needs for its meaning: risk, for risk that has fallen."""


class _Word(NamedTuple):
    base: str
    start: int
    end: int


def astray(reading: Reading) -> list[tuple[int, int]]:
    """Return the stretches whose words do not say what the bound statements say."""
    items = [item for item in reading.bound if item.of_whole]
    labels = list(dict.fromkeys(item.text for item in items))
    found = [*_asides(reading)]
    for rule in (_ADDED, _TOLD, _AS_THEN):
        found += [
            one.span()
            for one in rule.finditer(reading.text)
            if not any(rule.search(item.text) for item in reading.bound)
        ]
    for compared in filter(None, map(_COMPARED.match, labels)):
        # `on fewer nights last summer` says when, and compares nothing.
        when = re.finditer(rf"(?<!than )(?<!as )(?<!with )\b{re.escape(compared['then'])}\b", reading.text, re.I)
        found += [one.span() for one in when]
    for start, end in _segments(reading):
        told = [(label, _told(reading, label, start, end)) for label in labels]
        most = max((len(words) for _, words in told), default=0)
        fitting = [(label, words) for label, words in told if words and len(words) == most]
        if fitting and not any(_says(reading, label, words, start, end) for label, words in fitting):
            found.append((fitting[0][1][0].start, end))
    return found


def flatly(text: str, start: int, end: int, stems: Collection[str]) -> list[tuple[int, int]]:
    """Return the words of an outcome that the sentence states of those counted, without `on` and without a score."""
    found: list[tuple[int, int]] = []
    people = [(one.start, one.end) for one in who_in(text, start, end)]
    led, opens = False, True
    for word in WORD.finditer(text, start, end):
        low = word[0].lower()
        who = any(begins <= word.start() < ends for begins, ends in people)
        small = low in silent() and not _BREAKS.fullmatch(low)
        of_outcome = stem(low) in stems and low not in silent() and not who
        if of_outcome and not led and not opens and not _SCORE.match(text, word.end()):
            found.append(word.span())
        led = low in _LEADING or _SCORED.match(text, word.start()) is not None or (led and (of_outcome or who or small))
        opens = opens and (of_outcome or small)
    return found


def _asides(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield the pieces that are only filler: `which is so`, `or so`, `as we said`."""
    breaks = sorted({0, len(reading.text), *(found.start() for found in _ASIDES.finditer(reading.text))})
    for start, end in pairwise(breaks):
        words = list(WORD.finditer(reading.text, start, end))
        held = any(reading.marked(at, at + 1) and reading.text[at].isalnum() for at in range(start, end))
        bare = not held and all(word[0].lower() in silent() for word in words)
        if len(words) > 1 and bare and not _HARMLESS.fullmatch(reading.text[start:end]):
            yield start, end


def _segments(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield the stretches between numbers and breaks."""
    cuts = [0, *(cut.start() for cut in _PARTS.finditer(reading.text)), len(reading.text)]
    cuts += [place for said in reading.numbers for place in (said.start, said.end)]
    for start, end in pairwise(sorted(set(cuts))):
        if not reading.marked(start, end):
            yield start, end


def _told(reading: Reading, label: str, start: int, end: int) -> list[_Word]:
    """Return the statement's words in a stretch that nothing has accounted for yet."""
    known = set(stems_of(label))
    return [
        _Word(stem(word[0]), *word.span())
        for word in WORD.finditer(reading.text, start, end)
        if not reading.marked(*word.span()) and word[0].lower() not in silent() and stem(word[0]) in known
    ]


def _says(reading: Reading, label: str, words: Sequence[_Word], start: int, end: int) -> bool:
    text, own = reading.text, set(stems_of(label))
    that = list(_THAT.finditer(text, start, words[0].start))
    begins = that[-1].end() if that else words[0].start
    if _OURS.search(text, begins, end) and not _OURS.search(label):
        return False
    suffered = {stem(form): form.lower() for form in _SUFFERED.findall(label)}
    said = [(word.base, text[word.start : word.end].lower()) for word in words]
    if any(form != suffered.get(base, form) and not form.endswith("ing") for base, form in said):
        return False  # the people who share are not the people they share with
    if _turns(reading, label, words, begins, end):
        return False
    if not label.endswith("."):
        # A question is not repeated but answered; only one that asks for yes or no has the order of its answer.
        return not _YES_OR_NO.match(label) or _in_order([word.base for word in words], [*stems_of(label)])
    inside = [one for one in who_in(text, words[0].start, words[-1].end) if not _AMONG.search(text, 0, one.start)]
    if not all(set(stems_of(text[one.start : one.end])) <= own for one in inside):
        return False
    if not any(_in_order([word.base for word in words], way) for way in _ways(label)):
        return False
    whom = [] if that else who_in(text, start, words[0].start)
    begins = whom[0].end if whom and text[:start] and text[start - 1].isalnum() else begins if that else end
    spoken = begins <= words[0].start and all(
        word[0].lower() in silent() for word in WORD.finditer(text, begins, words[0].start)
    )
    if spoken and not _OWN_SUBJECT.match(label) and words[0].base not in {way[0] for way in _ways(label) if way}:
        return False
    return _ends_well(reading, label, words[-1], end)


def _turns(reading: Reading, label: str, words: Sequence[_Word], begins: int, end: int) -> bool:
    """Return whether a stretch gives a statement to other people, or leaves out what it compares."""
    text = reading.text
    for found in _TO_WHOM.finditer(text, begins, end):
        whom = "you|me|us|them" if found["whom"].lower() == "them" else re.escape(found["whom"])
        if not re.search(rf"\b{found['how']} (?:{whom})\b", label, re.I):
            return True
    if _OTHERS.search(text, begins, words[0].start) and not _OTHERS.search(label):
        return True
    they = _THEY.search(text, begins, words[0].start) is not None
    if they and who_in(label, 0, len(label)) and not _PERSON.search(label):
        return True  # `they sit down together`, of agencies
    for one in who_in(text, words[0].start, end):
        how = _HOW.search(text, begins, one.start)
        if how and not re.search(
            rf"\b{how[1]} (?:\w+ )?{re.escape(text[one.start : one.end].split()[0])}", label, re.I
        ):
            return True  # they plan with young people, not for them
    said = {word.base for word in words}
    whose = _WHOSE.match(label)
    if whose and _THEIRS.search(text, begins, words[-1].start) and not who_in(text, begins, end):
        return True  # whose risk it is
    toward = _TOWARD.search(label)
    if toward and not re.search(rf"\b{toward[1]} them\b", text[begins:end], re.I):
        return True  # shared with them, and not shared
    told = {stem(word) for word in (*_MOVED.findall(label), *(whose.groups() if whose else ()))}
    return len(said) > 1 and bool(told - said)


def _ways(label: str) -> list[list[str]]:
    """Return the words of a statement in order, from its beginning and from after each comma."""
    parts = [[*stems_of(part)] for part in label.split(", ")]
    ways = [[word for part in (*parts[at:], *parts[:at]) for word in part] for at in range(len(parts))]
    return [way[way[:1] == ["am"] :] for way in ways]


def _in_order(said: Sequence[str], label: Sequence[str]) -> bool:
    places, last = [], -1
    for word in said:
        if word not in label[last + 1 :]:
            return False
        last = label.index(word, last + 1)
        places.append(last)
    return not _LOADED & {label[at] for at in range(places[0], last) if at not in places}


def _ends_well(reading: Reading, label: str, last: _Word, end: int) -> bool:
    """Return whether no more small words follow the last word than in the statement itself: `safer with them`."""
    if reading.text[end:] and reading.text[end] not in ".,;:()—–":
        return True
    after = list(WORD.finditer(reading.text, last.end, end))
    if any(reading.marked(*word.span()) or word[0].lower() not in silent() for word in after):
        return True
    small = [0]
    for word in WORD.finditer(label):
        if word[0].lower() in silent():
            small[-1] += 1
        elif stem(word[0]) == last.base or len(small) > 1:
            small.append(0)
    return len(after) <= max(small[1:], default=0)
