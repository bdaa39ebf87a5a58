"""List what a plan could add, the cheapest first: a word, a question asked now, months, a place, waiting, a voice.

Each addition changes the outcome's sources, and the same rules say what follows. None asks for agreement.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from tideturn.dataset.vocabulary import VOICE
from tideturn.dataset.wording import listed, quoted
from tideturn.evaluation.gaps import ASK_TRAINED, Wanted
from tideturn.evaluation.ledger.indicators import Followed
from tideturn.evaluation.ledger.matched import BEFORE_AND_AFTER
from tideturn.evaluation.ledger.networks import ORIGIN
from tideturn.evaluation.ledger.tokens import people
from tideturn.evaluation.model import STATE
from tideturn.evaluation.planning.seen import unknown_of
from tideturn.evaluation.planning.served import Served, beside_those_who_wait
from tideturn.evaluation.planning.strands import MATCHED, SERIES, of_young_people, source_of
from tideturn.evaluation.readings_pathways import FEWEST_CASES
from tideturn.evaluation.readings_scores import DAYS_OF_A_PAIR, FEWEST_A_SIDE, FEWEST_COMPARED
from tideturn.evaluation.readings_surveys import SHOWN
from tideturn.evaluation.readings_words import FEWEST_DOCUMENTS
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.strand import COMPARED, MEASURED, STAFF, UNCOMPARED, Strand
from tideturn.evaluation.units import OF_VOICE, TRAINED
from tideturn.evaluation.verdicts import POSITIVE, kind_and_people, shows
from tideturn.methods.power import Least

DIRECTION: Final = "direction"
MEANING: Final = "meaning"
MORE: Final = "more"
BASELINE: Final = "baseline"
MONTHS: Final = "months"
ELSEWHERE: Final = "elsewhere"
WAITING: Final = "waiting"
SOURCE: Final = "source"
_NAMES: Final[Mapping[str, str]] = {
    DIRECTION: "a direction written down for each count",
    MEANING: "what the answers mean, written in items.csv",
    MORE: "a few more people",
    BASELINE: "a baseline wave, asked before the year begins",
    MONTHS: "counts by month",
    ELSEWHERE: "the same records from a place without the programme",
    SERIES: "a count that others keep",
    WAITING: "scores of young people who wait",
}
_SOURCES: Final[Mapping[tuple[str, str], str]] = {
    ("monitoring", "young_person"): "young people’s own scores, with scores of those who wait",
    ("monitoring", "record"): "scores, or records of steps and ties, in two years",
    ("document", "record"): "documents from other organisations",
    ("change", "stakeholder"): "changes that somebody outside confirms",
}
"""Names of additions that would help several outcomes; other sources go by their kind and voice."""
FEWEST_SERVED: Final = FEWEST_COMPARED - FEWEST_A_SIDE
"""Minimum people served and scored twice for a comparison with those who wait."""
_UNIT: Final = {"interview": "sources", "document": "documents", "change": "changes", "monitoring": "records"}
_WORDS: Final = ("interview", "document", "change")
_STAFF: Final = ("interview", "staff", "Ask the programme’s own staff about it in interviews")
_OF_YOUNG_PEOPLE: Final = (_STAFF, ("interview", "young_person", "Ask young people about it in interviews"))
_OF_OTHERS: Final = (
    ("document", "record", "Collect other organisations’ policies, guidance and minutes that would show it"),
    _STAFF,
)
"""Sources of an outcome after those that would best show it: their kinds, voices and how to collect them.

