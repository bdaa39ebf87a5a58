"""The interviews of the worked example: transcripts and their spans, assembled from the bank of passages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final

import numpy as np

from tideturn.example.frame import INTERVIEWS, NATIONAL, Interview
from tideturn.example.random_source import pick, shuffled, source
from tideturn.example.truth import spoken
from tideturn.example.words.causes import Claim, added, claims_by_interview
from tideturn.example.words.passages import bank, outcome_passages
from tideturn.example.words.theme_codes import themes_in

ENOUGH_WORDS: Final = 385
"""Approximate length of a transcript in words; the interviewer raises further topics until it is reached."""
TOPICS: Final = ("difficulty", "keeping", "place", "learning", "participation")
_APART: Final = frozenset({"national_police", "government", "courts"})
"""Partners too far from the daily work to say about it what anybody there could say."""
_LEANS: Final = re.compile(
    r"(It|It’s|That|They|They’re|They’ve|There’s|More|Less|Down|With|Good|Yes|No|Not|Some|Several|So|Name)\b",
    re.IGNORECASE,
)
"""Opening words of a passage that makes sense only after its question."""


@dataclass(frozen=True)
class Span:
    """A stretch of a transcript, with offsets in code points, and the code of what the person says in it.

    `code` is an outcome, a topic or a theme; `polarity` is None if something is only mentioned.
    """

    start: int
    end: int
    code: str
    polarity: str | None
    prompted: bool


@dataclass(frozen=True)
class Transcript:
    """The transcript of one interview, with its spans and causal claims."""

    interview: Interview
    text: str
    spans: tuple[Span, ...]
    claims: tuple[tuple[int, int, Claim], ...]


@dataclass
class _Page:
    """A transcript being written: turns of Q and A with a blank line between them. It counts the offsets itself."""

    text: str = ""
    spans: list[Span] = field(default_factory=list)
    claims: list[tuple[int, int, Claim]] = field(default_factory=list)

    def ask(self, question: str) -> None:
        self.text += f"Q: {question}\n\n"

    def answer(self, passage: str) -> tuple[int, int]:
        """Write an answer and return where the passage begins and ends."""
        start = len(self.text) + len("A: ")
        self.text += f"A: {passage}\n\n"
        return start, start + len(passage)

    @property
    def words(self) -> int:
        return len(self.text.split())


class Shelf:
    """A shelf that hands out passages, the least used first, so that people hardly ever say the same thing."""

    def __init__(self) -> None:
        self.uses: Counter[str] = Counter()
        self._said_by: dict[str, set[str]] = {}

    def take(self, person: str, choices: Sequence[str]) -> str:
        """Return the least used choice that this person has not said, the first if several are equal.

        Raises LookupError if none is left.
        """
        fresh = [text for text in choices if person not in self._said_by.get(text, set())]
        if not fresh:
            raise LookupError(f"nothing left for {person} to say")
        text = min(fresh, key=lambda choice: self.uses[choice])
        self.uses[text] += 1
        self._said_by.setdefault(text, set()).add(person)
        return text


def speaker(interview: Interview) -> str:
    """Return the bank's name for this kind of speaker: a role in the programme, or a partner's sector."""
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
    """Return every transcript in the order of `INTERVIEWS`; the result is the same on every machine."""
    passages = _shared_out()
    shelf, questions = Shelf(), Shelf()
    claims = claims_by_interview({i.interview_id: (speaker(i), spoken(i)) for i in INTERVIEWS})
    # People asked about few outcomes had the most time for other topics, so they choose first among those.
    written = {
        interview.interview_id: _written(interview, passages, claims.get(interview.interview_id), shelf, questions)
        for interview in sorted(INTERVIEWS, key=lambda one: (len(spoken(one)), one.interview_id))
    }
    return tuple(written[interview.interview_id] for interview in INTERVIEWS)


def _shared_out() -> dict[tuple[str, str], str]:
    """Return a passage for every planted answer, by interview and outcome.

    People with passages for their own sector draw from those first. So the passages for anybody are left for people
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
    """Return the passages that this person could say about the outcome, those of their own role or sector first."""
    who = speaker(interview)
    if interview.voice == "staff" and interview.site == NATIONAL:
        who = "national"
    found = outcome_passages()
    place = (outcome, interview.voice, polarity)
    own = found.get((*place, who), ())
    anybody = found.get((*place, "any"), ())
    return [*own, *anybody]


