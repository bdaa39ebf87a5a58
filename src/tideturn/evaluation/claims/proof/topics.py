"""Mark the words of the question or scale, and words with no meaning of their own.

Only parts with a bond are marked. A part without one, or the outcome's title stated flatly, would claim something that
nothing has checked.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof import facts as f
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.counts import answered_all
from tideturn.evaluation.claims.proof.places import places_in
from tideturn.evaluation.claims.proof.proposition import said_again
from tideturn.evaluation.claims.proof.restated import astray, flatly
from tideturn.evaluation.claims.proof.scored import BY_SCORES
from tideturn.evaluation.claims.proof.words import (
    WORD,
    Found,
    counts,
    does_in,
    in_english,
    setting,
    silent,
    stem,
    stems_of,
    who_in,
)
from tideturn.evaluation.claims.quotation import QUOTED, words_of
from tideturn.evaluation.evidence_values import ScorePairs
from tideturn.evaluation.model import COUNT, EvidenceItem
from tideturn.evaluation.record_values import SeriesCounts

_MOVES: Final = frozenset(
    stem(word) for word in ["rise", "fall", "increase", "decrease", "drop", "decline", "grow", "climb"]
)
"""Words for a direction; they count only in statements that people agreed with."""
_COMPARES: Final = frozenset(
    stem(word)
    for word in [
        *("more", "less", "fewer", "most", "least", "than", "not", "no", "never", "only", "always", "still"),
        *("without", "hardly", "barely", "almost", "nearly"),
    ]
)
"""Words that compare or deny; they count only in the same position as in the label."""
_ANSWERING: Final = frozenset({"partners", "staff", "families", "trained"})
"""People who answer; to name people other than the bound ones is a claim of its own."""
_PEOPLE: Final = re.compile(
    r"partners?|stakeholders?|professionals|staff|workers|colleagues|trainees|attendees|learners|respondents|participants|"
    r"interviewees|parents?|carers?|mothers?|fathers?|families|adults|people|persons?|child|children|organisations|"
    r"agencies|places|groups|cases",
    re.IGNORECASE,
)
"""Words that count somebody, so that no topic accounts for them: only a rule that names people does."""
_ANSWERED: Final = Gated(r"\b(?:more|less|fewer|better|worse)\b")
_BY: Final = Gated(r"\bby (?:the )?$")
"""Words for who did it; only a label that says so too supports them."""
_BY_IN: Final = Gated(r"\bby\b")
_BY_OTHERS: Final = ("matched/", "compared/")
"""Evidence of scores; where workers gave them, nobody scored themselves."""
_WORKERS: Final = Gated(r"\b(?:workers|staff)\b")
_ONESELF: Final = Gated(
    r"\b(?:scor\w+|rat\w+|mark\w*|assess\w+|gave|put|plac\w+|asked|answered|people|carers|they|partners|staff|"
    r"said (?:so|as much)) themselves$"
)
"""Scores that people gave themselves; `better on themselves` names another topic."""
_GIVE: Final = ("gave", "give", "gives")
_NEXT: Final = 2
"""Words of a label that may be left out after a comparing word: `more [information] is shared`."""
_JOINS: Final = ("and", "but", "so", "yet", "while", "whereas", "although", "though", "or", "even", "if")
_TOKEN: Final = re.compile(r"[\w’'-]+")
"""A word or a number."""
_PARTS: Final = Gated(rf"[;:]|,\s+(?=(?:{'|'.join(_JOINS)})\b)")
_OUGHT: Final = Gated(r"\b(?:have|has|had|are|is|were|was) to be\b")
"""What should be, not what is."""
_FLAT: Final = Gated(r"^|[,;:—–]\s*|\b(?:and|but|so|yet|while|whereas|although|though|or)\s")
"""Position where a title would be stated flatly."""
_PIECE: Final = re.compile(r"[^,;:()–—]+")
_VERB: Final = Gated(r"\b(?:is|are|was|were|do|does|did|has|have|had|agreed?|said|say)\b")
_LEADS: Final = Gated(
    r"\bwhen (?:the |our )?[\w’]+ were asked\b(?=,)|\bwhen\b(?= [\w’]+ were asked\b)|"
    r"\bwere asked\b(?= (?:whether|if|how|what|which|about)\b[^,]*,)|"
    r"\basked\b(?= (?:whether|if|how|what|which|who|about|in (?:the|our|year)|when|them|us)\b)|^asked\b(?=[,:])"
)
"""`Asked whether …`, which counts nobody; `the partners asked` does."""
_AGO: Final = Gated(
    r"\bthan (?:(?:a year|(?:12|twelve) months) (?:ago|earlier|before)|(?:in )?the (?:year before|previous year)|"
    r"last year)\b"
)
"""Other ways to say what a question compares with: `than a year ago`."""
_EVERYWHERE: Final = Gated(r"\b(?:across|throughout) the (?:whole )?programme\b(?! area)|\bprogramme-wide\b")
"""All places of the programme."""
_ASKED: Final = Gated(r"\s*(?:when |when [\w’]+ were |we )?asked\b|\s*(?:whether|if|which|who|whom|whose|that)\b")


def account(reading: Reading) -> None:
    """Mark the topic words of bound evidence, the people it counts, and words with no meaning of their own."""
    text = reading.text
    wrong = astray(reading) if reading.bound else []
    asserted = [*_asserted(reading), *_misquoted(reading), *wrong, *_of_those_scored(reading)]
    asserted += [match.span() for match in _OUGHT.finditer(text)]
    # A count does not by itself speak to the outcome: `…, at risk or exploited`.
    judged = any(item.kind != COUNT and not isinstance(item.value, SeriesCounts) for item in reading.bound)
    own = all(item.outcome_id in ("", reading.ground.claim.outcome_id) for item in reading.bound)
    known = set(stems_of(reading.ground.title)) if judged and own else set()
    # Quoted speech is not a label, and may deny what the sentence says.
    bound = [item for item in reading.bound if item.value is not None]
    labels = [[*stems_of(text)] for item in bound for text in (item.text, *reading.ground.asked_of(item))]
    known |= {word for label in labels for word in label}
    told = {word for item in reading.bound if item.of_whole for word in stems_of(item.text)}
    known -= (_MOVES - told) | _COMPARES
    acted = any(_BY_IN.search(item.text) for item in reading.bound)
    named = who_in(text, 0, len(text))
    for found in named:
        counted = any(counts(found.means, item) or _scored_by(found, item, text) for item in reading.bound)
        if counted and not _inside(found.start, asserted):
            whose = text.startswith(("’", "'"), found.end)
            reading.mark(found.start, found.end + whose)
        elif not counted and not acted and (by := _BY.search(text, 0, found.start)):
            asserted.append((by.start(), found.end))
        elif not counted and found.means in _ANSWERING and not _in_label(text[found.start : found.end], labels):
            asserted.append((found.start, found.end))
    fields = {bond.field for bond in reading.bonds}
    only_agreed = bool(bound) and all(field.rpartition(".")[2] == "k" for field in fields)
    for one in does_in(text, 0, len(text)) if reading.bound else ():
        answered = one.means == f.ANSWERED and all(map(answered_all, bound))
        viewed = one.means == f.OPINION and not fields & {"too_early", "dont_know", "population.answered"}
        if one.means == f.OPINION and not viewed:
            asserted.append((one.start, one.end))
        if (viewed or answered or (one.means == f.AGREED and only_agreed)) and not _inside(one.start, asserted):
            reading.mark(one.start, one.end)
    kinds = {item.evidence_id.partition("/")[0] for item in reading.bound}
    free_words = silent().union(*map(setting, kinds))
    scopes = {item.scope for item in reading.bound}
    for code, *span in places_in(reading, 0, len(text)):
        if {code} == scopes:
            reading.mark(*span)
    if scopes == {PROGRAMME_SCOPE}:
        for everywhere in _EVERYWHERE.finditer(text):
            reading.mark(*everywhere.span())
    if any("confident to" in item.text for item in bound):
        for can in re.finditer(r"(?<=confident that they )can\b", text):
            reading.mark(*can.span())
    if bound and all("a year ago" in item.text for item in bound):
        for ago in _AGO.finditer(text):
            reading.mark(*ago.span())
    for lead in _LEADS.finditer(text) if reading.bound else ():
        if not _inside(lead.start(), wrong):
            reading.mark(*lead.span())
    rated = bool(reading.bound) and all(item.evidence_id.startswith(_BY_OTHERS) for item in reading.bound)
    rated = rated and all(item.voice == "record" for item in reading.bound)
    by_workers = _WORKERS.search(text) is not None
    people = [(one.start, one.end) for one in named]
    for match in WORD.finditer(text):
        who = _inside(match.start(), people)
        if _inside(match.start(), asserted) or (not who and _PEOPLE.fullmatch(re.split("[’']", match[0])[0])):
            continue
        low = match[0].lower()
        oneself = low == "themselves" and (rated or not _ONESELF.search(text, 0, match.end()))
        if oneself or (rated and low in _GIVE and not by_workers):
            continue
        parts = low.split("-")
        free = low in free_words or all(part in free_words for part in parts)
        if free or (
            (all(part in silent() or stem(part) in known for part in parts) or _compares(text, match, labels))
            and (who or not _is_of_another(reading, match))
        ):
            reading.mark(*match.span())


def _is_of_another(reading: Reading, word: re.Match[str]) -> bool:
    """Return whether a word belongs to another question than the one that the number beside it answers."""
    part = next(part for part in _parts(reading.text) if part[0] <= word.start() < part[1])
    near = [(at, item) for at, item in reading.placed if part[0] <= at < part[1] and item.value is not None]
    before = [item for at, item in near if at <= word.start()]
    item = before[-1] if before else near[0][1] if near else None
    stems = [stem(piece) for piece in word[0].split("-") if piece.lower() not in silent()]
    if item is None:
        return False
    key = "words of", item.evidence_id
    if key not in reading.memo:
        reading.memo[key] = _words_of(reading, item)
    return not reading.memo[key].issuperset(stems)


def _words_of(reading: Reading, item: EvidenceItem) -> frozenset[str]:
    """Return the words for what a piece of evidence is about: of its questions, or of its outcome's title.

    A survey's question counts alone. For a question asked in another language, the words of its outcome count too.
    """
    ground = reading.ground
    words = {word for text in (item.text, *ground.asked_of(item)) for word in stems_of(text)}
    if item.outcome_id in ("", ground.claim.outcome_id) and not (item.of_whole and in_english(item.text)):
        words.update(stems_of(ground.named if isinstance(item.value, ScorePairs) else ground.title))
    return frozenset(words)


@lru_cache(maxsize=1024)
def _parts(text: str) -> tuple[tuple[int, int], ...]:
    """Return the spans of the parts of a sentence that each make a statement."""
    cuts = [0, *(cut.start() for cut in _PARTS.finditer(text)), len(text)]
    return tuple(pairwise(cuts))


def _misquoted(reading: Reading) -> list[tuple[int, int]]:
    """Return each quotation that is not part of a question or an answer: its words are somebody else's."""
    items = [item for item in reading.ground.items if item.value is not None]
    known = [text for item in items for text in (item.text, *reading.ground.asked_of(item))]
    known += [answer.replace("_", " ") for item in items for answer in item.answers]
    plain = [_plain(text) for text in known]
    quoted = QUOTED.finditer(reading.text)
    return [match.span() for match in quoted if not any(_plain(words_of(match)) in text for text in plain)]


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()