No policy shows how young people are.
"""
NEW: Final = "another"
_COUNT: Final = (
    "Find a count of it that others keep by month, with two years or more behind it, and write down which way it "
    "should move"
)
_RECORDS: Final[Mapping[str, tuple[str, set[str]]]] = {
    SERIES: (MEASURED, {f"series:{NEW}"}),
    "pathways": (MEASURED, {f"pathway:{NEW}"}),
    "collaboration": (MEASURED, {ORIGIN, people("stakeholder")}),
}
"""New records of such an outcome, if not scores: how they compare, and their tokens."""


@dataclass(frozen=True)
class Addition:
    """One thing that could be added: its kind, what to do as a sentence, and the strands that it replaces or adds."""

    kind: str
    does: str
    strands: Mapping[str, Strand] = field(default_factory=dict)
    """Strands by the key of the one that each replaces; new ones have other keys."""

    @property
    def name(self) -> str:
        """Return its name as part of a sentence, whichever outcome it is for."""
        if self.kind != SOURCE:
            return _NAMES[self.kind]
        new = next(iter(self.strands.values()))
        return _SOURCES.get((new.kind, new.voice)) or kind_and_people(new.kind, VOICE.terms[new.voice])

    def to(self, strands: Sequence[Strand]) -> tuple[Strand, ...]:
        """Return the strands with the addition."""
        there = {strand.key for strand in strands}
        new = (strand for key, strand in self.strands.items() if key not in there)
        return (*(self.strands.get(strand.key, strand) for strand in strands), *new)


@dataclass(frozen=True)
class Folder:
    """Facts of the folder that decide what can be added to an outcome."""

    year: int
    claim: str
    ordered: bool
    """Whether `comparison_order` says how the programme gives places."""
    about: str
    """Topic of the outcome, as `gaps.about` returns it."""
    wanted: Sequence[Wanted]
    rules: Rules
    piloted: frozenset[str]
    """Tokens of pathways with a pilot that begins within the year."""
    records: bool
    """Whether new scores, or records of steps or ties, could show it at all."""
    followed: Mapping[str, Followed]
    """Series of the outcome, by the evidence of their strands."""
    with_more: Mapping[str, Strand]
    """Readings of its surveys if enough people answered each question, by strand key."""
    with_baseline: Mapping[str, Strand]
    """Readings of its surveys with a baseline wave, by strand key."""
    served: Mapping[str, Served]
    """Served young people who could be compared with others who wait, by evidence id."""
    beside: Mapping[str, Least]
    """Smallest change that pathways could show beside as many cases elsewhere, by evidence id."""
    asked: frozenset[str]
    """Prefixes of the evidence ids of questions that were answered before."""


def additions(strands: Sequence[Strand], folder: Folder) -> Iterator[Addition]:
    """Return what could be added to an outcome's planned strands, the cheapest first."""
    changes = folder.claim != STATE
    series = [strand for strand in strands if source_of(strand) == SERIES] if changes else []
    for strand in series:
        moved = folder.followed[strand.evidence[0]].moved
        if moved.expected is None and not moved.whole.why_not:
            does = f"Write in indicators.csv which way {strand.about} should move, before Year {folder.year} begins."
            yield _altered(DIRECTION, does, replace(strand, design=MEASURED))
    yield from _meaning(strands, folder)
    yield from _more(strands, folder)
    if baseline := _turned(strands, folder.with_baseline):
        who = listed(sorted({OF_VOICE[strand.voice] for strand in baseline}))
        does = (
            f"Ask {who} the questions of {listed(_surveys(baseline))} about it now, before Year {folder.year} begins."
        )
        yield Addition(BASELINE, does, {one.key: one for one in baseline})
    for strand in series:
        moved = folder.followed[strand.evidence[0]].moved
        if moved.expected and moved.whole.why_not == "by_year":
            yield _altered(MONTHS, by_month(strand).does, replace(strand, design=MEASURED))
    yield from _elsewhere(strands, folder)
    yield from _waiting(strands, folder) if changes else ()
    yield from _sources(strands, folder)


def _turned(strands: Sequence[Strand], better: Mapping[str, Strand]) -> list[Strand]:
    """Return those of the better strands that read positive where the planned one does not."""
    pairs = ((strand, better.get(strand.key)) for strand in strands if strand.reading != POSITIVE)
    return [other for _, other in pairs if other and other.reading == POSITIVE]


def _meaning(strands: Sequence[Strand], folder: Folder) -> Iterator[Addition]:
    """Yield what items.csv must say before a survey can be read; a question asked before can then be compared."""
    for strand in strands:
        if unknown := unknown_of(strand):
            again = any(one.startswith(tuple(folder.asked)) for one in strand.evidence) and folder.claim != STATE
            # Its turnout counted nobody, since nobody gave an answer with a known meaning.
            known = replace(strand, design=MEASURED if again else strand.design, concerns=())
            yield _altered(MEANING, f"Write in items.csv of {listed(_surveys([strand]))} {unknown}.", known)


