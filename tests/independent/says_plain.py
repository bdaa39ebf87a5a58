"""The plain reports for young people and for partners."""

from __future__ import annotations

from typing import Any

from .answer_words import DOES, does
from .expected import Holds
from .folder import Year
from .registering import Said, states, worded
from .rules import rule
from .says_answering import answered, chain, come, counted, had, questions
from .scores import RATERS, matched
from .standing import TRAINED, Standing, standing
from .surveys import Item, Tally
from .talks import spoken
from .waited import Compared
from .waited import compared as beside_waiting
from .waves import Moved, compared, told_when, waves

PLAIN = "^plain$"


NOUNS = {
    "partners": "stakeholder",
    "people trained": TRAINED,
    "staff": "staff",
    "young people": "young_person",
    "parents and carers": "family",
    "people from other services": "stakeholder",
    "people who had our training": TRAINED,
    "the project’s workers": "staff",
    "the programme’s staff": "staff",
}
WHO = rf"(?:of )?(?P<noun>{'|'.join(NOUNS)})"
BEFORE = r"(?:\. Before the training, (?P<had>\d+) of (?:the )?(?P<both>\d+)(?: compared)? had)?"
SINCE = (
    "".join(
        rf"(?:{joins}(?P<k{at}>\d+) of (?P<n{at}>\d+) did (?P<when{at}>before Year \d+|in Year \d+)"
        for at, joins in ((1, r"\. "), (2, ", and "))
    )
    + ")?" * 2
)
SINCE_YOUNG = r"(?:\. (?P<began>Before the project began|In Year \d+), it was (?P<k1>\d+) of (?P<n1>\d+))?"


def asked_of(year: Year, label: str, voice: str) -> tuple[Item, Tally] | None:
    """Return a question of the year by its words, as somebody's kind was asked it, and how they answered."""
    for outcome in year.outcomes:
        at = Standing(outcome, "programme", "survey", voice)
        for item in questions(year, at):
            if item.label.rstrip(".") == label.rstrip("."):
                return item, counted(year, item, at)
    return None


@states(
    PLAIN,
    rf"(?P<k>\d+) of (?P<n>\d+) {WHO}(?: \((?P<share>\d+%)\))? (?P<does>{DOES}){BEFORE}{SINCE}",
    kind="paragraph",
)
def agreed(year: Year, said: Said) -> dict[str, Any] | None:
    """Expect how many answered so on a question of the outcome; to partners with the share and the earlier waves."""
    if said.passage.document != "plain-partners":
        return None
    found = answers(year, said)
    if found is None:
        return {"k": Holds(False, "no question of this outcome was answered so")}
    about, item, count = found
    shown = Holds((said["share"] != "") == (count.n >= 10), "a percentage is of ten or more")
    at = Standing(about.outcome, "programme", "survey", NOUNS[said["noun"]])
    return {
        "k": count.agree,
        "n": count.n,
        "noun": said["noun"],
        "does": does(year, item, past=True),
        "share": count.share,
        "shown": shown,
        **had(year, at, item, said),
        **did_before(year, said, item, count, about.outcome),
    }


@states(
    PLAIN,
    rf"(?P<how>Most (?:of )?|All |[Oo]nly )?(?:(?P<k0>\d+) of (?P<n0>\d+) |(?P<every>\d+) )?{WHO}"
    rf"(?: who (?P<gave>answered|gave an opinion))? "
    rf"(?P<does>{DOES})(?:: (?P<k>\d+) of (?P<n>\d+))?{SINCE_YOUNG}",
)
def agreed_plainly(year: Year, said: Said) -> dict[str, Any] | None:
    """Expect the same of young people's pages: most, all or only so many, and how many did when it began."""
    if said.passage.document != "plain-young-people" or not (said["k"] or said["k0"] or said["every"]):
        return None
    found = answers(year, said)
    if found is None:
        return {"k": Holds(False, "no question of this outcome was answered so")}
    about, item, count = found
    most = {"Most": 2 * count.agree > count.n, "All": count.agree == count.n}
    held = most.get(said["how"].split()[0] if said["how"] else "", True)
    every = sum(1 for row in answered(year, item, Standing(about.outcome, "programme", "survey", NOUNS[said["noun"]])))
    return {
        **({"gave": "answered" if every == count.n else "gave an opinion"} if said["gave"] else {}),
        **dict.fromkeys(("k", "k0"), count.agree),
        **dict.fromkeys(("n", "n0", "every"), count.n),
        "noun": said["noun"],
        "does": does(year, item, past=True),
        "most": Holds(held, f"{count.agree} of {count.n}"),
        **since_it_began(year, said, item, count, about.outcome),
    }


