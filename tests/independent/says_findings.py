"""What people wrote as findings: every number that they refer to, and those that they typed."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from .between import followed, plan_of, sides
from .counts import counted
from .expected import Holds, OneOf
from .folder import Row, Year
from .pathways import met
from .registering import Said, Statement, makes, statement, states
from .says_answering import chain
from .says_pieces import counted_at, names
from .says_records import pathway_of
from .says_themes import count, holds
from .scores import Matched, matched
from .standing import TRAINED, Standing
from .surveys import item_of, items_of, responses, tally
from .talks import source, talk
from .trained import Moves, before_after
from .waited import compared

EVERYWHERE = r"."
_REFERENCE = re.compile(r"\{([a-z_]+):([^}]+)\}")
_NUMBER = r"\d[\d,]*"
_SHAPES = {
    **dict.fromkeys(("k", "n", "same", "worse", "others"), _NUMBER),
    "share": r"\d+%",
    "interval": r"\d+% to \d+%",
    "quote": r"“.+?”",
}
COUNT = r"[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|\d+"


def value(year: Year, evidence: str, field: str) -> Any:
    """Return what a reference in a finding stands for."""
    kind, *rest = evidence.split("/")
    moves: Moves | Matched | None = None
    if kind == "survey":
        found = counted_at(year, rest)
        k, n, interval = found.agree, found.n, found.interval
    elif kind == "matched" and len(rest) == 5 and rest[4] != "places":
        item = item_of(year, rest[4], names(year, rest[4], rest[0])[0])
        moves = before_after(year, item, year.sites_at(rest[0], rest[2]))
        k, n, interval = moves.better, moves.pairs, None
    elif kind == "matched":
        moves = matched(year, rest[0], rest[1], rest[2], places=rest[-1] == "places")
        k, n, interval = moves.better, moves.pairs, None
    elif kind == "compared":
        beside = compared(year, rest[0], rest[1], rest[2])
        return beside.fit[1:] if beside and field == "interval" else None
    elif kind == "theme":
        return holds(year, evidence, field)
    elif kind == "count":
        return counted(year, rest[0], rest[1]).fields[field.replace("_", " ")]
    elif kind == "pathway":
        two = sides(year, rest[0], rest[1])
        k, n, interval = two.k, two.n, None
    else:
        return None
    rest_of = {"same": moves.same, "worse": moves.worse, "others": n - k} if moves else {}
    return {"k": k, "n": n, "share": Fraction(k, n) if n else None, "interval": interval, **rest_of}[field]


@makes
def written(year: Year) -> list[Statement]:
    """Make a statement of every finding that refers to evidence."""
    found = []
    for row in year.folder.table("findings"):
        if row["year"] == str(year.number) and _REFERENCE.search(row["text"]):
            found.append(one(year, row))
    return found


def one(year: Year, row: Row) -> Statement:
    pattern, expected, at = "", {}, 0
    for number, match in enumerate(_REFERENCE.finditer(row["text"])):
        pattern += re.escape(row["text"][at : match.start()])
        field, evidence = match.groups()
        if field == "interval":
            low, high = value(year, evidence, field)
            end = r"−?[\d.]+" if evidence.startswith("compared/") else r"\d+%"
            pattern += rf"(?P<low{number}>{end}) to (?P<high{number}>{end})"
            expected |= {f"low{number}": low, f"high{number}": high}
        else:
            pattern += rf"(?P<g{number}>{_SHAPES.get(field, _NUMBER)})"
            expected[f"g{number}"] = None if field == "quote" else value(year, evidence, field)
        kind, *rest = evidence.split("/")
        if kind == "pathway" and sides(year, rest[0], rest[1]).pilot:
            parted = Holds("pilot" in row["text"], f"these are the cases since the pilot, at one place: {evidence}")
            expected["the sides of a pilot"] = parted
        at = match.end()
    # What was typed after the last reference has statements of its own.
    rest = row["text"][at:]
    pattern += re.escape(rest.partition(";")[0] if ";" in rest else rest)
    own = row["claim_id"]

    def compute(_year: Year, said: Said) -> dict[str, Any] | None:
        quotes = {name: Holds(year.quoted(said[name])) for name, wanted in expected.items() if wanted is None}
        return {**expected, **quotes} if own in claims(said) else None

    return statement(EVERYWHERE, pattern, compute)


def claims(said: Said) -> set[str]:
    """Return the findings that stand in a passage: those of its raised notes, or the one whose entry it is."""
    entries = {each.removeprefix("claim-") for each in said.passage.ids if each.startswith("claim-")}
    return {*said.passage.notes, *entries}


def outcome_of(year: Year, said: Said) -> str:
    """Return the outcome of the finding of which a typed number is a part."""
    words, here = said.match.group(), claims(said)
    rows = [each for each in year.folder.table("findings") if each["claim_id"] in here and words in each["text"]]
    return rows[0]["outcome_id"] if rows else ""


@states(EVERYWHERE, rf"(?P<n>{COUNT}) (?P<who>partner|person) who was interviewed said otherwise")
def said_otherwise(year: Year, said: Said) -> dict[str, Any] | None:
    outcome = outcome_of(year, said)
    codes = {row["code"] for row in year.rows("codebook") if row["outcome_id"] == outcome}
    people: dict[str, str] = {}
    for row in year.rows("codings"):
        who = talk(year, row["interview_id"])
        if row["code"] in codes and row["polarity"] == "contradicts" and who and who["year"] == str(year.number):
            people[source(who)] = who["voice"]
    partners = Holds(said["who"] == "person" or {*people.values()} == {"stakeholder"}, f"they are {people}")
    return {"n": len(people), "who": partners} if outcome else None


@states(EVERYWHERE, rf"(?P<n>{COUNT}) people interviewed named (?:a )?(?P<factor>.+?) as what brought it about")
def named_as_cause(year: Year, said: Said) -> dict[str, Any] | None:
    outcome = outcome_of(year, said)
    ends = {row["factor"] for row in year.rows("factors") if row["node_id"] == outcome}
    people: dict[str, set[str]] = {}
    for row in year.rows("causal_claims"):
        who = talk(year, row["interview_id"])
        helps = row["effect"] in {"", "helps"} and row["to_factor"] in ends
        if helps and who and who["year"] == str(year.number):
            people.setdefault(row["from_factor"], set()).add(source(who))
    # A finding may call a cause by other words than those who named it.
    meant = max(people, key=lambda each: len(stems(each) & stems(said["factor"])), default="")
    if not outcome:
        return None
    alike = Holds(bool(stems(meant) & stems(said["factor"])), f"named are {sorted(people)}")
    return {"n": len(people.get(meant, ())), "factor": alike}


def stems(words: str) -> set[str]:
    """Return what the longer words of a text begin with."""
    return {each[:5] for each in re.findall(r"[a-z’]{5,}", words.lower())}


@states(
    EVERYWHERE,
    r"In Year \d+, (?P<k>\d+) of (?P<n>\d+) cases in \w+ met the whole of the pathway as it was designed, "
    r"against (?P<k0>\d+) of (?P<n0>\d+) the year before",
)
def along_a_pathway(year: Year, said: Said) -> dict[str, Any] | None:
    """Count the cases of both whole years, at all places, whatever a pilot parts."""
    outcome = outcome_of(year, said)
    if not outcome:
        return None
    pathway, last = pathway_of(year, outcome), year.years[year.number - 1]
    spans = {"": (year.start, min(year.end, year.data_to)), "0": (last["start"], last.get("data_to") or last["end"])}
    counts = {}
    for which, span in spans.items():
        cases, _ = followed(year, pathway, "programme", *span)
        counts |= {f"n{which}": len(cases), f"k{which}": sum(met(case, plan_of(year, pathway)) for case in cases)}
    return counts


@states(EVERYWHERE, r"those who were served scored (?P<by>[\d.]+) points better on \w+ than those who had waited")
def better_than_waiting(year: Year, said: Said) -> dict[str, Any] | None:
    found = compared(year, outcome_of(year, said), "record", "programme")
    return {"by": found.fit[0]} if found else None


@states(EVERYWHERE, r"Only (?P<n>\d+) young people had waited")
def had_waited(year: Year, said: Said) -> dict[str, Any] | None:
    found = compared(year, outcome_of(year, said), "record", "programme")
    return {"n": found.sizes[1]} if found else None


@states(
    EVERYWHERE, r"The cases behind it are of (?P<n>one) pathway, (?P<which>\w+), and its pilot ran in (?P<k>one) city"
)
def of_one_pathway(year: Year, said: Said) -> dict[str, Any] | None:
    outcome = outcome_of(year, said)
    if not outcome:
        return None
    pathway = pathway_of(year, outcome)
    sites = {each["site"] for each in plan_of(year, pathway).pilots}
    return {
        "n": Holds(pathway == said["which"], f"its pathway is {pathway}"),
        "which": pathway,
        "k": Holds(len(sites) == 1, f"pilots ran at {sorted(sites)}"),
    }


@states(EVERYWHERE, r"about (?P<share>half) of those who gave an opinion agree")
def about_half(year: Year, said: Said) -> dict[str, Any] | None:
    outcome = outcome_of(year, said)
    agree = asked = 0
    for item in items_of(year, outcome) if outcome else ():
        for voice in ("staff", "stakeholder"):
            found = tally(year, item, responses(year, item.survey, voice, "programme", None, year.sites_of(outcome)))
            agree, asked = agree + found.agree, asked + found.n
    near = asked > 0 and abs(Fraction(agree, asked) - Fraction(1, 2)) <= Fraction(2, 100)
    return {"share": Holds(near, f"{agree} of {asked} agree")} if outcome else None


@states(EVERYWHERE, r"(?P<n>\d+) young people whom workers scored at the start and again in the year")
def scored_again(year: Year, said: Said) -> dict[str, Any] | None:
    # The number is a reference: the finding is known by the words beside it.
    words, here = said.match.group().removeprefix(said["n"]), claims(said)
    rows = [each for each in year.folder.table("findings") if each["claim_id"] in here and words in each["text"]]
    return {"n": matched(year, rows[0]["outcome_id"], "record", "programme").pairs} if rows else None


@states(EVERYWHERE, r"Of (?P<n>\d+) people who were invited(?=, )")
def invited_people(year: Year, said: Said) -> dict[str, Any] | None:
    outcome = outcome_of(year, said)
    if not outcome:
        return None
    found = chain(year, Standing(outcome, "programme", "survey", TRAINED))
    return {"n": found.asked, "invited": Holds(found.invited, "nobody counted who was invited")}


@states(EVERYWHERE, r"nobody has yet seen whether it lasts")
def nobody_has_seen(year: Year, said: Said) -> dict[str, Any]:
    outcome = outcome_of(year, said)
    later = [
        row
        for item in items_of(year, outcome)
        for row in year.responses(item.survey)
        if row["stage"] == "follow_up" and row.get(item.name)
    ]
    return {"nobody": Holds(not later, f"{len(later)} answered a follow-up")}


@states(EVERYWHERE, r"nobody was asked about its quality")
def nobody_was_asked(year: Year, said: Said) -> dict[str, Any]:
    talks = {row["interview_id"] for row in year.rows("asked") if row["outcome_id"] == "information_quality"}
    asked = [each for each in talks if (talk(year, each) or {}).get("year") == str(year.number)]
    answers = [
        row for i in items_of(year, "information_quality") for row in year.responses(i.survey) if row.get(i.name)
    ]
    return {"nobody": Holds(not asked and not answers, f"{len(asked)} were asked, {len(answers)} answered")}


@states(EVERYWHERE, r"(?P<n>One) partner [^:“]+: (?P<quote>“.+?”)")
def one_partner(year: Year, said: Said) -> dict[str, Any]:
    return {"n": 1, "quote": Holds(year.quoted(said["quote"]), "nobody said so")}


@states(EVERYWHERE, rf"(?<=and )(?P<n>{COUNT}) of them said the opposite")
def said_the_opposite(year: Year, said: Said) -> dict[str, Any] | None:
    """Count those who denied the theme that the finding rests on."""
    here = claims(said)
    rests_on = [row["evidence_id"] for row in year.folder.table("finding_evidence") if row["claim_id"] in here]
    themes = [each.split("/") for each in rests_on if each.startswith("theme/")]
    found = {count(year, *name[1:4], "contradicts") for name in themes}
    return {"n": OneOf(tuple(found))} if found else None


@states("findings", r"No hash is kept of \S+(?: and (?P<more>\d+) more)?,")
def without_hash(year: Year, said: Said) -> dict[str, Any]:
    rows = [
        row for row in year.folder.table("finding_evidence") if row["claim_id"] in claims(said) and not row["sha256"]
    ]
    return {"more": len(rows) - 1}


@states("findings", r"Its author, (?P<author>[\w-]+), also reviewed it")
def own_reviewer(year: Year, said: Said) -> dict[str, Any]:
    row = next(row for row in year.folder.table("findings") if row["claim_id"] in claims(said))
    return {"author": row["author"], "reviewer": Holds(row["author"] == row["reviewer"])}


@states(r"area-|by-place", r"(?P<by>[\w-]+) overrode the rules’ verdict")
def set_by(year: Year, said: Said) -> dict[str, Any]:
    rows = [row["by"] for row in year.rows("overrides") if row["year"] == str(year.number)]
    return {"by": OneOf(tuple(rows))}
