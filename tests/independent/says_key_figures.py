"""The numbers of the summary: the six, those of each outcome, and what it says that it rests on."""

from __future__ import annotations

import re
from typing import Any

from . import reached as reach
from . import work
from .answer_words import DISAGREE, DOES, does
from .asked import counted, questions, reads, since, voice_of
from .contributed import Contribution
from .expected import Holds, OneOf
from .folder import Year
from .printing import capital, listed, long_date, number, percent
from .printing import of as share_of
from .registering import Said, states
from .says_answering import NOUNS
from .says_grades import findings as graded
from .says_method import answered as answers
from .says_method import count, talks
from .says_money import spent_in
from .says_places import SCORED, SINGULAR, VOICE_OF, nouns, scorers, share_here
from .says_reach import called
from .scores import matched
from .standing import TRAINED, Standing
from .surveys import LONG_VOICES, VOICES, Item, invited, responses
from .talks import spoken
from .waited import compared
from .waves import FELL, NEITHER, ROSE, SAME, TOO_LITTLE, told_when

SUMMARY = "summary"


@states(
    SUMMARY,
    r"^(?P<cases>[\d,]+) young (?:people|person) had at least one session that went ahead"
    r"(?: \((?P<then>[\d,]+) in Year (?P<year>\d+)\))?"
    r"(?:; (?P<referred>[\d,]+) (?:was|were) referred in the year)?",
    kind="bullet",
)
def seen(year: Year, said: Said) -> Any:
    found = {"cases": work.sessions(year).cases, "referred": len(reach.referred(year, "programme"))}
    if year.number == min(year.years):
        return found
    before = year.folder.year(year.number - 1)
    return {**found, "then": work.sessions(before).cases, "year": before.number}


@states(
    SUMMARY,
    r"^The programme spent £(?P<total>[\d,]+) in Year (?P<year>\d+)(?: \(Evidence ⟨\d+⟩\)\. In Year (?P<past>\d+) it "
    r"spent £(?P<then>[\d,]+))?",
)
def spent(year: Year, said: Said) -> Any:
    return spent_in(year)


@states(SUMMARY, r"(?P<list>Less common among the young people reached than in the population: [^.]*)\.")
def fewer(year: Year, said: Said) -> Any:
    groups = [
        f"{called(one)[0].lower()}{called(one)[1:]} ({percent(one.k, one.n)}, against {percent(one.count, one.of)})"
        for one in reach.fewer(year)[:5]
    ]
    return {"list": f"Less common among the young people reached than in the population: {listed(groups)}"}


CAUSES = {
    "the main one of several causes": "the main one of several causes",
    "one of several causes": "one of several causes",
    "a plausible cause": "plausible",
}
NAMED = r"“[^”]+”(?:(?:, | and )“[^”]+”)*"


@states(
    SUMMARY,
    rf"^By this report’s rules, the programme was (?P<list>(?:(?:, | and )?(?:{'|'.join(CAUSES)}) of {NAMED})+)\.",
)
def brought_about(year: Year, said: Said) -> Any:
    """Expect every outcome of which the programme is a cause, under its rating."""
    told = {
        title: rating
        for words, rating in CAUSES.items()
        for part in re.findall(rf"(?<!main ){words} of ({NAMED})", said["list"])
        for title in re.findall(r"“([^”]+)”", part)
    }
    every = {outcome: Contribution(year, outcome, said.document).rating for outcome in year.outcomes}
    wanted = {year.outcomes[outcome]["title"]: rating for outcome, rating in every.items() if rating != "not shown"}
    return {"list": Holds(told == wanted, f"the folder gives {wanted}")}


@states(SUMMARY, r"^(?P<people>[\d,]+) (?:people|person) trained, at (?P<events>[\d,]+) events", kind="bullet")
def trained(year: Year, said: Said) -> Any:
    found = work.trained(year, "professionals")
    return {"people": found.people, "events": found.events}


@states(
    SUMMARY,
    r"^(?P<n>\d+) partner organisations? had been engaged by (?P<day>\d+ \w+ \d+)"
    r"(?:; (?P<new>\d+|none) (?:was|were) new in Year (?P<year>\d+))?",
    kind="bullet",
)
def engaged(year: Year, said: Said) -> Any:
    new = len(work.newly_engaged(year)) or "none"
    return {"n": len(work.engaged(year)), "day": long_date(year.last_day), "new": new, "year": year.number}


@states(
    SUMMARY,
    r"^(?P<k>[\d,]+) of (?P<n>[\d,]+) onward referrals? had been answered by (?P<day>\d+ \w+ \d+)",
    kind="bullet",
)
def answered(year: Year, said: Said) -> Any:
    rows = work.referrals(year)
    return {"k": sum(bool(row["replied"]) for row in rows), "n": len(rows), "day": long_date(year.data_to)}


def outcome_called(year: Year, title: str) -> str:
    return next((each for each, row in year.outcomes.items() if row["title"] == title), "")