def _surveys(strands: Iterable[Strand]) -> list[str]:
    codes = {token.partition(":")[2] for one in strands for token in one.tokens if token.startswith("survey:")}
    return [quoted(code) for code in sorted(codes)]


def _more(strands: Sequence[Strand], folder: Folder) -> Iterator[Addition]:
    """Yield additions of people where a few more would be enough: to answer a survey, or to be scored twice."""
    for strand in _turned(strands, folder.with_more):
        most = max(item.n for item in strand.items)
        yield Addition(MORE, f"Invite enough {strand.unit} for {most} or more to answer.", {strand.key: strand})
    for strand in strands:
        if folder.claim != STATE and source_of(strand) == MATCHED and strand.reading != POSITIVE and strand.needs:
            more = strand.needs.removesuffix(", scored twice")
            yield _altered(MORE, f"Score {more}, twice ({strand.about}).", strand)


def by_month(strand: Strand) -> Addition:
    """Return months instead of a series' quarters, which change no reading and may show a smaller change."""
    return Addition(MONTHS, f"Ask those who keep {strand.about} for their counts by month, of earlier years too.")


def _altered(kind: str, does: str, strand: Strand) -> Addition:
    best = replace(strand, reading=POSITIVE, rose=strand.measured, imprecise="", needs="")
    return Addition(kind, does, {strand.key: best})


def _elsewhere(strands: Sequence[Strand], folder: Folder) -> Iterator[Addition]:
    for strand in strands:
        if strand.design != MEASURED or strand.reading != POSITIVE:
            continue
        if source_of(strand) == SERIES:
            does = f"Collect the same count as {strand.about} from places without the programme (compare_with)."
        elif strand.tokens & folder.piloted:
            least = f"{FEWEST_CASES} cases or more before it and after"
            does = f"Record {strand.about} at places without the pilot too: {least}."
        else:
            continue
        yield _altered(ELSEWHERE, does, replace(strand, design=COMPARED))


def _waiting(strands: Sequence[Strand], folder: Folder) -> Iterator[Addition]:
    """Add scores of young people who wait; first where enough people who are served are scored twice."""
    uncompared = (strand for strand in strands if _uncompared(strand))
    return (_beside(one, folder) for one in sorted(uncompared, key=lambda one: (one.n or 0) < FEWEST_SERVED))


def _uncompared(strand: Strand) -> bool:
    return of_young_people(strand) and strand.design != COMPARED


def _beside(strand: Strand, folder: Folder) -> Addition:
    """Add scores of young people who wait, beside served ones who were scored in time: other pairs do not count."""
    known = folder.served.get(strand.evidence[0], Served(0))
    who, were = f"{FEWEST_A_SIDE} or more young people who wait", ""
    if known.pairs >= FEWEST_SERVED:
        who += f", as {known.pairs} who are served were last time"
    else:
        who += f" and {FEWEST_SERVED} or more who are served"
        were = f". Last time {known.pairs or 'none'} of the {strand.n} who are served and scored twice"
        were += " were scored at those times"
        were += "" if known.dated else ": cases.csv must say when the work with each began (started)"
    order = "" if folder.ordered else ", and write down how places are given (comparison_order)"
    does = (
        f"Score {who}: first within 30 days of referral, and again {DAYS_OF_A_PAIR[0]} to {DAYS_OF_A_PAIR[1]} days "
        f"later{order}{were}."
    )
    both = max(known.pairs, FEWEST_SERVED) + FEWEST_A_SIDE
    return Addition(WAITING, does, {strand.key: beside_those_who_wait(strand, both, ordered=folder.ordered)})