def _written(
    interview: Interview, passages: dict[tuple[str, str], str], claim: Claim | None, shelf: Shelf, questions: Shelf
) -> Transcript:
    rng = source(f"interview {interview.interview_id}")
    page = _Page()
    me = interview.interview_id
    asked = bank("questions")["asked"]
    _open(page, interview, questions)
    said = spoken(interview)
    # The first answer was not prompted: the interviewer began with an open question, so it must make sense alone.
    voiced = [outcome for outcome, polarity in said.items() if polarity is not None]
    clear = [outcome for outcome in voiced if not _LEANS.match(passages[interview.interview_id, outcome])]
    first = pick(rng, clear or voiced)
    for outcome in (first, *(other for other in said if other != first)):
        page.ask(questions.take(me, asked["open"] if outcome == first else bank("questions")["about"][outcome]))
        if (interview.interview_id, outcome) in passages:
            start, end = page.answer(passages[interview.interview_id, outcome])
            page.spans.append(Span(start, end, outcome, said[outcome], prompted=outcome != first))
        else:
            page.answer(shelf.take(interview.source, bank("questions")["silent"][interview.voice]))
        if claim is not None and claim.to_node == outcome:
            _explain(page, claim, questions.take(me, asked["cause"]))
            claim = None
    if claim is not None:
        _explain(page, claim, questions.take(me, asked["most"]))
    _talk_of_the_work(page, interview, rng, shelf, questions)
    for more in added().get(me, ()):
        _explain(page, more, questions.take(me, asked["further"]))
    page.ask(questions.take(me, asked["closing"]))
    page.answer(_mine(interview, bank("openings")["closing"][interview.voice]))
    spans = (*page.spans, *_themes(page))
    return Transcript(interview, page.text.rstrip("\n") + "\n", spans, tuple(page.claims))


def _themes(page: _Page) -> Iterator[Span]:
    """Yield a span for each theme in what somebody said about the work, in addition to the topic's span."""
    for span in page.spans:
        for code, polarity in themes_in(page.text[span.start : span.end]):
            yield replace(span, code=code, polarity=polarity)


def _open(page: _Page, interview: Interview, questions: Shelf) -> None:
    """Write the opening: what the person does, in the words of their role.

    The question and the answer differ if the person was also interviewed the year before.
    """
    openings = bank("openings")["opening"][interview.voice]
    again = any(other.source == interview.source and other.year < interview.year for other in INTERVIEWS)
    who = f"again_{speaker(interview)}" if again else speaker(interview)
    page.ask(questions.take(interview.interview_id, bank("questions")["asked"]["again" if again else "opening"]))
    # The bank lists the openings of one role in the order of `INTERVIEWS`, so that each opening fits its speaker.
    alike = [
        other
        for other in INTERVIEWS
        if speaker(other) == speaker(interview)
        and again == any(one.source == other.source and one.year < other.year for one in INTERVIEWS)
    ]
    page.answer(openings[who][alike.index(interview)])


def _explain(page: _Page, claim: Claim, question: str) -> None:
    page.ask(question)
    start, end = page.answer(claim.text)
    page.claims.append((start, end, claim))
    page.spans.append(Span(start, end, "cause", None, prompted=False))


def _talk_of_the_work(
    page: _Page, interview: Interview, rng: np.random.Generator, shelf: Shelf, questions: Shelf
) -> None:
    """Write the person's account of a piece of work, then other topics until the transcript is long enough.

    At least one other topic is tried.
    """
    who = speaker(interview)
    asked = bank("questions")["asked"]
    page.ask(questions.take(interview.interview_id, asked["account"]))
    start, end = page.answer(_mine(interview, bank("accounts")[interview.voice][who]))
    page.spans.append(Span(start, end, "account", None, prompted=True))
    apart = interview.site == NATIONAL or who in _APART
    topics = shuffled(rng, TOPICS)
    if interview.year > 1:
        topics.insert(1, "spring")
    for raised, topic in enumerate(topics):
        if raised and page.words >= ENOUGH_WORDS:
            return
        said = bank("matters")[topic][interview.voice]
        fitting = [said.get(who, ()), said.get(interview.site, ())]
        if not apart:
            fitting.append(said.get("any", ()))
        unsaid = [text for texts in fitting for text in texts if not shelf.uses[text]]
        if unsaid:
            question = "place_national" if topic == "place" and interview.site == NATIONAL else topic
            page.ask(questions.take(interview.interview_id, asked[question]))
            start, end = page.answer(shelf.take(interview.source, unsaid))
            page.spans.append(Span(start, end, "place" if topic == "spring" else topic, None, prompted=True))


def _mine(interview: Interview, texts: Sequence[str]) -> str:
    """Return this person's own text from `texts`, which hold one text for each possible speaker, in interview order."""
    who = speaker(interview)
    one_role = len(texts) < sum(other.voice == interview.voice for other in INTERVIEWS)
    alike = [
        other for other in INTERVIEWS if other.voice == interview.voice and (speaker(other) == who or not one_role)
    ]
    return texts[alike.index(interview)]