@states(
    SUMMARY,
    rf"^(?P<k>\d+) of (?P<n>\d+) {SCORED}: “(?P<title>[^”]+)”",
    kind="bullet",
)
def scored(year: Year, said: Said) -> Any:
    voice, places = scorers(said)
    found = matched(year, outcome_called(year, said["title"]), voice, "programme", places)
    noun = Holds(said["noun"] in nouns(voice, places), f"they are {nouns(voice, places)}")
    return {"k": found.better, "n": found.pairs, "by": said["by"], "title": said["title"], "noun": noun}


@states(
    SUMMARY,
    rf"^(?P<k>\d+) of (?P<n>\d+) (?P<who>[a-z’ ]+?) (?P<does>{DOES}): “(?P<asked>[^”]+?)\.?”",
    kind="bullet",
)
def agreed(year: Year, said: Said) -> Any:
    voice = (
        TRAINED if said["who"] == TRAINED else next((v for v, told in LONG_VOICES.items() if told == said["who"]), "")
    )
    every = [
        (each, counted(year, each, at))
        for outcome in year.outcomes
        for at in [Standing(outcome, "programme", "survey", voice)]
        for each in questions(year, at)
        if each.label.rstrip(".") == said["asked"]
    ]
    if not every:
        return {"asked": Holds(False, "nobody of them was asked that")}
    item, found = every[0]
    return {
        "k": found.agree,
        "n": found.n,
        "who": said["who"],
        "asked": said["asked"],
        "does": does(year, item, past=True),
    }


@states(
    SUMMARY,
    r"^This rests on (?:(?P<interviews>\d+) interviews?)?(?:,? ?(?:and )?(?P<responses>[\d,]+) survey responses?"
    r"(?: \((?P<forms>[\d,]+) of them forms about training\))?)?"
    r"(?:,? ?(?:and )?(?P<open>\d+) young (?:people|person))?(?:,? ?(?:and )?(?P<documents>\d+) documents?)?\. ",
)
def rests_on(year: Year, said: Said) -> Any:
    return {
        "interviews": len(talks(year)),
        "responses": len(answers(year)),
        "forms": count(year, "responses").get("forms"),
        "open": count(year, "young_people")["open"],
        "documents": count(year, "documents")["documents"],
    }


@states(
    SUMMARY,
    r"Of (?P<n>\d+) findings?, (?P<proved>\d+|none) follows? by rule from the evidence; "
    r"(?P<judged>\d+) (?:is|are) wholly or partly",
)
def grades(year: Year, said: Said) -> Any:
    found = graded(year, said)
    return {name: OneOf((found[name], *(["none"] if not found[name] else []))) for name in ("n", "proved", "judged")}


_FROM = {
    ROSE: "up from",
    FELL: "down from",
    SAME: "much the same as",
    NEITHER: "no clear change from",
    TOO_LITTLE: "no clear change from",
}


def since_earlier(year: Year, item: Item, at: Standing) -> str:
    """Return what stands beside an answer of its earlier waves: of the same sites alone, and of no pairs."""
    found = counted(year, item, at)
    every: dict[str, list[str]] = {how: [] for how in ("up from", "down from", "the same as", *_FROM.values())}
    for each in since(year, item, at):
        if (each.k, each.n) == (found.agree, found.n) and not each.paired:
            alike = (each.k0, each.n0) == (found.agree, found.n)
            every["the same as" if alike else _FROM[each.word]].append(
                f"{share_of(each.k0, each.n0)} {told_when(year, each)}"
            )
    told = "; ".join(f"{how} {' and '.join(those)}" for how, those in every.items() if those)
    return f", {told}" if told else ""


def of_outcome(year: Year, said: Said) -> Standing:
    """Return the outcome whose title stands beside what is said, for the whole programme."""
    return Standing(outcome_called(year, said.passage.near["term"]), "programme")


@states(
    SUMMARY,
    rf"In interviews with (?P<who>{'|'.join(VOICE_OF)}), (?P<k>\d+) of (?P<n>\d+) who spoke of it "
    r"(?P<do>supports?|contradicts?) it",
    kind="fact",
)
def interviewed(year: Year, said: Said) -> Any:
    found = spoken(year, of_outcome(year, said).outcome, VOICE_OF[said["who"]], "programme")
    do = said["do"].removesuffix("s") + "s"
    k = found.positions[do]
    return {"who": said["who"], "k": k, "n": found.spoke, "do": do if k == 1 else do.removesuffix("s")}


@states(
    SUMMARY,
    r"Allowing for where each began, the (?P<served>\d+) young people who were served ended (?P<by>[\d.]+) points "
    r"better than the (?P<waited>\d+) who waited \((?P<low>−?[\d.]+) to (?P<high>−?[\d.]+)\)",
    kind="fact",
)
def beside_those_who_waited(year: Year, said: Said) -> Any:
    found = compared(year, of_outcome(year, said).outcome, "record", "programme")
    if found is None:
        return None
    served, waited = found.sizes
    by, low, high = found.fit
    return {"served": served, "waited": waited, "by": by, "low": low, "high": high}