def _sources(strands: Sequence[Strand], folder: Folder) -> Iterator[Addition]:
    """Yield the kinds and voices that would best show it but are missing: words first, being quicker to collect."""
    there = {
        (strand.kind, strand.voice)
        for strand in strands
        if strand.reading == POSITIVE
        and strand.may_support
        and (strand.kind != "survey" or shows(strand, folder.claim))
    }
    anywhere = _OF_YOUNG_PEOPLE if folder.about == "cyp" else _OF_OTHERS
    best = [(kind, voice, how) for kind, voice, how, _ in folder.wanted]
    known = {row[:2] for row in best}
    rows = [*best, *(row for row in anywhere if row[:2] not in known)]
    for kind, voice, how in sorted(rows, key=lambda row: row[0] not in _WORDS):
        if (kind, voice) in there or (kind == "monitoring" and not folder.records):
            continue
        unit = TRAINED if how == ASK_TRAINED else OF_VOICE.get(voice)
        own = (one for one in strands if (one.kind, one.voice) == (kind, voice) and source_of(one) != SERIES)
        old = next((one for one in own if kind != "survey" or one.unit == unit), None)
        if old and (unknown_of(old) or _uncompared(old)):
            # The additions above already ask for its answers' meaning, or for young people who wait.
            continue
        if kind == "survey" and (folder.claim == STATE or _asked(old)):
            how = _asking(OF_VOICE[voice], folder.claim, old, trained=how == ASK_TRAINED)
        elif kind == "change" and old:
            how = "Ask somebody outside the programme what they know of each harvested change"
        does = f"{how}{_enough(kind, folder, old)}."
        new = old.key if old and kind in (*_WORDS, "survey") else f"{NEW}/{kind}/{voice}"
        yield Addition(SOURCE, does, {new: _new(kind, voice, folder.about)})
    if folder.claim != STATE and not folder.followed:
        count = _new("monitoring", "record", SERIES)
        yield Addition(SERIES, f"{_COUNT}, before Year {folder.year} begins.", {f"{NEW}/{SERIES}": count})


def _asked(old: Strand | None) -> bool:
    """Return whether people were asked about it other than before and after a training."""
    return any(one.item != BEFORE_AND_AFTER and one.cause != SHOWN for one in (old.items if old else ()))


def _asking(who: str, claim: str, old: Strand | None, *, trained: bool) -> str:
    """Return how to ask about an outcome in a survey so that a change can show.

    A voice's questions are read together, and one that cannot show a change holds back one that can. So new questions
    replace the old ones.
    """
    now = ", instead of the questions that you ask them about it now" if _asked(old) else ""
    if claim == STATE:
        return f"Ask {who} in a survey how things are{now}, and count those invited"
    if trained:
        return f"Ask those who are trained how things are, before and three months later{now}"
    what = "a question that fewer agree with now" if old and old.measured else "how things are"
    return f"Ask {who} {what}, in two waves{now}"


def _enough(kind: str, folder: Folder, old: Strand | None) -> str:
    """Return how much of a new source it takes, instead of how much, or by when, to end a sentence."""
    planned = f", in place of {old.n}" if old and old.n else ""
    if kind in ("survey", "monitoring") and folder.about == "collaboration" and folder.claim != STATE:
        return f"; the first before Year {folder.year} begins"
    if kind == "interview":
        return f": {folder.rules.interview_supported} people or more{planned}"
    if kind == "document":
        return f", from {FEWEST_DOCUMENTS} organisations or more"
    if kind == "monitoring" and folder.about not in _RECORDS:
        return f": {FEWEST_SERVED} or more who are served, and {FEWEST_A_SIDE} or more who wait"
    return ""


def _new(kind: str, voice: str, about: str) -> Strand:
    """Return a source that nobody has collected yet, at its best."""
    if kind == "monitoring":
        design, tokens = _RECORDS.get(about) or (
            COMPARED,
            {"assessments", STAFF if voice == "record" else people(voice)},
        )
    else:
        design = UNCOMPARED if kind in _WORDS else MEASURED
        tokens = {people(voice)} if kind == "interview" else {f"{kind}:{NEW}"}
        tokens |= {people(voice)} if kind in ("change", "survey") else set()
    return Strand(
        kind=kind,
        voice=voice,
        reading=POSITIVE,
        why="",
        unit=_UNIT.get(kind) or OF_VOICE[voice],
        about=NEW if kind == "monitoring" else "",
        evidence=(f"{kind}/{NEW}",),
        tokens=frozenset(tokens),
        design=design,
        rose=design != UNCOMPARED,
    )
