"""The plain reports for young people and for partners."""

from __future__ import annotations

import re
from typing import Any

from .answer_words import DOES, does
from .expected import Holds
from .folder import Year
from .registering import Said, states, worded
from .rules import rule
from .says_answering import answered, chain, come, counted, had, questions
from .says_waves import told_when
from .scores import RATERS, matched
from .standing import TRAINED, Standing, standing
from .surveys import Item, Tally, items_of
from .waited import Compared
from .waited import compared as beside_waiting
from .waves import Moved, compared

PLAIN = "^plain$"


NOUNS = {
    "partners": "stakeholder",
    "people trained": TRAINED,
    "staff": "staff",
    "young people": "young_person",
    "parents and carers": "family",
}
BEFORE = r"(?:\. Before the training, (?P<had>\d+) of (?:the )?(?P<both>\d+)(?: compared)? had)?"
SINCE = (
    "".join(
        rf"(?:{joins}(?P<k{at}>\d+) of (?P<n{at}>\d+) did (?P<when{at}>before Year \d+|in Year \d+)"
        for at, joins in ((1, r"\. "), (2, ", and "))
    )
    + ")?" * 2
)
WHO = rf"(?P<k>\d+) of (?P<n>\d+) (?P<noun>{'|'.join(NOUNS)}) \((?P<share>\d+%)\)"


def asked_of(year: Year, label: str, voice: str) -> tuple[Item, Tally] | None:
    """Return a question of the year by its words, as somebody's kind was asked it, and how they answered."""
    for outcome in year.outcomes:
        at = Standing(outcome, "programme", "survey", voice)
        for item in questions(year, at):
            if item.label.rstrip(".") == label.rstrip("."):
                return item, counted(year, item, at)
    return None


OF = r"(?:of )?(?:the programme’s )?"


@states(
    PLAIN,
    rf"“(?P<label>[^”]+)”: (?P<k>\d+) of (?P<n>\d+) {OF}(?P<noun>{'|'.join(NOUNS)}) \((?P<share>\d+%)\) "
    rf"(?P<does>{DOES}), but (?P<k0>\d+) of (?P<n0>\d+) {OF}(?P<noun0>{'|'.join(NOUNS)}) \((?P<share0>\d+%)\) did",
    kind="bullet",
)
def answered_otherwise(year: Year, said: Said) -> dict[str, Any]:
    """Expect two kinds of people who answered one question, and did so differently."""
    expected: dict[str, Any] = {"label": said["label"]}
    for number in ("", "0"):
        noun = said[f"noun{number}"]
        found = asked_of(year, said["label"], NOUNS[noun])
        if found is None:
            return {"label": Holds(False, f"{noun} were not asked this")}
        item, count = found
        expected |= {f"k{number}": count.agree, f"n{number}": count.n, f"noun{number}": noun}
        expected |= {f"share{number}": count.share}
        expected |= {} if number else {"does": does(year, item, past=True)}
    return expected


@states(PLAIN, rf"{WHO} (?P<does>{DOES}) (?:with|to) “(?P<label>[^”]+)”{BEFORE}{SINCE}")
@states(PLAIN, rf"Asked “(?P<label>[^”]+)”, {WHO} (?P<does>{DOES})(?: or (?:more|less))?{BEFORE}{SINCE}")
def asked(year: Year, said: Said) -> dict[str, Any]:
    found = asked_of(year, said["label"], NOUNS[said["noun"]])
    about = standing(year, said.passage)
    if found is None or about is None:
        return {"label": Holds(False, "they were not asked this")}
    item, count = found
    own = {each.name for each in items_of(year, about.outcome)}
    return {
        "label": Holds(item.name in own, f"the outcome is {about.outcome}"),
        "k": count.agree,
        "n": count.n,
        "noun": said["noun"],
        "share": count.share,
        "does": does(year, item, past=True),
        **had(year, Standing(about.outcome, "programme", "survey", NOUNS[said["noun"]]), item, said),
        **did_before(year, said, item, count, about.outcome),
    }