def answers(year: Year, said: Said) -> tuple[Standing, Item, Tally] | None:
    """Return the question of the outcome that so many of so many answered so, with its own count."""
    about = standing(year, said.passage)
    if about is None:
        return None
    groups = said.match.groupdict()
    n = int(groups.get("n") or groups.get("n0") or groups.get("every") or 0)
    k = int(groups.get("k") or groups.get("k0") or groups.get("every") or 0)
    at = Standing(about.outcome, "programme", "survey", NOUNS[said["noun"]])
    for item in questions(year, at):
        count = counted(year, item, at)
        if (count.agree, count.n) == (k, n) and does(year, item, past=True) == said["does"]:
            return about, item, count
    return None


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


def since_it_began(year: Year, said: Said, item: Item, count: Tally, outcome: str) -> dict[str, Any]:
    """Expect the wave since which a change is told, wherever all who answer now are compared with it."""
    voice, sites = NOUNS[said["noun"]], tuple(year.sites_at(outcome, "programme"))
    numbers = [each.number for each in waves(year, item, voice, sites)][:-1]
    before = [each for each in numbers if each < min(year.years)]
    reference = before[-1] if before else numbers[0] if numbers else None
    moves = () if voice in {TRAINED, "young_person"} else compared(year, item, voice, sites)
    held = [each for each in moves if each.number == reference and (each.k, each.n) == (count.agree, count.n)]
    expected: dict[str, Any] = {"since": Holds((said["n1"] != "") == bool(held), f"{len(held)} waves to tell since")}
    for each in held:
        began = "Before the project began" if each.number < min(year.years) else f"In Year {each.number}"
        expected |= {"k1": each.k0, "n1": each.n0, "began": began}
    return expected


@states(PLAIN, rf"(?P<k>\d+) of (?P<n>\d+) {WHO} said that it got worse")
def got_worse(year: Year, said: Said) -> dict[str, Any] | None:
    """Expect how many gave the opposite answer to a question about change."""
    about = standing(year, said.passage)
    if about is None:
        return None
    at = Standing(about.outcome, "programme", "survey", NOUNS[said["noun"]])
    for item in questions(year, at):
        worse = sum(row.get(item.name, "") in item.listed("worse") for row in answered(year, item, at))
        if item.listed("worse") and (worse, counted(year, item, at).n) == (int(said["k"]), int(said["n"])):
            return {"k": worse, "n": counted(year, item, at).n, "noun": said["noun"]}
    return {"k": Holds(False, "no question of this outcome was answered so by so many")}


TALKED = rf"(?:(?P<n>\d+) {WHO} talked to us about this\. (?:Only )?(?P<k>\d+) of them said so)"
TALKED_TO_PARTNERS = rf"(?:(?P<k>\d+) of (?P<n>\d+) {WHO} who spoke of it said so)"


