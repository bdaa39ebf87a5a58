"""The programme and how it was evaluated: what it rests on, and how far coders agree."""

from __future__ import annotations

import re
from collections import Counter
from importlib.metadata import version
from typing import Any

from scipy import stats

from .coding import alpha_range, coded_twice, codes_given, of_code, overall, unitised
from .counts import Fields, counted
from .expected import Holds, Range
from .folder import Year, day
from .reading import Passage, Table
from .registering import Said, draws, states, tabulates
from .rules import rule
from .standing import strand_named
from .waves import ALIKE, HALVED

LISTED = re.compile(r"(\d+) from (.+?)(?=, \d| and \d|$)")


def printed_day(text: str) -> str:
    found = day(text)
    return f"{found.day} {found:%B %Y}" if found else ""


@tabulates("programme", r"^Where things stood before")
def baselines(year: Year, table: Table) -> list[dict[str, Any]]:
    return [
        {
            "Measure": row["measure"],
            "Where": year.site_name(row["site"]),
            "Value": float(row["value"]),
            "On": printed_day(row["date"]),
            "Agreed with": row["agreed_with"],
        }
        for row in year.rows("baselines")
    ]


@tabulates("programme", r"^The outcomes, and the year in which")
def due(year: Year, table: Table) -> list[dict[str, Any]]:
    whose = {"cyp": "Children and young people", "practitioner": "Practitioners", "system": "The system around them"}
    return [
        {"Outcome": row["title"], "Whose": whose[row["area"]], "Due": f"Year {row['due_year']}"}
        for row in year.outcomes.values()
    ]


@states("method", r"(?P<k>\d+) of (?P<n>\d+) outcomes (?:is|are) not due until a later year")
def not_due(year: Year, said: Said) -> dict[str, Any]:
    later = [row for row in year.outcomes.values() if int(row["due_year"]) > year.number]
    return {"k": len(later), "n": len(year.outcomes)}


def talks(year: Year) -> list[str]:
    return [row["voice"] for row in year.rows("interviews") if row["year"] == str(year.number)]


def answered(year: Year) -> list[tuple[str, str]]:
    """Return (survey, voice) of every response of the year."""
    return [
        (survey, row["voice"])
        for survey in year.folder.surveys
        for row in year.responses(survey)
        if row["year"] == str(year.number)
    ]


def count(year: Year, measure: str) -> Fields:
    """Return what counts of the whole programme, by name."""
    return counted(year, measure, "programme").fields


@states(
    "method",
    r"^(?P<n>[\d,]+) (?P<what>interviews?|survey responses?), "
    r"(?P<list>all from [^,(]+?|\d+ from [^,(]+?(?:(?:, | and )\d+ from [^,(]+?)*)"
    r"(?:, in (?P<surveys>\d+) surveys?)?"
    r"(?:\. Of these, (?P<forms>[\d,]+) are forms that (?P<people>[\d,]+) (?:people|person) filled in before or after "
    r"training)? \(",
    kind="fact",
)
def from_whom(year: Year, said: Said) -> dict[str, Any]:
    of_surveys = said["what"].startswith("survey")
    voices = [voice for _, voice in answered(year)] if of_surveys else talks(year)
    listed = said["list"].replace("all", str(len(voices)))  # all are of one voice
    trained = of_surveys and any(
        row["stage"] and row["year"] == str(year.number)
        for survey in year.folder.surveys
        for row in year.responses(survey)
    )
    too = Holds((" and people trained" in listed) == trained, "those trained are told of just where there are any")
    listed = listed.replace(" and people trained", "")
    told = {strand_named(f"survey {who}")[1]: int(n) for n, who in LISTED.findall(listed)}
    wanted, forms = dict(Counter(voices)), count(year, "responses")
    return {
        "n": len(voices),
        "what": said["what"],
        "list": Holds(told == wanted, f"the folder gives {wanted}"),
        "people trained": too,
        "surveys": len({survey for survey, _ in answered(year)}),
        "forms": forms.get("forms"),
        "people": forms.get("form people"),
    }


@states("method", r"^(?P<n>\d+) young (?:people|person) with a case open at some time in the year", kind="fact")
def young_people(year: Year, said: Said) -> dict[str, Any]:
    return {"n": count(year, "young_people")["open"]}


@states("method", r"^(?P<n>\d+) outcomes? scored at the start and again", kind="fact")
def scored_outcomes(year: Year, said: Said) -> dict[str, Any]:
    return {"n": count(year, "scored_outcomes")["outcomes"]}


@states(
    "method",
    r"^Passages from (?P<n>\d+) documents? of the year; the evidence beside this report has them",
    kind="fact",
)
def quoted_documents(year: Year, said: Said) -> dict[str, Any]:
    return {"n": count(year, "documents")["documents"]}


