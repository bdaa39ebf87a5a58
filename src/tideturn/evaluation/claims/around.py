"""Read what the words around a number say it counts, so that those who disagreed do not count as those who agreed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.said import Said

_NOT: Final = (
    r"\b(?:disagree\w*|not|n[o’']t|\w+n[’']t|against|no|none|nobody|never|neither|negative\w*|worse\w*|otherwise|un\w+|less|"
    r"fewer|lower|dissent\w*|doubt\w*|reject\w*|oppos\w*)\b"
)
NEEDS: Final = {
    "disagree": _NOT,
    "worse": r"\b(?:worse\w*|lower|fell|fall\w*|declin\w*|deteriorat\w*|negative\w*|not|dropped)\b",
    "same": r"\b(?:same|unchanged|no change|not change\w*|nothing|stay\w*|neither)\b",
    "others": r"\b(?:not|n[o’']t|\w+n[’']t|rest|remain\w*|others?|no|nobody|none|without)\b",
    "growth": r"\b(?:more|fewer|less|rose|ris\w+|fell|fall\w*|up|down|grew|growth|increas\w+|decreas\w+|drop\w*)\b",
    "chose": r"\b(?:ch[oe]\w+|pick\w*|tick\w*|select\w*|nam\w+|said|mention\w*|list\w*)\b",
    "surveys": r"\b(?:surveys?|sources?|datasets?|measures?|sets?|indicators?|question\w*)\b",
    "neutral": r"\b(?:neutral|neither|undecided|middle|unsure|no view|no opinion|mixed|not)\b",
    "missing": r"\b(?:missing|blank|skipp\w+|left|not|no answer)\b",
    "dont_know": r"\b(?:know|unsure|not|could n[o’']t say|cannot say)\b",
    "too_early": r"\b(?:early|soon|yet)\b",
    "invited": r"\b(?:invit\w+|asked|sent|approach\w+|respon\w+|answer\w*|of)\b",
    "lost": r"\b(?:lost|left|follow\w*|later|second|again|attrition|drop\w*|not|without)\b",
    "came": r"\b(?:came|attend\w*)\b",
    "were asked": r"\b(?:asked|invited)\b",
    "answered": r"\banswer\w*\b",
    "agreed before": r"\bbefore\w*\b",
    "exposure_year": r"\bof\b|\b(?:months|quarters)\b",
    "exposure_before": r"\bof\b|\b(?:months|quarters)\b",
    "periods": r"\b(?:months?|quarters?|weeks?|periods?|years?|of the)\b",
    "levels": r"\b(?:or (?:more|higher|above|over|better|less|lower|below|under)|at (?:least|most)|did)\b",
    "sum": r"\b(?:and|or|together|between|both|altogether)\b",
    "due": r"\b(?:due|baseline|first|began|start\w*|of|follow\w*)\b",
}
"""Words that must be around a number for it to mean this field."""
_NEEDS: Final = {field: re.compile(pattern, re.IGNORECASE) for field, pattern in NEEDS.items()}
_AGREED: Final = Gated(r"(?<!not )(?<!n[’']t )(?<!neither )\bagree\w*|\bbetter\b|\bimprov\w+\b|\bin favour\b")
_DISAGREED: Final = Gated(r"\bdisagree\w*\b|\b(?:did|do|does)\s?(?:not|n[’']t)\s(?:agree|think|feel)\b|\bworse\b")
_FOR: Final = frozenset({"k", "share", "better"})
_ANSWER: Final = ("counts.", "shares.")
"""Fields that hold how many gave each answer."""
_STEM: Final = 5
"""Number of letters of a word that must be the same: `agreed` names the answer `agree`."""
_END: Final = re.compile(r"[.!?](?:\s|$)")
_RATE: Final = Gated(
    r"\b(?:rates?|means?|medians?|middle|averag\w+)\b|\b(?:per|a|each|every)\s(?:day|week|month|quarter|year)\b"
)

VOICES: Final = (
    ("stakeholder", r"(?:outside |external )?(?:partners?|stakeholders?|professionals outside)\b"),
    ("young_person", r"(?:young (?:people|person)|children|child|girls?|boys?)\b(?![’'])"),
    ("family", r"(?:parents?|carers?|mothers?|fathers?)\b"),
    ("staff", r"(?:members? )?(?:of )?(?:the |our )?(?:programme(?:[’']s)?(?: own)? )(?:staff|team)\b"),
)
"""Words for those counted that name one voice and no other; `staff` alone may be anybody's."""
_VOICES: Final = tuple((voice, re.compile(rf"(?:of )?(?:the |all |those |these )?{p}", re.I)) for voice, p in VOICES)


def voice_named(noun: str) -> str:
    """Return the voice that the words after a number name; empty if they leave it open."""
    return next((voice for voice, pattern in _VOICES if pattern.match(noun)), "")


@dataclass(frozen=True)
class Around:
    """The words before a number and after it, no further than the next number or the end of the statement."""

    before: str = ""
    after: str = ""
    sentence: str = ""

    def may_mean(self, field: str) -> bool:
        """Return whether a number among these words may mean this field of the evidence."""
        if field in _FOR:
            return _DISAGREED.search(self.after) is None or _AGREED.search(self.after) is not None
        if field == "interval":
            return True
        if field.startswith(_ANSWER):
            return self._names(field.partition(".")[2])
        needed = _NEEDS.get(field)
        return needed is None or needed.search(f"{self.before} {self.after}") is not None

    def _names(self, answer: str) -> bool:
        """Return whether the words name an answer: `strongly_agree` by the first letters of each of its words."""
        told = re.sub(r"\b(?:not|n[’']t|neither)\s\w+", "", f"{self.before} {self.after}".lower())
        words = re.findall(r"\w+", told)
        wanted = [word[:_STEM] for word in re.findall(r"[^\W_]+", answer.lower())]
        return all(any(word.startswith(stem) for word in words) for stem in wanted)

    @property
    def is_rate(self) -> bool:
        """Return whether the sentence speaks of an average or a rate."""
        return _RATE.search(self.sentence) is not None


def around(text: str, said: Said, others: Sequence[Said]) -> Around:
    """Return the words around one of the numbers of a text. A percentage beside a count is not another number."""
    apart = [one for one in others if one != said and one.beside is None and not one.ranged]
    last = max((one.end for one in apart if one.end <= said.start), default=0)
    # Brackets after a number repeat it.
    later = (one.start for one in apart if one.start >= said.end and not text[: one.start].endswith("("))
    following = min(later, default=len(text))
    before = re.split(r"[.;:!?](?:\s|$)", text[last : said.start])[-1]
    after = re.split(r"[.:!?](?:\s|$)|;\s(?!\d)|\)?;\s(?=\d+ of)", text[said.end : following])[0]
    if before.endswith("(") and (_AGREED.search(before) or _DISAGREED.search(before)):
        after = ""
    sentence = f"{_END.split(text[: said.start])[-1]}{_END.split(text[said.start :])[0]}"
    return Around(before, after, sentence)
