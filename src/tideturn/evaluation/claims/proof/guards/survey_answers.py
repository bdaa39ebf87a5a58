"""Unmark answers to a survey that a sentence gives for another question, other people or other numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.number_words import NUMBER, number
from tideturn.evaluation.claims.proof import facts as f
from tideturn.evaluation.claims.proof.answers import scale_answers
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.guards.prepositions import strays
from tideturn.evaluation.claims.proof.words import counts, in_english, stem, stems_of, who_in
from tideturn.evaluation.evidence_values import AnswerCounts, OptionCounts
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.units import TRAINED

_GROUP: Final = (
    r"(?:partners|staff|young people|families|family members|parents(?: (?:and|or) carers)?|carers|professionals|"
    r"stakeholders|respondents|people|trainees)"
)
_BOUND: Final = (
    r"(?<!-)(?:fewer than|less than|more than|under|over|at most|at least|up to|nearly|almost|about|around|some)"
)
_SAYS: Final = r"(?:say|says|said|think|thinks|thought|feel|feels|felt|believe|believes|believed)"

_NEVER: Final = Gated(
    rf"\b(?:(?:answered|responded|replied) (?:twice|again)\b|"
    rf"of (?:the |our )?{_BOUND} (?:the )?{NUMBER} {_GROUP}\b|"
    rf"(?!about|some){_BOUND} {NUMBER} {_GROUP}(?: who)? (?:had|gave|held|answered|replied|responded)\b|"
    rf"of (?:the )?all (?:of )?(?:the |our )*{NUMBER} {_GROUP}\b(?! (?:who|with|that|giving|having|able|answering))|"
    rf"(?:said|say) (?:much )?(?:more|less)(?: often)? (?:than [^,;:]*?\b(?:ago|before|earlier) )?that\b|"
    rf"(?:said|say) (?:much )?(?:more|less) about\b|"
    rf"more often than together\b|the same information\b|did not know that (?:they|we)\b|"
    rf"that (?:(?!\b(?:and|but|while) {NUMBER} )[^,;:“])*?\b{_SAYS} (?:that )?(?:they|she|he|it)\b|"
    rf"expect to look\b|risk falling\b|(?:rated|put|scored|marked) our\b|signs early\b|"
    rf"confident (?:of|about|in) the support of\b|they worry\b|"
    rf"^from (?:our|the) (?:first|second|third) year(?: on(?:wards?)?)?,|"
    rf"agreed with (?:each other|one another)\b|^{_GROUP} (?:too|also)\b|"
    rf"(?:{_GROUP}|view|opinion|answered|replied|responded|them|in year \w+|in \d{{4}}),? (?:found|noted) that\b|"
    rf"who (?:answered|replied|responded)\b[^,;:.]* (?:did not|never) (?:answer|reply|respond)\b|"
    rf"{_SAYS} that they {_SAYS}\b|"
    rf"they are training\b|their exploitation\b|{NUMBER} staff in the programme\b|each day between\b|"
    rf"(?:spent|had) (?:fewer|more|as many) nights away(?! without)\b)"
)
"""Words that no answers to a survey support."""
_OF_OPTIONS: Final = Gated(
    rf"\b{NUMBER} of (?:these|them|those|whom)\b|\bthe (?:other|remaining) {NUMBER}\b|\bthe (?:one )?thing\b|"
    r"\bsingled out\b|\bchose to\b|\bto help\b|\bour own\b|, (?:which|that) (?:has|have|had)\b"
)
"""Words that no count of those who chose an option supports: options overlap."""
_OF_TRAINED: Final = Gated(
    r"\bwho (?:took part|completed (?:it|the))\b|\bduring the\b|"
    rf"\b{NUMBER} of (?:the )?{NUMBER} (?:former|past|earlier) trainees\b(?! who)|"
    rf"\bpeople (?:whom )?we (?:had )?trained\b|\b{NUMBER} people trained in\b"
)
"""Words that no answers of trained people support: others came, and did not answer."""
_ASKED: Final = Gated(
    rf"(?<!year )\b(?P<n>{NUMBER})(?: {_GROUP})?(?: in \w+(?: \d+)?)?,? "
    r"(?:(?:who |whom )?(?:were|had been|we) )?asked\b"
)
_SHARED: Final = Gated(r"\bshared with (?:me|you|us)\b")
_THEY_SHARED: Final = Gated(r"\b(?:they|we|partners|staff) (?:had |have |also )?shared?\b")
_THEY_TOLD: Final = Gated(
    r"(?<!\bwere )(?<!\bwas )(?<!\bare )(?<!\bbeen )(?<!\bbeing )\b(?:tell|told|gave|give)(?: us)? (?:much )?"
    r"(?:more|less)(?! (?:information )?(?:is|was|has|had)\b)|"
    r"^(?:(?!\b(?:whether|how)\b).)*\b(?:said|say) (?:more|less) than\b"
)
_OFTEN: Final = Gated(r"(?<!more )(?<!less )(?<!as )(?<!how )\boften\b")
_HOW: Final = re.compile(r"\bhow (?P<what>\w+) (?P<does>\w+)")
"""Words of a question for what something does: how exploitation works."""
_FAVOURABLY: Final = Gated(r"\b(?:un)?favourabl[ey]\b")
_FIRST_PERSON: Final = Gated(r"^(?:I|we|my)\b")
_ASKED_OF: Final = Gated(r" were asked\b")
_WHOSE: Final = Gated(r"[’']")
_THAT: Final = Gated(r"\b(?<!score )(?<!answer )(?<!rating )(?:that|whether) (?:the |our )?")
_CHILD: Final = Gated(r"\btheir child(?:ren)?\b")
_SCALED: Final = Gated(r"\bor (?:more|above|higher)(?: in year \d+)? (?P<what>[a-z]+)")
_BETWEEN: Final = Gated(rf"\b{NUMBER} (?!or\b)(?P<words>(?:[a-z’]+ ){{1,3}}?)out of (?:the |our )?{NUMBER}\b")
_TOLD: Final = Gated(
    r"\b(?:(?:dis)?agree\w*|sa(?:y|ys|id|ying)|t(?:ell|ells|old|elling)|th(?:ink|inks|ought|inking)|fe(?:el|els|lt)|"
    r"feeling|believ\w+|report(?:s|ed|ing)?|descri\w+|consider\w*|reckon\w*|stated?|noted?|f(?:ind|inds|ound)|sees?|saw|"
    r"eyes of|according to|accounts?|judged|judge?ments?|accepted|endorsed|claim(?:s|ed)?|confiden\w+|holds?|held|"
    r"ch[o]+s\w+|tick\w+|pick\w*|neutral|undecided|unsure|the fence|the middle|views?|opinions?|answer\w*|replied|"
    r"repl(?:y|ies|ying)|respon(?:ded|ding|dents?|ses?)|survey\w*)\b"
)
"""Words which say that people told us something: their answer does not make it so."""
_SPARE: Final = """
am here compared year ago much many often easy well can could would find forms information training exploitation worry
young people
"""
_OPTIONAL: Final = frozenset(map(stem, _SPARE.split()))
"""Words of a question that an answer may leave out without changing its meaning."""
_MAY_GO: Final = Gated(
    r"\(.*?\)|\b(?:I know of|we both work with|they need|works(?=,)|without telling anyone)(?!\w)|"
    r"(?<=together) for young people\b|\bon your practice\b"
)
"""Parts of a question that a sentence may leave out."""
_YEARS: Final = 1900
"""Smallest number that is a year."""


def misread(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield where a survey's answers are bound, if the sentence, as read or as written, says something else."""
    whole = not reading.label and not any(bond.evidence_id.startswith("verdict/") for bond in reading.bonds)
    for at, item in reading.placed:
        if item.evidence_id.startswith("survey/"):
            claim = reading.ground.claim.text
            read = (reading.text, reading.written)
            texts = dict.fromkeys(read if reading.label or reading.written in claim else (*read, claim))
            others = item.voice == "young_person" and all(one.voice == item.voice for one in reading.bound)
            child = others and _CHILD.search(reading.text) and not _CHILD.search(item.text)
            unsaid = whole and _unsaid(reading.text, item)
            wrong = child or unsaid or _untold(reading, item) or _without_its_scale(reading, item)
            if wrong or any(_misread(text, item) for text in texts):
                yield at, at + 1


