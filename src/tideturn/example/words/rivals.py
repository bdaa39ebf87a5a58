"""The evaluator's weighing of each rival explanation, in the context or at a link of the theory, by its code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from tideturn.example.frame import EVALUATOR
from tideturn.example.rows import table

_RULED_OUT, _WEAKER, _AS_STRONG, _STRONGER, _UNKNOWN = "ruled_out", "weaker", "as_strong", "stronger", "unknown"

_WEIGHED: Final = {
    "ctx-01": (_WEAKER, "The young people whom the other charity works with are not among those who were scored."),
    "ctx-03": (_WEAKER, "The trial was in the news in one city; practitioners understood more in all three."),
    "ctx-04": (_AS_STRONG, "The panels began to merge before the work did, and nobody can tell the two apart."),
    "ctx-05": (_STRONGER, "Where the front door was reorganised practitioners no longer knew which form to use."),
    "ctx-06": (_STRONGER, "What was shared fell in each city in the month in which its weekly meeting ended."),
    "ctx-08": (_WEAKER, "The suites without the pilot opened at the same time, and contact did not improve there."),
    "ctx-09": (_AS_STRONG, "The arrests and the work fell in the same months."),
    "ctx-10": (_AS_STRONG, "Awareness rose everywhere, and nobody asked partners where the programme does not work."),
    "ctx-11": (_WEAKER, "In the other large cities referrals rose by an eighth in two years; here they doubled."),
    "ctx-12": (_WEAKER, "The guidance came first, and policies that followed it say nothing of young adults; ours do."),
    "ctx-13": (_UNKNOWN, "Nobody has compared forces with a target and forces without one."),
    "ctx-14": (_AS_STRONG, "Health was scored before and after schools closed, and nothing tells the two apart."),
    "link-08": (_WEAKER, "Those who waited had the same schools and the same police, and their scores hardly moved."),
    "link-09": (_STRONGER, "The outreach team doubled its hours in these months, and takes young people there itself."),
    "link-10": (_WEAKER, "Few were at school often enough to have had the lessons."),
    "link-11": (_UNKNOWN, "The health service could not say who else had been offered support."),
    "link-12": (_WEAKER, "The council's offer ended before most families were seen."),
    "link-13": (_AS_STRONG, "The arrests and the work fell in the same months."),
    "link-16": (_AS_STRONG, "Awareness rose everywhere, and nobody asked partners where the programme does not work."),
    "link-17": (_WEAKER, "Confidence rose on the day of training, and campaigns ran all year."),
    "link-18": (_UNKNOWN, "Partners name both, and nobody has found out how much was in the news of each city."),
    "link-19": (_UNKNOWN, "Nobody was asked what they would have done without the training."),
    "link-21": (_AS_STRONG, "The protocol was written with the programme, and people name both."),
    "link-22": (_WEAKER, "The inspection came after the pilot had begun."),
    "link-23": (_UNKNOWN, "The outcome is not due, and nobody has looked yet."),
    "link-25": (_WEAKER, "The guidance asked for a policy; the words that were taken up are the pilot's."),
    "link-26": (_RULED_OUT, "The one inspection came after the policies had been agreed."),
    "link-27": (_UNKNOWN, "The outcome is not due, and nobody has looked yet."),
    "link-28": (_WEAKER, "The reform changed who chairs, and not who comes."),
    "link-29": (_RULED_OUT, "The law came into force before both waves were asked."),
    "link-30": (_WEAKER, "The new case system reached two of the organisations that answered."),
}
"""Weight of each rival explanation and the reason for it, by the code of the context or the link."""

_DECIDED_BY: Final = {
    "ctx-08": "pathway/custody/programme/2",
    "ctx-11": "series/nrm/programme/2",
    "link-08": "compared/safety/record/programme/2",
}
"""Evidence that decides the weight of a rival, if one piece does."""


def rival_tables(tables: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Return the weighed rivals of the context and the links of `tables`, each in the words of those tables.

    If several links into one outcome have the same rival, it is weighed once.
    """
    named = [
        (row["context_id"], row["outcome_id"], row["description"], None)
        for row in tables["context"].to_dicts()
        if row["outcome_id"]
    ] + [
        (row["link_id"], row["to_node"], row["rivals"], row["link_id"])
        for row in tables["toc_links"].to_dicts()
        if row["rivals"]
    ]
    rows = {}
    for code, outcome, words, link in named:
        if (outcome, words) not in rows:
            weighed, reason = _WEIGHED[code]
            rows[outcome, words] = {
                "outcome_id": outcome,
                "rival": words,
                "weighed": weighed,
                "reason": reason,
                "by": EVALUATOR,
                "link_id": link,
                "evidence_id": _DECIDED_BY.get(code),
            }
    return {"rivals": table("rivals", list(rows.values()))}
