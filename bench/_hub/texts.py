"""Records of every kind that is searched, of made-up words: few are common and most are rare, as in a language."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from uuid import UUID

from django.db.models import Model

from tideturn.hub.access.roles import ALL_SITES
from tideturn.hub.common import clock
from tideturn.hub.learning.models import LearningPoint
from tideturn.hub.local_context.models import Circumstance, Criterion
from tideturn.hub.organisations.models import Contact, Organisation
from tideturn.hub.organisations.resource import SECTORS
from tideturn.hub.outcomes.models import Outcome
from tideturn.hub.plan.models import Milestone, Priority

SITES = ("london", "bristol", "leeds", "manchester", "glasgow")
_TOLD = """
young people exploited police school custody partner threshold team referral session worker family risk harm council
exclusion curfew missing debrief training lead officer mentor housing youth justice health service safeguarding priority
change system local plan evidence review community trust pathway disruption prevention
"""
_SOUNDS = [one + other for one in "bcdfghlmnprs" for other in "aeiou"]
_ENDS = ("", "", "", "s", "ed", "ing", "er", "ation", "ment")
_DISTINCT = 30_000
_FILLING = 10


class Language:
    """Words by how often they come: as the inverse of their rank (Zipf), after some that only fill sentences."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        made = ("".join(self.rng.choices(_SOUNDS, k=self.rng.choice((2, 3, 3, 4)))) for _ in range(_DISTINCT))
        self.words = list(dict.fromkeys([*_TOLD.split(), *(f"{one}{self.rng.choice(_ENDS)}" for one in made)]))
        self._weights = list(accumulate(1 / (_FILLING + rank) for rank in range(len(self.words))))

    def say(self, many: int) -> list[str]:
        return self.rng.choices(self.words, cum_weights=self._weights, k=many)

    def sentence(self, least: int, most: int) -> str:
        return " ".join(self.say(self.rng.randint(least, most))).capitalize() + "."

    def name(self, many: int) -> str:
        """Of words that are not common: names are told apart by them."""
        return " ".join(word.title() for word in self.rng.choices(self.words, k=many))


def make(rows: int, by: UUID, *, seed: int) -> Iterator[list[Model]]:
    """So many records, a list of each kind: of a hundred, 20 organisations, 20 contacts, 30 learning points, others."""
    told, part = Language(seed), rows // 100
    added = {"added_at": clock.now(), "added_by_id": by}

    def day() -> date:
        return date(2024, 1, 1) + timedelta(days=told.rng.randrange(1_000))

    def at() -> str:
        return told.rng.choice(SITES)

    organisations = [
        Organisation(
            code=f"o{number}",
            name=told.name(3),
            sector=told.rng.choice(SECTORS),
            site=told.rng.choice((*SITES, ALL_SITES)),
            **added,
        )
        for number in range(20 * part)
    ]
    yield list(organisations)
    yield [
        Contact(organisation=one, name=told.name(2), job_title=" ".join(told.say(3)), **added) for one in organisations
    ]
    yield [
        LearningPoint(
            code=f"l{number}",
            on=day(),
            site=at(),
            point=f"{told.sentence(6, 14)} {told.sentence(15, 40)}",
            source=told.sentence(3, 8),
            changes_what=told.sentence(5, 20),
            **added,
        )
        for number in range(30 * part)
    ]
    yield [
        Milestone(
            code=f"m{number}",
            site=at(),
            title=told.sentence(4, 9),
            planned_on=day(),
            cause_of_delay=told.sentence(10, 30),
            response=told.sentence(10, 30),
            **added,
        )
        for number in range(10 * part)
    ]
    yield [
        Priority(
            code=f"p{number}",
            title=told.sentence(4, 9),
            element="structures",
            site=at(),
            begins_on=day(),
            definition=told.sentence(20, 60),
            **added,
        )
        for number in range(5 * part)
    ]
    yield [
        Outcome(
            code=f"u{number}",
            area="system",
            title=told.sentence(4, 9),
            due_year=1,
            definition=told.sentence(20, 60),
            **added,
        )
        for number in range(part)
    ]
    yield [
        Criterion(
            code=f"c{number}",
            site=at(),
            text=told.sentence(8, 20),
            begins_on=day(),
            reason=told.sentence(10, 30),
            **added,
        )
        for number in range(7 * part)
    ]
    yield [
        Circumstance(
            code=f"x{number}", site=at(), kind="event", description=told.sentence(20, 50), begins_on=day(), **added
        )
        for number in range(7 * part)
    ]


def queries(many: int, *, seed: int) -> list[str]:
    """What is asked for, each another thing: a word, common or rare; several; one that is begun, or mistyped."""
    told, found = Language(1), {}
    told.rng.seed(seed)
    while len(found) < many:
        words = told.say(told.rng.choice((1, 1, 1, 2, 2, 3)))
        way, last = told.rng.random(), words[-1]
        if way < 0.15 and len(last) > 4:
            at = told.rng.randrange(1, len(last) - 1)
            words[-1] = last[:at] + last[at + 1] + last[at] + last[at + 2 :]
        elif way < 0.3 and len(last) > 4:
            words[-1] = last[:4]
        asked = "+".join(words)
        if told.rng.random() < 0.2:
            asked += f"&site={told.rng.choice(SITES)}"
        if told.rng.random() < 0.2:
            asked += "&order=newest"
        found[asked] = None
    return list(found)