@states(PLAIN, TALKED)
@states(PLAIN, TALKED_TO_PARTNERS)
def talked(year: Year, said: Said) -> dict[str, Any] | None:
    """Expect how many of those who spoke of the outcome in interviews say that it is so."""
    about = standing(year, said.passage)
    if about is None:
        return None
    found = spoken(year, about.outcome, NOUNS[said["noun"]], "programme")
    return {"n": found.spoke, "k": found.positions.get("supports", 0), "noun": said["noun"]}


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
AGAIN = r"at the start and again this year"
OTHERS = r"(?:\. (?:For the other (?P<others>\d+), it was|The other (?P<rest>\d+) scored) the same or worse)?"
EACH = (
    r"(?:\. It was the same for (?P<same>\d+) and worse for (?P<worse>\d+)"
    r"|, the same for (?P<alike>\d+) and worse for (?P<lower>\d+))?"
)
MOVED = (
    rf"The last score was (?:better for (?P<k>\d+) of them{EACH}{OTHERS}"
    r"|the same for (?P<first>\d+)(?: of them)?, better for (?P<second>\d+) and worse for (?P<third>\d+))"
)


@states(PLAIN, rf"(?P<n>\d+) young people scored this {AGAIN}\. {MOVED}")
def own_scores(year: Year, said: Said) -> dict[str, Any] | None:
    return pairs(year, said, "young_person")


@states(PLAIN, rf"Workers scored (?:this for )?(?P<n>\d+) (?P<who>young people|places and groups),? {AGAIN}\. {MOVED}")
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
    apart = said["same"] or said["alike"] or said["first"]
    told = "together" if said["others"] or said["rest"] else "apart" if apart else ""
    no_better = Holds(
        told == wanted, f"{found.same} the same, {found.worse} worse: to be told {wanted or 'not at all'}"
    )
    alone = found.better > found.worse and found.p < 0.05 and not waited(year, about.outcome)
    warned = any(each in said.passage.text for each in ALONE)
    return {
        "n": found.pairs,
        **dict.fromkeys(("k", "second"), found.better),
        **dict.fromkeys(("same", "alike", "first"), found.same),
        **dict.fromkeys(("worse", "lower", "third"), found.worse),
        **dict.fromkeys(("others", "rest"), found.pairs - found.better),
        "no better": no_better,
        "warned": Holds(warned or not alone, "it ought to say that scores often get better by themselves"),
    }


ALONE = (
    "But scores often get better by themselves, and we could not compare these with anyone else’s",
    "But scores often get better by themselves, and we had no one to compare with",
)


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


@worded(PLAIN, rf"{'|'.join(ALONE)}")
@of_an_outcome
def nobody_to_compare(year: Year, outcome: str, said: Said) -> dict[str, Any]:
    voices = [voice for voice in RATERS if beside_waiting(year, outcome, voice, "programme")]
    return {"nobody": Holds(not voices, f"scores of {voices} were compared with those of people who waited")}


@states(PLAIN, r"We looked at (?P<n>\d+) things? in all")
def things(year: Year, said: Said) -> dict[str, Any]:
    return {"n": len(year.outcomes)}


@states(PLAIN, r"Last year we asked for (?P<n>\d+) things?\. So far (?P<k>\d+|none) of them (?:has|have) been done")
def asked_last_year(year: Year, said: Said) -> dict[str, Any]:
    rows = [row for row in year.rows("recommendations") if row["year"] == str(year.number - 1)]
    return {"n": len(rows), "k": sum(row["done"] == "yes" for row in rows)}


@worded(PLAIN, r"[Nn]o one asked you to talk to us, or to fill in a form")
def nobody_asked(year: Year, said: Said) -> dict[str, Any]:
    talks = [
        row for row in year.rows("interviews") if row["voice"] == "young_person" and row["year"] == str(year.number)
    ]
    forms = [row for s in year.folder.surveys for row in year.responses(s) if row["voice"] == "young_person"]
    return {"nobody": Holds(not talks and not [row for row in forms if row["year"] == str(year.number)])}


@worded(PLAIN, r"^.+$")
def young_people_said(year: Year, said: Said) -> dict[str, Any]:
    """Expect every quotation to be somebody's own words."""
    quoted = said.passage.kind != "quotation" or year.quoted(said.passage.text)
    return {"quoted": Holds(quoted, "nobody said this")}