@states(
    "method",
    r"^(?P<n>\d+) changes? noticed in the system; others were asked to confirm (?P<asked>\d+)",
    kind="fact",
)
def noticed(year: Year, said: Said) -> dict[str, Any]:
    found = count(year, "changes")
    return {"n": found["noticed"], "asked": found["asked"]}


@states("method", r"^(?P<n>\d+) indicators?: ", kind="fact")
def counted_over_time(year: Year, said: Said) -> dict[str, Any]:
    return {"n": count(year, "indicators")["indicators"]}


@states("method", r"^(?P<k>\d+) of (?P<n>\d+) partner organisations answered the last time", kind="fact")
def organisations(year: Year, said: Said) -> dict[str, Any]:
    found = count(year, "network_answers")
    return {"k": found["answered"], "n": found["asked"]}


@states("method", r"Two people each coded the same text: (?P<texts>\d+) texts, (?P<characters>[\d,]+) characters")
def coded_text(year: Year, said: Said) -> dict[str, Any]:
    texts = coded_twice(year)
    return {"texts": len(texts), "characters": sum(each.length for each in texts)}


@states("method", r"Its range is that of (?P<share>\d+) in (?P<of>\d+) draws of the texts")
def draws_of_texts(year: Year, said: Said) -> dict[str, Any]:
    return {"share": 95, "of": 100}


@states(
    "method",
    r"α is below (?P<least>[\d.]+) on (?P<k>\d+|none) of (?P<n>\d+) codes(?:: (?P<list>[^.]+))?\."
    r"(?: Coders agree fully on (?P<full>\d+))?",
)
def below(year: Year, said: Said) -> dict[str, Any]:
    least = float(rule(year.folder, "agreement_concern"))
    alphas = {code: of_code(year, code).alpha for code in codes_given(year)}
    low = {title(year, code) for code, alpha in alphas.items() if alpha is not None and alpha < least}
    told = set(re.findall(r"“([^”]+)”", said["list"]))
    return {
        "least": rule(year.folder, "agreement_concern"),
        "k": len(low),
        "n": len(alphas),
        "list": Holds(told == low, f"these are {low}"),
        "full": sum(alpha == 1 for alpha in alphas.values()),
    }


def title(year: Year, code: str) -> str:
    return next(row["title"] for row in year.rows("codebook") if row["code"] == code)


def fits(value: float | None) -> Any:
    return value if value is not None else "–"


@tabulates("method", r"^How far coders agree on each code, in numbers")
def coders_agree(year: Year, table: Table) -> list[dict[str, Any]]:
    found = []
    for code in codes_given(year):
        each = of_code(year, code)
        found.append(
            {
                "Code": title(year, code),
                "Agree": each.percent,
                "Positive agreement": fits(each.positive),
                "κ": fits(each.kappa),
                "AC1": fits(each.ac1),
            }
        )
    return found


@states("method", r"^(?P<alpha>[−\d.]+) \((?:(?P<low>[−\d.]+) to (?P<high>[−\d.]+)|range not known)\)$", kind="cell")
def alpha_cell(year: Year, said: Said) -> dict[str, Any] | None:
    code = next((each for each in codes_given(year) if title(year, each) == said.passage.row.get("Code")), None)
    if code is None:
        return None
    ends = alpha_range(year, code)
    expected: dict[str, Any] = {"alpha": of_code(year, code).alpha}
    if ends is None or not said["low"]:
        expected["range"] = Holds((ends is None) == (not said["low"]), f"its range is {ends}")
        return expected
    return {**expected, "low": Range(*ends[0]), "high": Range(*ends[1])}


@states("method", r"(?P<title>[^:.]+): α (?P<alpha>[−\d.]+)\.(?= |$)", kind="description")
def alpha_told(year: Year, said: Said) -> dict[str, Any] | None:
    code = next((each for each in codes_given(year) if title(year, each) == said["title"].strip()), None)
    return {"title": Holds(True), "alpha": of_code(year, code).alpha} if code else None


@draws("method", r"chart-")
def alphas_drawn(year: Year, chart: Passage) -> list[Any]:
    alphas = sorted(a for a in (of_code(year, code).alpha for code in codes_given(year)) if a is not None)
    # Codes on which all agree are in the table alone, unless there are no others.
    shown = [each for each in alphas if each < 1] or alphas
    # Then the line of full agreement, the threshold, and the ends of the axis.
    lowest = min([end[0][0] for code in codes_given(year) if (end := alpha_range(year, code))] + shown)
    return [*shown, 1, rule(year.folder, "agreement_concern"), *([-0.25] if lowest < 0 else []), 0]


@states(
    "method",
    r"All codes together: (?P<percent>\d+%) of the text alike, α with MASI distance (?P<alpha>[\d.]+), "
    r"κ (?P<kappa>[\d.]+), AC1 (?P<ac1>[\d.]+)\. As pieces cut out of the text, unitised α is (?P<u>\d+\.\d+)",
)
def all_codes(year: Year, said: Said) -> dict[str, Any]:
    found = overall(year)
    return {
        "percent": found.percent,
        "alpha": found.alpha,
        "kappa": found.kappa,
        "ac1": found.ac1,
        "u": unitised(year),
    }


