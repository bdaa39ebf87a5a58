"""What surveys say: who was invited and answered, how many agree, and what it would take."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Any

from .answer_words import AGREE, ANSWER, DISAGREE, DOES, does, named, of_agreeing
from .asked import (
    answered,
    counted,
    moved,
    noun_of,
    noun_of_one,
    questions,
    readings,
    voice_of,
)
from .expected import Holds, OneOf
from .folder import Year
from .openings import opening
from .printing import long_date
from .registering import Said, states
from .rules import rule
from .says_talking import IMPACT, states_of
from .shares import more_of_same, more_to_pass, wilson
from .standing import TRAINED, Standing, standing
from .surveys import Item, Tally, chosen, invited, items_of, responses, stage_of, tally
from .trained import Moves, Turnout, agreed_before, turnout

NOUNS = (
    r"(?P<noun>members? of staff|staff|partners?|people trained|person trained|young people|young person"
    r"|family members?|people)"
)
SHARE = r"(?P<share>\d+%); (?P<low>\d+%) to (?P<high>\d+%)"


@states(IMPACT, rf"(?P<invited>\d+) {NOUNS} were invited", strand="Survey")
def were_invited(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    if at is None:
        return None
    surveys = {item.survey for item in questions(year, at)}
    total = sum(invited(year, each, voice_of(at), year.sites_at(at.outcome, at.scope)) or 0 for each in surveys)
    return {"invited": total, "noun": noun_of(at)}


@states(
    IMPACT,
    r"(?P<n>\d+) (?:of them |young people |family members |partners |staff )?answered the survey “(?P<survey>[^”]+)”",
    strand="Survey",
)
def answered_the_survey(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    if at is None:
        return None
    surveys = {item.survey for item in questions(year, at)}
    rows = responses(year, said["survey"], voice_of(at), at.scope, None, year.sites_of(at.outcome))
    return {"n": len(rows), "survey": OneOf(tuple(surveys))}


@states(IMPACT, r"(?P<n>\d+) (?:of them )?gave an opinion", strand="Survey")
def gave_an_opinion(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    return {"n": with_opinion(year, at), **opening(year, at, said.passage.text)} if at else None


@states(IMPACT, r"(?P<n>nobody) gave an opinion", strand="Survey")
def nobody_gave_an_opinion(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    asked = said.passage.near.get("asked", "")
    # One of several answers is told in says_options.py.
    item = next((each for each in items_of(year, at.outcome) if each.label == asked), None) if at else None
    if at is None or item is None or item.name in year.words.several(item.survey):
        return None
    rows = responses(year, item.survey, voice_of(at), at.scope, None, year.sites_of(at.outcome))
    return {"n": tally(year, item, rows).n}


@cache
def with_opinion(year: Year, at: Standing) -> int:
    """Return how many people gave an opinion on any question of the strand."""
    people = set()
    for item in questions(year, at):
        for row in answered(year, item, at):
            if tally(year, item, [row]).n:
                people.add(row.get("person_id") or row["response_id"])
    for item in items_of(year, at.outcome):
        # Whoever chose any of several answers gave an opinion, too.
        if item.name in year.words.several(item.survey) and bool(stage_of(year, item.survey)) == (at.voice == TRAINED):
            rows = responses(year, item.survey, voice_of(at), at.scope, None, year.sites_of(at.outcome))
            people |= {row.get("person_id") or row["response_id"] for row in rows if chosen(year, item, "", [row]).n}
    return len(people)


def chain(year: Year, at: Standing) -> Turnout:
    """Return who came to the trainings of a strand, and who of them was asked."""
    return turnout(year, questions(year, at)[0].survey, year.sites_at(at.outcome, at.scope))


def come(found: Turnout) -> str:
    """Return the words for when people had come."""
    return f"had come by {long_date(found.by)}" if found.by else "came"


# Of people trained: how many did no better, and how many had agreed before.
OTHERS = r"(?:, (?P<same>\d+) the same and (?P<worse>\d+) a worse answer)?"
BEFORE = r"(?:; before the training, (?P<had>\d+) of (?:the )?(?P<both>\d+)(?: compared)? had)?"


def others(found: Moves, said: Said) -> dict[str, Any]:
    """Expect how many answered the same and worse wherever anybody did."""
    silent = Holds(said["same"] != "" or not found.same + found.worse, f"{found.same} the same, {found.worse} worse")
    return {"same": found.same, "worse": found.worse, "others": silent}


def had(year: Year, at: Standing, item: Item, said: Said) -> dict[str, Any]:
    """Expect how many had agreed before wherever people trained answered before and after."""
    k, n = agreed_before(year, item, tuple(year.sites_at(at.outcome, at.scope))) if at.voice == TRAINED else (0, 0)
    return {"had": k, "both": n, "before": Holds((said["both"] != "") == (n > 0), f"before, {k} of {n} had")}


def item_asked(year: Year, at: Standing, label: str) -> Item | None:
    """Return the strand's question by its words."""
    flat = label.strip().rstrip(".").lower()
    return next((each for each in questions(year, at) if each.label.rstrip(".").lower() == flat), None)


