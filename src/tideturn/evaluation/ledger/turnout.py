"""Count who could have answered a survey, and who did: everyone invited, or everyone at its training events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Final

import polars as pl

from tideturn.dataset.model import Dataset, Survey, Year
from tideturn.dataset.wording import day
from tideturn.evaluation.population import Population
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.units import OF_VOICE, TRAINED

LATER: Final = "follow_up"
"""Stage of answers given some months after an event."""


@dataclass(frozen=True)
class Turnout:
    """Number who answered one survey with one voice at one scope, out of how many, and the noun for them."""

    unit: str
    population: Population
    """Population without opinions, because each question has its own number of them."""

    def of_question(self, opinions: int) -> Population:
        """Return the whole population of a question with this number of opinions."""
        return replace(self.population, opinion=opinions)

    def concerns(self, survey: str, opinions: int, rules: Rules) -> tuple[str, ...]:
        """Return the serious concerns that too few were asked or answered, or that nobody knows, each a sentence."""
        if self.population.asked is None:
            return (
                f"How many were invited to the survey “{survey}” is not recorded, so its response rate is unknown.",
            )
        return self.of_question(opinions).lost_most(self.unit, share=rules.response_rate)


@dataclass(frozen=True)
class Training:
    """Attendance: who came to each training event."""

    attended: pl.DataFrame
    """Columns event_id, site, date, audience, attendee_id (null for an event without attendees)."""

    @cached_property
    def events(self) -> frozenset[str]:
        """Return the id of every training event."""
        return frozenset(self.attended["event_id"].unique())

    @classmethod
    def of(cls, dataset: Dataset) -> Training:
        """Return the attendance of a dataset with its events."""
        events = dataset.table("training_events").select("event_id", "site", "date", "audience")
        came = dataset.table("attendance").select("event_id", "attendee_id")
        return cls(events.join(came, on="event_id", how="left"))

    def population(
        self, staged: pl.DataFrame, answered: int, sites: Sequence[str], year: Year, words: str
    ) -> Population:
        """Return how many came, how many of them were asked, and how many answered (`words` says so).

        Asked is everyone who attended an event of an answer in `staged`. Reached is everyone who came to an event for
        the same audiences: one of the year or one of those. If all were asked months later, reached is everyone who had
        come, in any year, by the day of the last answer: nobody who came after it could have been asked.
        """
        asked = self.events.intersection(staged["event_id"].unique())
        later, last = set(staged["stage"]) == {LATER}, staged["date"].max()
        by = last if isinstance(last, date) else year.end
        event, who, audience = pl.col("event_id"), pl.col("attendee_id"), pl.col("audience")
        own = event.is_in(asked)
        dates = pl.col("date") <= by if later else pl.col("date").is_between(year.start, year.end)
        held = own | (audience.is_in(audience.filter(own).unique().implode()) & dates)
        here = self.attended.filter(pl.col("site").is_in(sites))
        counts = [column.filter(some).drop_nulls().n_unique() for column in (who, event) for some in (held, own)]
        reached, of_them, events, at = here.select(n.alias(str(place)) for place, n in enumerate(counts)).row(0)
        came = f"had come by {day(by)}" if later and last is not None else "came"
        steps = (came, "were asked", words, "gave an opinion")
        return Population(reached, of_them, answered, None, steps, who="people", asked_at=at, events=events)


def turnout_of(
    survey: Survey,
    group: pl.DataFrame,
    voice: str,
    sites: Sequence[str],
    year: Year,
    training: Training,
    *,
    answered: int | None = None,
    words: str = "",
) -> Turnout:
    """Return the turnout of the responses in `group`: by training events if all were given at one, or by invitations.

    `answered` counts people; the default is the number of different people in the group. The number invited is unknown
    if it is missing for any site with an answer. invited.csv names no stage. So it gives the number of trained
    people asked only where all answers of the survey in the year are of one stage; else attendance does.
    """
    if answered is None:
        answered = int(group.select(pl.coalesce("person_id", "response_id").n_unique()).item()) if group.height else 0
    words = words or f"answered the survey “{survey.code}”"
    of_year = (pl.col("voice") == voice) & (pl.col("year") == year.number) & pl.col("site").is_in(sites)
    own = survey.invited.filter(of_year)
    known = own.height and set(group["site"].unique()) <= set(own["site"])
    invited = int(own["invited"].sum()) if known else None
    trained = bool(group.height and not group["stage"].null_count())
    if trained:
        given = survey.responses.select("voice", "site", "year", "stage", "date", "event_id")
        staged = given.filter(pl.col("stage").is_not_null() & of_year)
        if not training.events.isdisjoint(staged["event_id"].unique()):
            population = training.population(staged, answered, sites, year, words)
            if invited is not None and staged["stage"].n_unique() == 1:
                steps = (population.steps[0], "were invited", words, "gave an opinion")
                population = replace(population, asked=invited, steps=steps, asked_at=None, events=None)
            return Turnout(TRAINED, population)
    steps = ("", "were invited", words, "gave an opinion")
    return Turnout(TRAINED if trained else OF_VOICE[voice], Population(None, invited, answered, None, steps))