def did_before(year: Year, said: Said, item: Item, count: Tally, outcome: str) -> dict[str, Any]:
    """Expect how many did so in each earlier wave held, where it stands beside all who answer now."""
    voice = NOUNS[said["noun"]]
    held: list[Moved] = []
    if said.passage.document == "plain-partners" and voice not in {TRAINED, "young_person"}:
        moves = compared(year, item, voice, tuple(year.sites_at(outcome, "programme")))
        held = [each for each in moves if (each.k, each.n) == (count.agree, count.n)]
    told = 2 if said["n2"] else 1 if said["n1"] else 0
    expected: dict[str, Any] = {"waves": Holds(told == len(held), f"{len(held)} earlier waves have the same sites")}
    for at, each in enumerate(held, 1):
        expected |= {f"k{at}": each.k0, f"n{at}": each.n0, f"when{at}": told_when(year, each)}
    return expected


@states(
    PLAIN,
    r"Of (?P<came>[\d,]+) people who (?P<come>came|had come by \d+ \w+ \d+), (?P<asked>[\d,]+) were "
    r"(?P<how>asked|invited) and (?P<answered>[\d,]+) answered",
)
def came_and_answered(year: Year, said: Said) -> dict[str, Any] | None:
    about = standing(year, said.passage)
    if about is None:
        return None
    at = Standing(about.outcome, "programme", "survey", TRAINED)
    found = chain(year, at)
    people = max(len(answered(year, each, at)) for each in questions(year, at))
    lost = Holds(2 * found.asked < found.came or 2 * people < found.asked, "no step lost more than half")
    how = "invited" if found.invited else "asked"
    return {"came": found.came, "come": come(found), "asked": found.asked, "how": how, "answered": people, "lost": lost}


@states(
    PLAIN,
    r"“(?P<label>[^”]+)”: (?P<k>\d+) of (?P<n>\d+) of the programme’s staff \((?P<share>\d+%)\) "
    rf"(?P<does>{DOES}), "
    r"but (?P<k1>\d+) of "
    r"(?P<n1>\d+) partners \((?P<share1>\d+%)\) did",
)
def differ(year: Year, said: Said) -> dict[str, Any]:
    staff, partners = (asked_of(year, said["label"], voice) for voice in ("staff", "stakeholder"))
    if staff is None or partners is None:
        return {"label": Holds(False, "they were not both asked this")}
    one, other = staff[1], partners[1]
    return {
        "label": Holds(does(year, staff[0]) == does(year, partners[0]), "they did not answer in the same words"),
        "does": does(year, staff[0], past=True),
        "k": one.agree,
        "n": one.n,
        "share": one.share,
        "k1": other.agree,
        "n1": other.n,
        "share1": other.share,
    }


# Whose first score is compared with the last of the year: not all who were ever scored twice.
AGAIN = r"at the start and again (?:this|in the) year"
# Those who did no better: told as one where either of the two is small.
NO_BETTER = r"(?:\. The other (?P<others>\d+) scored the same or worse)?"
EACH = r"(?:, the same for (?P<same>\d+) and worse for (?P<worse>\d+))?"


@states(
    PLAIN,
    rf"Of (?P<n>\d+) young people who scored this {AGAIN}, "
    r"(?P<k>\d+) gave a better score the last time"
    rf"(?:, (?P<same>\d+) the same and (?P<worse>\d+) a worse (?:one|score))?{NO_BETTER}",
)
def own_scores(year: Year, said: Said) -> dict[str, Any] | None:
    return pairs(year, said, "young_person")


@states(
    PLAIN,
    rf"Workers scored (?P<n>\d+) (?P<who>young people|places and groups) {AGAIN}\. "
    r"The last score was "
    rf"better for (?P<k>\d+) of them{EACH}{NO_BETTER}",
)
def workers_scores(year: Year, said: Said) -> dict[str, Any] | None:
    found = pairs(year, said, "record", places=said["who"] != "young people")
    return found and {**found, "who": said["who"]}