@states(
    IMPACT,
    rf"^(?P<k>\d+) of (?P<n>\d+) {NOUNS} \({SHARE}\) "
    rf"(?:(?P<does>{DOES}){BEFORE}|(?P<better>gave a better answer afterwards){OTHERS})",
    strand="Survey",
)
def found_text(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    if at is None:
        return None
    asked = said.passage.near.get("asked", "")
    if said["does"]:
        item = item_asked(year, at, asked)
        if item is None:
            only = [each.label for each in questions(year, at)]
            return {
                **share_of(said, [counted(year, each, at) for each in questions(year, at)]),
                "noun": noun_of(at),
                "does": said["does"],
                "question": Holds(False, f"“{asked}” is not what they were asked: that is {only}"),
            }
        told = {"noun": noun_of(at), "does": does(year, item), **had(year, at, item, said)}
        return {**share_of(said, [counted(year, item, at)]), **told}
    moves = [moved(year, each, at) for each in questions(year, at)]
    pair = next((each for each in moves if str(each.better) == said["k"]), moves[0])
    return {
        **proportion(pair.better, pair.pairs),
        "noun": noun_of(at),
        "better": said["better"],
        **others(pair, said),
    }


def proportion(k: int, n: int) -> dict[str, Any]:
    """Return a share and its interval."""
    low, high = wilson(k, n)
    return {"k": k, "n": n, "share": k / n, "low": low, "high": high}


def share_of(said: Said, tallies: list[Tally]) -> dict[str, Any]:
    """Return a share and its interval: of the tally whose count was printed, else of the first."""
    found = next((each for each in tallies if str(each.agree) == said["k"]), tallies[0])
    low, high = found.interval
    return {"k": found.agree, "n": found.n, "share": found.share, "low": low, "high": high}


@states_of("survey", rf"(?P<k>\d+) of (?P<n>\d+) {NOUNS} (?P<does>{DOES}) \({SHARE}\)")
def strand_share(year: Year, at: Standing, said: Said) -> dict[str, Any] | None:
    found = [counted(year, each, at) for each in questions(year, at)]
    if len(found) != 1:
        return None
    item = questions(year, at)[0]
    against = said["does"] == does(year, item, DISAGREE)
    k = found[0].disagree if against else found[0].agree
    told = {"noun": noun_of(at), "does": does(year, item, DISAGREE if against else AGREE)}
    return {**proportion(k, found[0].n), **told}


@states_of(
    "survey",
    rf"(?P<k>\d+) of (?P<n>\d+) {NOUNS} (?P<does>agree(?!d)|answered {ANSWER}){BEFORE}"
    r"(?P<few>; too few for a percentage)?",
)
def too_few(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    asked = said.passage.near.get("asked", "")
    item = item_asked(year, at, asked) if asked else None
    found = [counted(year, each, at) for each in ([item] if item else questions(year, at))]
    one = next((each for each in found if (str(each.agree), str(each.n)) == (said["k"], said["n"])), found[0])
    item = item or questions(year, at)[found.index(one)]
    told = had(year, at, item, said) if said["few"] else {}
    noun = noun_of(at) if one.n != 1 else noun_of_one(at)
    return {"does": does(year, item), "k": one.agree, "n": one.n, "noun": noun, "few": said["few"], **told}


@states(IMPACT, r"it takes (?P<least>\d+) opinions to read a share")
def least_opinions(year: Year, said: Said) -> dict[str, Any]:
    return {"least": rule(year.folder, "min_n")}


@states(
    IMPACT,
    rf"it would take at least (?P<more>\d+) more {NOUNS} (?P<what>who agrees?|who answers? {ANSWER})",
    strand="Survey",
)
def more_answers(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    if at is None:
        return None
    least = rule(year.folder, "min_n")
    few = [each for each in readings(year, at) if each.n < least]
    wanted = [more_to_pass(each.k, each.n, least) for each in few]
    return {
        "more": min(wanted) if wanted else None,
        "noun": noun_of_one(at) if said["more"] == "1" else noun_of(at),
        "what": OneOf(tuple(what_more(year, e.item, said["more"]) for e in few)),
    }


def what_more(year: Year, item: Item, more: str) -> str:
    """Return which answers are wanted."""
    if of_agreeing(item):
        return "who agrees" if more == "1" else "who agree"
    return f"who {'answers' if more == '1' else 'answer'} {named(year, item)}"


@states(
    IMPACT,
    rf"it would take at least (?P<more>\d+) more of (?P<n>\d+) {NOUNS} "
    rf"(?P<of>agreeing|answering {ANSWER}|doing better)",
    strand="Survey",
)
def more_agreeing(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    if at is None:
        return None
    found = [each for each in readings(year, at) if each.n >= rule(year.folder, "min_n")]
    one = next((each for each in found if str(each.n) == said["n"]), found[0])
    answering = "agreeing" if of_agreeing(one.item) else f"answering {named(year, one.item)}"
    return {
        "more": more_of_same(one.k, one.n),
        "n": one.n,
        "noun": noun_of(at),
        "of": "doing better" if one.moves else answering,
    }


READS = ("positive", "negative", "no change", "mixed")


@states_of(
    "survey",
    r"(?P<k>\d+|[Nn]one) of (?P<n>\d+) (?:questions?|results?) (?:with enough answers )?(?:reads? "
    r"(?P<how>positive|negative|no change)(?P<others>(?:, \d+ (?:negative|no change|mixed|neither way))*) "
    r"\((?P<list>\d+ of \d+(?:, \d+ of \d+)*)\)|has enough answers)",
)
def questions_read(year: Year, at: Standing, said: Said) -> dict[str, Any]:
    least = rule(year.folder, "min_n")
    every = readings(year, at)
    enough = [each for each in every if each.n >= least]
    if not said["how"]:
        return {"k": len(enough), "n": len(every)}
    counts = Counter(each.word if each.word in READS else "neither way" for each in enough)
    others = {word: count for word, count in counts.items() if word != said["how"]}
    told_others = {word: int(count) for count, word in re.findall(r", (\d+) ([a-z ]+)", said["others"])}
    told = sorted(tuple(map(int, each)) for each in re.findall(r"(\d+) of (\d+)", said["list"]))
    listed = sorted((each.against if said["how"] == "negative" else each.k, each.n) for each in enough)
    return {
        "k": counts[said["how"]],
        "n": len(enough),
        "others": Holds(told_others == others, f"they read {dict(counts)}"),
        "how": said["how"],
        "list": Holds(told == listed, f"the folder gives {listed}"),
    }


@states(IMPACT, r"; (?P<share>\d+%) of them must read the same way")
def item_share(year: Year, said: Said) -> dict[str, Any]:
    return {"share": rule(year.folder, "item_share")}


@states(IMPACT, r"it would take (?P<more>\d+) more questions? that reads? positive", strand="Survey")
def more_questions(year: Year, said: Said) -> dict[str, Any] | None:
    at = standing(year, said.passage)
    if at is None:
        return None
    enough = [each for each in readings(year, at) if each.n >= rule(year.folder, "min_n")]
    if not enough:
        return {"more": Holds(False, "no question has enough answers")}
    positive = sum(each.word == "positive" for each in enough)
    more = 0
    while (positive + more) / len(enough) < float(rule(year.folder, "item_share")):
        more += 1
    return {"more": more}
