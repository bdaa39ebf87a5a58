"""The plain reports for young people and for partners."""

from __future__ import annotations

import re
from typing import Any

from .expected import Holds
from .folder import Year
from .registering import Said, states
from .says_answering import counted, noun_of, questions
from .scores import matched
from .standing import TRAINED, Standing, standing
from .surveys import Item, Tally, items_of

PLAIN = "^plain$"


def asked_of(year: Year, label: str, voice: str) -> tuple[Item, Standing, Tally] | None:
    """Return a question of the year by its words, who was asked it, and how they answered."""
    for outcome in year.outcomes:
        for who in (voice, TRAINED) if voice == "stakeholder" else (voice,):
            at = Standing(outcome, "programme", "survey", who)
            for item in questions(year, at):
                if item.label.rstrip(".") == label.rstrip("."):
                    return item, at, counted(year, item, at)
    return None


@states(
    PLAIN,
    r"Asked “(?P<label>[^”]+)”, (?P<k>\d+) of (?P<n>\d+) (?P<noun>partners|people trained|staff) \((?P<share>\d+%)\) "
    r"(?P<does>agreed|answered favourably)",
)
def asked(year: Year, said: Said) -> dict[str, Any]:
    found = asked_of(year, said["label"], "stakeholder")
    about = standing(year, said.passage)
    if found is None or about is None:
        return {"label": Holds(False, "nobody was asked this")}
    item, at, count = found
    own = {each.name for each in items_of(year, about.outcome)}
    return {
        "label": Holds(item.name in own, f"the outcome is {about.outcome}"),
        "k": count.agree,
        "n": count.n,
        "noun": noun_of(at),
        "share": count.share,
        "does": said["does"],
    }


@states(
    PLAIN,
    r"“(?P<label>[^”]+)”: (?P<k>\d+) of (?P<n>\d+) of the programme’s staff \((?P<share>\d+%)\) agreed, "
    r"but (?P<k1>\d+) of "
    r"(?P<n1>\d+) partners \((?P<share1>\d+%)\) did",
)
def differ(year: Year, said: Said) -> dict[str, Any]:
    staff, partners = (asked_of(year, said["label"], voice) for voice in ("staff", "stakeholder"))
    if staff is None or partners is None:
        return {"label": Holds(False, "they were not both asked this")}
    one, other = staff[2], partners[2]
    return {
        "label": Holds(partners[1].voice != TRAINED),
        "k": one.agree,
        "n": one.n,
        "share": one.share,
        "k1": other.agree,
        "n1": other.n,
        "share1": other.share,
    }


@states(PLAIN, r"Of (?P<n>\d+) young people who scored this twice, (?P<k>\d+) gave a better score the last time")
def own_scores(year: Year, said: Said) -> dict[str, Any] | None:
    return pairs(year, said, "young_person")


@states(
    PLAIN,
    r"Workers scored (?P<n>\d+) young people twice or more\. The last score was better for (?P<k>\d+) of them",
)
def workers_scores(year: Year, said: Said) -> dict[str, Any] | None:
    return pairs(year, said, "record")


def pairs(year: Year, said: Said, voice: str) -> dict[str, Any] | None:
    about = standing(year, said.passage)
    if about is None:
        return None
    found = matched(year, about.outcome, voice, "programme")
    return {"n": found.pairs, "k": found.better}


@states(PLAIN, r"wants to change (?P<n>\d+) things")
def things(year: Year, said: Said) -> dict[str, Any]:
    return {"n": len(year.outcomes)}


@states(PLAIN, r"Last year we asked for (?P<n>\d+) things?\. So far (?P<k>\d+|none) of them (?:has|have) been done")
def asked_last_year(year: Year, said: Said) -> dict[str, Any]:
    rows = [row for row in year.rows("recommendations") if row["year"] == str(year.number - 1)]
    return {"n": len(rows), "k": sum(row["done"] == "yes" for row in rows)}


@states(PLAIN, r"The full report has (?P<n>\d+) more points?")
def more_points(year: Year, said: Said) -> dict[str, Any]:
    points = [row for row in year.rows("learning") if row["transferable_to"] and year.during(row["date"])]
    text = "\n".join(each.text for each in said.document.passages)
    shown = [row for row in points if row["point"].rstrip(".")[:40] in text]
    return {"n": len(points) - len(shown), "shown": Holds(bool(re.search("•", text)))}


@states(PLAIN, r"But nobody asked them in a talk or with a form")
def nobody_asked(year: Year, said: Said) -> dict[str, Any]:
    talks = [
        row for row in year.rows("interviews") if row["voice"] == "young_person" and row["year"] == str(year.number)
    ]
    forms = [row for s in year.folder.surveys for row in year.responses(s) if row["voice"] == "young_person"]
    return {"nobody": Holds(not talks and not [row for row in forms if row["year"] == str(year.number)])}