# The annex of rules: what each is called there.
RULES = (
    ("min_n", "Opinions that it takes"),
    ("min_pairs", "People, or places, scored twice"),
    ("no_change_margin", "Net change"),
    ("level_margin", "Difference between two waves"),
    ("density_margin", "Change of a network’s density"),
    ("share_width", "Width of a share’s range"),
    ("difference_width", "Width of a difference’s range"),
    ("attrition_mixed", "Share without a second score, above which a change"),
    ("series_years", "Earlier whole years that a series is compared with, at most"),
    ("interview_sources", "People who must say the same"),
    ("interview_share", "Share of those who spoke to it"),
    ("interview_supported", "People who must have spoken"),
    ("interview_supported_share", "Share of them who must say so"),
    ("asked_share", "Share of those asked in interviews"),
    ("item_share", "Share of a survey’s questions"),
    ("response_rate", "Response rate below"),
    ("attrition_concern", "Share without a second score, above which confidence"),
    ("agreement_concern", "Agreement between coders"),
    ("coherence", "Share of readings"),
)


# How they are printed: a difference in points, a share in per cent, and anything else as it is.
POINTS = {"no_change_margin", "level_margin", "density_margin", "share_width", "difference_width"}
PLAIN = {"min_n", "min_pairs", "series_years", "interview_sources", "interview_supported", "agreement_concern"}


@states("rules", r"^(?P<number>[\d.]+%?)(?P<unit> points?)?$", kind="cell")
def threshold(year: Year, said: Said) -> dict[str, Any] | None:
    what = said.passage.row.get("What", "")
    name = next((name for name, words in RULES if what.startswith(words)), None)
    if name is None:
        return None
    true = rule(year.folder, name) * (100 if name in POINTS else 1)
    unit = (" point" if true == 1 else " points") if name in POINTS else "" if name in PLAIN else "%"
    told = "%" if said["number"].endswith("%") else said["unit"]
    held = Holds(told == unit, f"it is told with “{unit}”")
    return {"number": true, "unit": held, "told in": held}


@states(
    "rules",
    r"^Two waves of a question are compared by Newcombe’s interval, in which (?P<alike>[\d.]+) answers are worth one: "
    r"people of one organisation, team or place answer alike\. If a share is lower than in only one of two earlier "
    r"waves, it fell only if a (?P<level>[\d.]+%) range says so too\.$",
)
def two_waves(year: Year, said: Said) -> dict[str, Any]:
    return {"alike": ALIKE, "level": 2 * stats.norm.cdf(HALVED) - 1}


@states("rules", r"Drawn up with Tideturn (?P<version>\d+(?:\.\d+)*)")
def drawn_up_with(year: Year, said: Said) -> dict[str, Any]:
    installed = version("tideturn")  # as the package says of itself, without importing it
    return {"version": Holds(said["version"] == installed, f"{installed} is installed")}


def finding_numbers(said: Said) -> dict[str, str]:
    """Return each finding's number by its claim, as its own label tells it."""
    found = {}
    for each in said.document.passages:
        number = re.match(r"(\d+)\. ", each.text)
        claim = next((i.removeprefix("claim-") for i in each.ids if i.startswith("claim-")), None)
        if claim and number and each.kind == "label":
            found.setdefault(claim, number[1])
    return found


@states("findings", r"^(?P<number>\d+)\. ", kind="label")
def finding_number(year: Year, said: Said) -> dict[str, Any]:
    own = next((each for each in said.passage.ids if each.startswith("claim-")), "").removeprefix("claim-")
    claims = list(finding_numbers(said))
    return {"number": claims.index(own) + 1 if own in claims else None}


@states("findings", r"^Findings? (?P<list>[\d, and]+)$", kind="fact")
def sums_up(year: Year, said: Said) -> dict[str, Any]:
    own = next((each for each in said.passage.ids if each.startswith("claim-")), "").removeprefix("claim-")
    row = next((each for each in year.rows("findings") if each["claim_id"] == own), None)
    numbers = finding_numbers(said)
    told = set(re.findall(r"\d+", said["list"]))
    wanted = {numbers.get(each, "?") for each in (row["summary_of"].split("|") if row else ())}
    return {"list": Holds(told == wanted, f"it sums up {sorted(wanted)}")}


@states("findings", r"^(?P<author>[\w-]+); reviewed by (?P<reviewer>[\w-]+)\.$", kind="fact")
def who_wrote(year: Year, said: Said) -> dict[str, Any]:
    own = next((each for each in said.passage.ids if each.startswith("claim-")), "").removeprefix("claim-")
    row = next((each for each in year.rows("findings") if each["claim_id"] == own), {})
    return {"author": row.get("author"), "reviewer": row.get("reviewer")}