@states(
    SUMMARY,
    r"^(?P<k>\d+) of (?P<n>\d+) planned pieces? of work (?:was|were) delivered in full\."
    r"(?: (?P<reached>\d+) of (?P<milestones>\d+) milestones? (?:was|were) reached on time\.)?(?=$| Less| Furthest)",
    kind="paragraph",
)
def delivered(year: Year, said: Said) -> Any:
    pieces, milestones = work.pieces(year), work.milestones(year)
    return {
        "k": sum(each.done == work.IN_FULL for each in pieces),
        "n": len(pieces),
        "reached": sum(each.on_time for each in milestones) if milestones else None,
        "milestones": len(milestones) or None,
    }


@states(SUMMARY, r"Furthest behind the plan: (?P<list>[^.]*)\.")
def behind(year: Year, said: Said) -> Any:
    rows = [row for row in work.planned(year) if row["delivered"] and not work.in_full(row)]
    share = {id(row): work.amount(row["delivered"]) / work.amount(row["planned"]) for row in rows}
    told = [
        f"{capital(row['component'])}, {year.site_name(row['site'])}, {number(work.amount(row['delivered']))} of "
        f"{number(work.amount(row['planned']))} {row['measure']}"
        + (f" ({percent(share[id(row)], 1)})" if work.amount(row["planned"]) >= 10 else "")
        for row in sorted(rows, key=lambda row: share[id(row)])[:2]
    ]
    return {"list": "; ".join(told)}


@states(
    SUMMARY,
    rf"(?P<k>\d+) of (?P<n>\d+) {SCORED}(?:, (?P<same>\d+) the same and (?P<worse>\d+) a worse score)?",
    kind="fact",
)
def outcome_scored(year: Year, said: Said) -> Any:
    voice, places = scorers(said)
    found = matched(year, of_outcome(year, said).outcome, voice, "programme", places)
    noun = Holds(said["noun"] in nouns(voice, places), f"they are {nouns(voice, places)}")
    others = {"same": found.same, "worse": found.worse} if said["same"] else {}
    told = Holds(bool(said["same"]) == (found.better < found.pairs), "those who did no better are told beside")
    return {**share_here(said, found.better, found.pairs), "by": said["by"], "noun": noun, **others, "others": told}


@states(
    SUMMARY,
    rf"(?:“(?P<asked>[^”]+?)\.?”: )?(?P<k>\d+) of (?P<n>\d+) {NOUNS}(?: \((?P<share>\d+%)\))? (?P<does>{DOES})"
    r"(?P<since>,[^.]*?)?(?:; only (?P<answered>\d+) of the (?P<of_asked>\d+) asked answered)?(?=\.)",
    kind="fact",
)
def outcome_answered(year: Year, said: Said) -> Any:
    noun = SINGULAR.get(said["noun"], said["noun"])
    voice = TRAINED if noun == TRAINED else next(code for code, told in VOICES.items() if told == noun)
    at = Standing(of_outcome(year, said).outcome, "programme", "survey", voice)
    every = [(each, counted(year, each, at)) for each in questions(year, at)]
    named = [each for each in every if not said["asked"] or each[0].label.rstrip(".") == said["asked"]]
    opposite = bool(every) and said["does"] == does(year, (named or every)[0][0], DISAGREE)
    if opposite:
        item, found = named[0]
        read = reads(year, item, at) == "negative"
        told = Holds(read, "those on the other side are told only of what reads negative")
        return {**share_here(said, found.disagree, found.n), "noun": said["noun"], "does": said["does"], "read": told}
    mine = [each for each in named if (str(each[1].agree), str(each[1].n)) == (said["k"], said["n"])]
    if not (mine or every):
        return {"k": Holds(False, "nobody of them was asked")}
    item, found = (mine or named or every)[0]
    several = Holds((said["asked"] != "") == (len(every) > 1), f"they were asked {len(every)} questions")
    asked = {"asked": said["asked"]} if said["asked"] else {}
    wanted = since_earlier(year, item, at)
    return {
        **share_here(said, found.agree, found.n),
        **asked,
        "noun": said["noun"],
        "does": does(year, item),
        "of": several,
        "since": Holds(said["since"] == wanted, f"of earlier waves it would say “{wanted}”"),
        **few_answered(year, item, at),
    }


def few_answered(year: Year, item: Item, at: Standing) -> dict[str, Any]:
    """Expect how many were asked where fewer than a third of them answered."""
    asked = invited(year, item.survey, voice_of(at), year.sites)
    answered = len(responses(year, item.survey, voice_of(at), "programme", None, year.sites_of(at.outcome)))
    return {"answered": answered, "of_asked": asked} if asked and 3 * answered < asked else {}