def pairs(year: Year, said: Said, voice: str, places: bool = False) -> dict[str, Any] | None:
    about = standing(year, said.passage)
    if about is None:
        return None
    found = matched(year, about.outcome, voice, "programme", places)
    small = max(5, rule(year.folder, "small_count"))
    merged = min(found.same, found.worse) <= small
    wanted = "" if not found.same + found.worse else "together" if merged else "apart"
    told = "together" if said["others"] else "apart" if said["same"] else ""
    counts = {"n": found.pairs, "k": found.better, "same": found.same, "worse": found.worse}
    no_better = Holds(
        told == wanted, f"{found.same} the same, {found.worse} worse: to be told {wanted or 'not at all'}"
    )
    held = Holds(said["n"] == str(found.pairs), f"{found.pairs} were scored at the start and again in the year")
    alone = found.better > found.worse and found.p < 0.05 and not waited(year, about.outcome)
    warned = Holds(
        ALONE in said.passage.text or not alone, "it ought to say that scores often get better by themselves"
    )
    return {
        **counts,
        "others": found.pairs - found.better,
        "no better": no_better,
        "scored again": held,
        "warned": warned,
    }


ALONE = "But scores often get better by themselves, and we could not compare these with anyone else’s"


def waited(year: Year, outcome: str) -> list[Compared]:
    """Return every comparison of an outcome's scores with those of people who wait."""
    found = (beside_waiting(year, outcome, voice, "programme") for voice in RATERS)
    return [each for each in found if each]


def of_an_outcome(compute: Any) -> Any:
    """Hand on the outcome that a sentence is said of, and fail where it is said of none."""

    def placed(year: Year, said: Said) -> Any:
        about = standing(year, said.passage)
        return compute(year, about.outcome, said) if about else {"outcome": Holds(False, "it is said of no outcome")}

    return placed


@worded(PLAIN, ALONE)
@of_an_outcome
def nobody_to_compare(year: Year, outcome: str, said: Said) -> dict[str, Any]:
    voices = [voice for voice in RATERS if beside_waiting(year, outcome, voice, "programme")]
    return {"nobody": Holds(not voices, f"scores of {voices} were compared with those of people who waited")}


@states(PLAIN, r"wants to change (?P<n>\d+) things")
def things(year: Year, said: Said) -> dict[str, Any]:
    return {"n": len(year.outcomes)}


@states(PLAIN, r"Last year we asked for (?P<n>\d+) things?\. So far (?P<k>\d+|none) of them (?:has|have) been done")
def asked_last_year(year: Year, said: Said) -> dict[str, Any]:
    rows = [row for row in year.rows("recommendations") if row["year"] == str(year.number - 1)]
    return {"n": len(rows), "k": sum(row["done"] == "yes" for row in rows)}


@states(PLAIN, r"But nobody asked them in a talk or with a form")
def nobody_asked(year: Year, said: Said) -> dict[str, Any]:
    talks = [
        row for row in year.rows("interviews") if row["voice"] == "young_person" and row["year"] == str(year.number)
    ]
    forms = [row for s in year.folder.surveys for row in year.responses(s) if row["voice"] == "young_person"]
    return {"nobody": Holds(not talks and not [row for row in forms if row["year"] == str(year.number)])}


@states(PLAIN, r"What young people said (?P<quotes>.* A young person)$")
def young_people_said(year: Year, said: Said) -> dict[str, Any]:
    # A drawn face is told in square brackets.
    pieces = re.split(r" A young person(?: |$)", re.sub(r"\s*\[[a-z ]+\]", "…", said["quotes"]))
    strange = [each for each in pieces if not year.quoted(each)]
    return {"quotes": Holds(not strange, f"nobody said {strange}")}