def _in_label(words: str, labels: list[list[str]]) -> bool:
    """Return whether the question itself names these people."""
    return any(set(stems_of(words)) <= set(label) for label in labels)


def _scored_by(found: Found, item: EvidenceItem, text: str) -> bool:
    """Return whether the words name workers as raters."""
    return (
        item.voice == "record"
        and item.evidence_id.startswith("matched/")
        and text[found.start : found.end].lower().endswith("workers")
    )


def _compares(text: str, match: re.Match[str], labels: list[list[str]]) -> bool:
    """Return whether a comparing word comes before the same word as in a label: `than a year ago`."""
    own = stem(match[0])
    if own not in _COMPARES:
        return False
    following = next(iter(stems_of(text[match.end() :])), "")
    if own == "than" and any(following in label for label in labels):
        # An answer that compares, such as `more` to “Compared with a year ago, how much …?”
        return _ANSWERED.search(text[: match.start()]) is not None and any("compar" in label for label in labels)
    return any(
        following in label[at + 1 : at + 2 + _NEXT] for label in labels for at, word in enumerate(label) if word == own
    )


def _inside(at: int, stretches: list[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in stretches)


def _asserted(reading: Reading) -> list[tuple[int, int]]:
    """Return the stretches where topic words would claim something."""
    text = reading.text
    alone = [
        part
        for part in _parts(text)
        if not any(
            reading.marked(*word.span()) and word[0].lower() not in _JOINS for word in _TOKEN.finditer(text, *part)
        )
    ]
    whole = _without_asides(reading)
    verbs = [piece.span() for piece in _PIECE.finditer(whole) if _says_something(reading, piece)]
    title = reading.ground.named
    flat = [
        (match.end(), end)
        for match in _FLAT.finditer(whole)
        for end in said_again(title, whole, match.end())
        if not reading.marked(match.end(), end)
    ]
    return alone + verbs + flat


def _of_those_scored(reading: Reading) -> list[tuple[int, int]]:
    """Return the words of the outcome that a sentence states of people scored, which their scores cannot say."""
    degree = any("better" in bond.field or "worse" in bond.field or "median" in bond.field for bond in reading.bonds)
    if not all(isinstance(item.value, ScorePairs) for item in reading.bound) or (
        degree and BY_SCORES.search(reading.text)
    ):
        return []
    return flatly(reading.text, 0, len(reading.text), stems_of(reading.ground.named))


def _without_asides(reading: Reading) -> str:
    """Return the sentence without the commas around a bound aside: `said that, completely or mostly, they …`."""
    text = reading.text
    for aside in re.finditer(r",([^,;:()]+),|\(([^()]*)\)", text):
        if all(reading.marked(*word.span()) for word in _TOKEN.finditer(text, aside.start() + 1, aside.end() - 1)):
            text = f"{text[: aside.start()]} {aside[0][1:-1]} {text[aside.end() :]}"
    return text


def _says_something(reading: Reading, piece: re.Match[str]) -> bool:
    """Return whether a piece between commas has its own verb and no bond: `…, as they are`."""
    held = any(reading.marked(at, at + 1) for at in range(*piece.span()))
    return not held and _VERB.search(piece[0]) is not None and not _ASKED.match(piece[0])