def _untold(reading: Reading, item: EvidenceItem) -> bool:
    """Return whether a sentence states as a fact what people only said of themselves."""
    claim = reading.ground.claim.text
    written = reading.written if reading.written in claim else claim
    return _counts_those_for_it(reading, item) and not _scaled(item) and not _TOLD.search(written)


def _without_its_scale(reading: Reading, item: EvidenceItem) -> bool:
    """Return whether a sentence counts those at one end of a scale, and does not say where that end begins."""
    return (
        _counts_those_for_it(reading, item)
        and _scaled(item)
        and not _FAVOURABLY.search(reading.text)
        and not any(True for side in (f.AGREED, f.DISAGREED) for _ in scale_answers(reading.text, [item], side))
    )


def _counts_those_for_it(reading: Reading, item: EvidenceItem) -> bool:
    return any(one.evidence_id == item.evidence_id and one.field.rpartition(".")[2] == "k" for one in reading.bonds)


def _scaled(item: EvidenceItem) -> bool:
    return bool(item.choices.agree) and all(answer.isdigit() for answer in item.choices.agree)


def _misread(text: str, item: EvidenceItem) -> bool:
    """Return whether a text has words that a survey's answers to a question do not support."""
    value, label = item.value, item.text
    rules = [_NEVER]
    rules += [_OF_OPTIONS] if isinstance(value, OptionCounts) else []
    rules += [_OF_TRAINED] if item.unit == TRAINED else []
    rules += [_THEY_SHARED, _THEY_TOLD] if _SHARED.search(label) else []
    rules += [_OFTEN] if "often" in label else []
    rules += [Gated(rf"\bhow {how['what']} (?!{how['does']}\b)\w") for how in [_HOW.search(label)] if how]
    if any(rule.search(text) for rule in rules):
        return True
    counted = (number(asked["n"]) for asked in _ASKED.finditer(text))
    invited = value.invited if isinstance(value, AnswerCounts | OptionCounts) else None
    if any(said != invited and said < _YEARS for said in counted):
        return True
    if any(not who_in(one["words"], 0, len(one["words"])) for one in _BETWEEN.finditer(text)):
        return True
    if not label.startswith("How many") and any(stem(one["what"]) in stems_of(label) for one in _SCALED.finditer(text)):
        return True
    return in_english(label) and (_of_others(text, item) or strays(text, label))


def _of_others(text: str, item: EvidenceItem) -> bool:
    """Return whether a statement begins with people that the question does not ask about."""
    own = _FIRST_PERSON.search(item.text) is not None
    known = set() if own else {one.means for one in who_in(item.text, 0, len(item.text))}
    after = [one.end() for one in _THAT.finditer(text)]
    first = [one for one in who_in(text, 0, len(text)) if one.start in after and not _ASKED_OF.match(text, one.end)]
    return any(
        one.means not in known and not (own and _WHOSE.match(text, one.end) and counts(one.means, item))
        for one in first
    )


def _unsaid(text: str, item: EvidenceItem) -> bool:
    """Return whether a sentence gives part of a question without words that it needs for the same meaning."""
    if not in_english(item.text):
        return False
    said = set(stems_of(text))
    label = _MAY_GO.sub("", item.text)
    parts = [set(stems_of(part)) - _OPTIONAL for part in label.split(" – ")]
    return any(part & said and part - said for part in parts)
