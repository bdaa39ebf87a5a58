"""The interviews of the worked example: who says what, put together from the bank into transcripts with their spans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import numpy as np

from tideturn.example.frame import INTERVIEWS, NATIONAL, Interview
from tideturn.example.random_source import pick, shuffled, source
from tideturn.example.truth import spoken
from tideturn.example.words.causes import Claim, claims_by_interview
from tideturn.example.words.passages import bank, outcome_passages

ENOUGH_WORDS: Final = 400
"""Topics beyond the outcomes are raised until a transcript is about this long."""
TOPICS: Final = ("difficulty", "keeping", "place", "learning", "participation")


@dataclass(frozen=True)
class Span:
    """A stretch of a transcript, in code points, and what is said in it.

    `code` is an outcome or a topic; `polarity` is None where something is only mentioned.
    """

    start: int
    end: int
    code: str
    polarity: str | None
    prompted: bool


@dataclass(frozen=True)
class Transcript:
    """One interview as written down."""

    interview: Interview
    text: str
    spans: tuple[Span, ...]
    claims: tuple[tuple[int, int, Claim], ...]


@dataclass
class _Page:
    """A transcript being written: turns of Q and A, a blank line between them, offsets counted and never typed."""

    text: str = ""
    spans: list[Span] = field(default_factory=list)
    claims: list[tuple[int, int, Claim]] = field(default_factory=list)

    def ask(self, question: str) -> None:
        self.text += f"Q: {question}\n\n"

    def answer(self, passage: str) -> tuple[int, int]:
        """Writes an answer and returns where the passage begins and ends."""
        start = len(self.text) + len("A: ")
        self.text += f"A: {passage}\n\n"
        return start, start + len(passage)

    @property
    def words(self) -> int:
        return len(self.text.split())


class Shelf:
    """Passages that are handed out, the least used first, so that hardly any is said twice."""

    def __init__(self) -> None:
        self.uses: Counter[str] = Counter()
        self._said_by: dict[str, set[str]] = {}

    def take(self, person: str, choices: Sequence[str]) -> str:
        """The first of the least used choices that this person has not said. Raises LookupError where none is left."""
        fresh = [text for text in choices if person not in self._said_by.get(text, set())]
        if not fresh:
            raise LookupError(f"nothing left for {person} to say")
        text = min(fresh, key=lambda choice: self.uses[choice])
        self.uses[text] += 1
        self._said_by.setdefault(text, set()).add(person)
        return text


def speaker(interview: Interview) -> str:
    """Who in the bank could say what this person says: a role of the programme's, or a partner's sector."""
    if interview.voice == "staff":
        roles = {"therapist": "therapist", "team manager": "manager", "policy officer": "policy_officer"}
        if interview.role.startswith("national"):
            return "national_lead"
        return roles.get(interview.role, "project_worker")
    if interview.site == NATIONAL and interview.sector == "police":
        return "national_police"
    return interview.sector.replace(" ", "_")


@cache
def transcripts() -> tuple[Transcript, ...]:
    """Every interview, in the roster's order; the same on every machine."""
    passages = _shared_out()
    shelf = Shelf()
    claims = claims_by_interview({i.interview_id: (speaker(i), spoken(i)) for i in INTERVIEWS})
    return tuple(
        _written(interview, passages, claims.get(interview.interview_id), shelf, place)
        for place, interview in enumerate(INTERVIEWS)
    )


def _shared_out() -> dict[tuple[str, str], str]:
    """A passage for everything that the truth says is said, by interview and outcome.

    Whoever has passages of their own sector draws first from those, so that what anybody could say is left for those
    who have none.
    """
    shelf = Shelf()
    out: dict[tuple[str, str], str] = {}
    for interview in INTERVIEWS:
        for outcome, polarity in spoken(interview).items():
            if polarity is not None:
                choices = _choices(interview, outcome, polarity)
                out[interview.interview_id, outcome] = shelf.take(interview.source, choices)
    return out


def _choices(interview: Interview, outcome: str, polarity: str) -> list[str]:
    """What this person could say of the outcome, their own sector's words first."""
    who = speaker(interview)
    if interview.voice == "staff" and interview.site == NATIONAL:
        who = "national"
    found = outcome_passages()
    place = (outcome, interview.voice, polarity)
    own = found.get((*place, who), ())
    anybody = found.get((*place, "any"), ())
    return [*own, *anybody]


def _written(
    interview: Interview, passages: dict[tuple[str, str], str], claim: Claim | None, shelf: Shelf, place: int
) -> Transcript:
    rng = source(f"interview {interview.interview_id}")
    page = _Page()
    asked = bank("questions")["asked"]
    _open(page, interview, rng, shelf)
    said = spoken(interview)
    voiced = [outcome for outcome, polarity in said.items() if polarity is not None]
    # What comes first was not asked for: the interviewer began with an open question.
    first = pick(rng, voiced)
    for outcome in (first, *(other for other in said if other != first)):
        page.ask(pick(rng, asked["open"] if outcome == first else bank("questions")["about"][outcome]))
        if (interview.interview_id, outcome) in passages:
            start, end = page.answer(passages[interview.interview_id, outcome])
            page.spans.append(Span(start, end, outcome, said[outcome], prompted=outcome != first))
        else:
            page.answer(shelf.take(interview.source, bank("questions")["silent"][interview.voice]))
        if claim is not None and claim.to_node == outcome:
            _explain(page, claim, pick(rng, asked["cause"]))
            claim = None
    if claim is not None:
        _explain(page, claim, "Of the changes that you have seen, what made the most difference?")
    _talk_of_the_work(page, interview, rng, shelf)
    page.ask(pick(rng, asked["closing"]))
    page.answer(_closing(interview, place))
    return Transcript(interview, page.text.rstrip("\n") + "\n", tuple(page.spans), tuple(page.claims))


def _open(page: _Page, interview: Interview, rng: np.random.Generator, shelf: Shelf) -> None:
    openings = bank("openings")["opening"][interview.voice]
    who = speaker(interview)
    again = interview.year > 1 and any(
        other.source == interview.source and other.year < interview.year for other in INTERVIEWS
    )
    page.ask(pick(rng, bank("questions")["asked"]["again" if again else "opening"]))
    page.answer(shelf.take(interview.source, openings[f"again_{who}" if again and f"again_{who}" in openings else who]))


def _explain(page: _Page, claim: Claim, question: str) -> None:
    page.ask(question)
    start, end = page.answer(claim.text)
    page.claims.append((start, end, claim))
    page.spans.append(Span(start, end, "cause", None, prompted=False))


def _talk_of_the_work(page: _Page, interview: Interview, rng: np.random.Generator, shelf: Shelf) -> None:
    """Raises topics other than the outcomes, at least two, until the conversation is long enough."""
    who = "national" if interview.site == NATIONAL else speaker(interview)
    raised = 0
    for topic in shuffled(rng, TOPICS):
        if raised >= 2 and page.words >= ENOUGH_WORDS:
            return
        said = bank("matters")[topic][interview.voice]
        unsaid = [text for text in (*said.get(who, ()), *said["any"]) if not shelf.uses[text]]
        if unsaid:
            page.ask(pick(rng, bank("questions")["asked"][topic]))
            start, end = page.answer(shelf.take(interview.source, unsaid))
            page.spans.append(Span(start, end, topic, None, prompted=True))
            raised += 1


def _closing(interview: Interview, place: int) -> str:
    """Each person ends in words of their own."""
    closings: list[str] = bank("openings")["closing"][interview.voice]
    alike = [other for other in INTERVIEWS[:place] if other.voice == interview.voice]
    return closings[len(alike) % len(closings)]
