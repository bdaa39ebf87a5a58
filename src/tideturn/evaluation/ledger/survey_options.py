"""Read questions with several answers to choose: each option at each voice and scope, counted by itself.

To tick no option is to give no answer, and to tick only one that gives no opinion is to give none. An option is chosen
or not. Not choosing it denies nothing, so options say how many chose them and do not read either way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import polars as pl

from tideturn.dataset.answers import chosen, given
from tideturn.dataset.cells import split_many
from tideturn.dataset.model import Answers, Survey, Year
from tideturn.dataset.vocabulary import SPEAKER
from tideturn.evaluation.evidence_values import OptionCounts
from tideturn.evaluation.ledger.provenance import of_rows
from tideturn.evaluation.ledger.questions import chose_several, item_of, label_of, ordered_scale, question_of
from tideturn.evaluation.ledger.scopes import Outcome
from tideturn.evaluation.ledger.survey_items import Group, Part, kept_once, opinions_on, that_count
from tideturn.evaluation.ledger.turnout import Training, turnout_of
from tideturn.evaluation.rules import Rules
from tideturn.methods.intervals import wilson

_CHOSEN: Final = " chosen"
_ESCAPED: Final = frozenset("/#|{}%")
"""Signs that separate the parts of an evidence id, or of a reference to one."""


def option_parts(
    survey: Survey, outcomes: Mapping[str, Outcome], answers: Answers, year: Year, rules: Rules, training: Training
) -> list[Part]:
    """Return a part for each option of each such question, at every voice and scope with answers."""
    parts: list[Part] = []
    rows = [row for row in survey.items.to_dicts() if row["item"] in survey.answer_columns]
    for row in rows:
        item, outcome = row["item"], outcomes.get(row["outcome_id"])
        if outcome is None or not chose_several(survey, row):
            continue
        others = [one for one in rows if one["outcome_id"] == row["outcome_id"] and one is not row]
        question = question_of(survey, row)
        options = dict.fromkeys(ordered_scale(survey, row))
        options |= dict.fromkeys(sorted(given(survey.responses, item, True, answers, question)))
        silent = split_many(row["opinion_none"])
        counting = that_count(survey.responses, year.number, item, *(one["item"] for one in others)).with_columns(
            chosen(pl.col(item), answers.several_separator, question).alias(_CHOSEN)
        )
        for scope in outcome.scopes:
            sites = outcome.sites_at(scope)
            for voice in SPEAKER.codes:
                own = counting.filter((pl.col("voice") == voice) & pl.col("site").is_in(sites))
                if own[item].is_null().all():
                    continue
                turnout = turnout_of(survey, own, voice, sites, year, training)
                kept = kept_once(own, [item])
                read = (own.filter(kept[item]) if kept else own).drop(one["item"] for one in others)
                told = [option for option in options if option not in silent]
                anybody = _anybody(survey, own, (row, *others), answers) if others else None
                own_parts = _parts(Group(survey, turnout, voice, scope, year), row, read, told, silent, rules)
                parts += [replace(part, anybody=anybody) for part in own_parts]
    return parts


def _anybody(survey: Survey, group: pl.DataFrame, rows: Sequence[Mapping[str, Any]], answers: Answers) -> int:
    """Return how many people gave an opinion on any of an outcome's questions, with one answer or with several."""
    opinions = opinions_on(group, [item_of(survey, row) for row in rows if not chose_several(survey, row)])
    for row in (row for row in rows if chose_several(survey, row)):
        cell = chosen(pl.col(row["item"]), answers.several_separator, question_of(survey, row))
        silent = list(split_many(row["opinion_none"]))
        opinions.append(cell.list.eval(~pl.element().is_in(silent)).list.any().fill_null(False))
    person = pl.coalesce("person_id", "response_id")
    return int(group.filter(pl.any_horizontal(opinions)).select(person.n_unique()).item())


def _parts(
    group: Group,
    row: Mapping[str, Any],
    read: pl.DataFrame,
    options: Sequence[str],
    silent: Sequence[str],
    rules: Rules,
) -> Iterator[Part]:
    survey, turnout = group.survey, group.turnout
    chosen_by = [set(cell or ()) for cell in read[_CHOSEN].to_list()]
    answered = [cell for cell in chosen_by if cell]
    n = sum(not cell <= set(silent) for cell in answered)
    provenance = of_rows(f"surveys/{survey.code}/responses", read.drop(_CHOSEN), ("response_id", row["item"]))
    for option in options:
        chose = sum(option in cell for cell in answered)
        ends = wilson(chose, n) if n >= max(rules.min_n, 1) else None
        item = group.item(
            row,
            f"{row['item']}={_escaped(option)}",
            n,
            polarity="none",
            value=OptionCounts(
                option=option,
                responses=read.height,
                missing=read.height - len(answered),
                dont_know=len(answered) - n,
                n=n,
                chose=chose,
                left=n - chose,
                share=chose / n if ends else None,
                low=ends.low if ends else None,
                high=ends.high if ends else None,
                invited=turnout.population.asked,
                barr_level=row["barr_level"],
                proxy=bool(row["proxy"]),
            ),
            interval=(ends.low, ends.high) if ends else None,
            text=f"{label_of(survey, row)} – {_words(survey, row, option)}",
            provenance=provenance,
        )
        yield Part(survey.code, item, turnout, entry=None, reading=None, people=n, proxy=bool(row["proxy"]))


def _words(survey: Survey, row: Mapping[str, Any], option: str) -> str:
    """Return the option as people saw it."""
    question = question_of(survey, row)
    return next((c.label for c in (question.choices if question else ()) if c.value == option), option)


def _escaped(option: str) -> str:
    return "".join(f"%{ord(sign):02X}" if sign in _ESCAPED else sign for sign in option)
