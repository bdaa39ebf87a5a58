"""Who could have answered a survey, and who did: everyone invited, or everyone who came to its training events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from tideturn.dataset.model import Dataset, Survey, Year
from tideturn.evaluation.population import Population
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.units import OF_VOICE, TRAINED, of_unit


@dataclass(frozen=True)
class Turnout:
    """How many answered one survey with one voice at one scope, of whom, and what they are called."""

    unit: str
    population: Population
    """Without opinions, which each question has its own number of."""

    def of_question(self, opinions: int) -> Population:
        """Return the whole chain of a question to which so many gave an opinion."""
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
    """Who came to which training event, and the years that events belong to."""

    attended: pl.DataFrame
    """event_id, site, date, audience, attendee_id (null for an event to which nobody came)."""
    years: tuple[Year, ...]

    @classmethod
    def of(cls, dataset: Dataset) -> Training:
        """Return the attendance of a dataset beside its events."""
        events = dataset.table("training_events").select("event_id", "site", "date", "audience")
        came = dataset.table("attendance").select("event_id", "attendee_id")
        return cls(events.join(came, on="event_id", how="left"), dataset.programme.years)

    def population(self, asked: pl.Series, answered: int, sites: Sequence[str], words: str) -> Population:
        """Return how many came, how many of them were asked, and how many answered (`words` says so).

        Asked is everyone who attended one of the events `asked`, which produced answers; reached is everyone who came
        to an event for the same audiences in the same programme years.
        """
        own = self.attended.filter(pl.col("event_id").is_in(asked.implode()) & pl.col("site").is_in(sites))
        held = [year for year in self.years if own["date"].is_between(year.start, year.end).any()]
        first, last = (held[0].start, held[-1].end) if held else (None, None)
        there = self.attended.filter(
            pl.col("site").is_in(sites)
            & pl.col("audience").is_in(own["audience"].unique().implode())
            & pl.col("date").is_between(first, last)
        )
        of_events = f"{own['event_id'].n_unique():,} of {of_unit(there['event_id'].n_unique(), 'events')}"
        steps = ("came", f"were asked, at {of_events}", words, "gave an opinion")
        reached, of_them = (frame["attendee_id"].drop_nulls().n_unique() for frame in (there, own))
        return Population(reached, of_them, answered, None, steps, who="people")


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

    `answered` counts people, and is by default how many different ones are in the group. How many were invited is
    unknown where it is missing for a site at which anybody answered.
    """
    if answered is None:
        answered = int(group.select(pl.coalesce("person_id", "response_id").n_unique()).item()) if group.height else 0
    words = words or f"answered the survey “{survey.code}”"
    if group.height and group["stage"].is_not_null().all():
        staged = survey.responses.filter(
            pl.col("stage").is_not_null()
            & (pl.col("voice") == voice)
            & (pl.col("year") == year.number)
            & pl.col("site").is_in(sites)
        )
        events = staged["event_id"].drop_nulls().unique()
        if events.is_in(training.attended["event_id"].implode()).any():
            return Turnout(TRAINED, training.population(events, answered, sites, words))
    own = survey.invited.filter(
        (pl.col("voice") == voice) & (pl.col("year") == year.number) & pl.col("site").is_in(sites)
    )
    known = own.height and set(group["site"].unique()) <= set(own["site"])
    invited = int(own["invited"].sum()) if known else None
    steps = ("", "were invited", words, "gave an opinion")
    return Turnout(OF_VOICE[voice], Population(None, invited, answered, None, steps))
