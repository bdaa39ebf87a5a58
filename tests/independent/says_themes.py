"""What people raised in interviews, theme by theme: who raised it, who said the opposite, and what was coded at all."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Any

from .expected import Holds
from .folder import Row, Year
from .reading import Table
from .registering import Said, states, tabulates
from .says_pieces import ANNEX, parts
from .talks import position, settled, source, talk

SECTIONS = "^(?:programme|delivery|strengths|challenges|learning)$"
VOICES = {"staff": "staff", "partners": "stakeholder", "young people": "young_person", "families": "family"}
WHO = "staff|partners|young people|families"
ONES = {"member of staff": "staff", "partner": "stakeholder", "young person": "young_person", "family member": "family"}
KINDS = {
    "context": "what the places are like, and what else went on",
    "implementation": "how the work was put into practice",
    "strength": "what went well",
    "challenge": "what was hard",
    "learning": "what was learnt",
    "participation": "how young people shaped the work",
    "account": "a piece of work, as somebody tells it",
}
WAYS = {
    "said that it is so": "supports",
    "said the opposite": "contradicts",
    "said that nothing changed": "no_change",
    "said that it is too soon to tell": "too_early",
    "said both": "mixed",
    "only mentioned it": "",
}


@cache
def heard(year: Year, voice: str, scope: str) -> frozenset[str]:
    """Return everybody of a voice who was interviewed in the year at a place."""
    return frozenset(source(row) for row in year.rows("interviews") if _is_here(year, row, voice, scope))


def _is_here(year: Year, row: Row | None, voice: str, scope: str) -> bool:
    return bool(
        row
        and "survey" not in row
        and row["year"] == str(year.number)
        and row["voice"] == voice
        and scope in {"programme", row["site"]}
    )


@cache
def raised(year: Year, code: str, voice: str, scope: str) -> dict[str, str]:
    """Return what each person who raised a theme said of it; nothing for those who only mentioned it."""
    said: dict[str, set[str]] = defaultdict(set)
    for row in settled(year):
        who = talk(year, row["interview_id"])
        if row["code"] == code and _is_here(year, who, voice, scope):
            said[source(who)] |= {row["polarity"]} - {""}  # type: ignore[arg-type]
    return {person: position(ways) if ways else "" for person, ways in said.items()}


def count(year: Year, code: str, voice: str, scope: str, way: str) -> int:
    return sum(said == way for said in raised(year, code, voice, scope).values())


def title_of(year: Year, said: Said) -> str:
    """Return the code of the theme that a line begins with."""
    rows = [
        row for row in year.rows("codebook") if row.get("theme") and said.passage.text.startswith(f"{row['title']}:")
    ]
    return max(rows, key=lambda row: len(row["title"]))["code"] if rows else ""


@states(SECTIONS, rf"(?P<k>\d+) of (?P<n>\d+) (?P<who>{WHO})(?=[^;“]* (?:raised this|gave an account))")
def who_raised(year: Year, said: Said) -> dict[str, Any] | None:
    code, voice = title_of(year, said), VOICES[said["who"]]
    if not code:
        return None
    return {"k": len(raised(year, code, voice, "programme")), "n": len(heard(year, voice, "programme"))}


@states(SECTIONS, rf"(?P<k>\d+) (?P<who>{'|'.join(ONES)}|{WHO})(?=[^;“]* said the opposite)")
def who_denied(year: Year, said: Said) -> dict[str, Any] | None:
    code, voice = title_of(year, said), (ONES | VOICES)[said["who"]]
    return {"k": count(year, code, voice, "programme", "contradicts")} if code else None


@states(SECTIONS, r"(?<=[.)] )(?P<quote>“(?:[^“”]|“[^“”]*”)+”)(?= \()")
def quoted_there(year: Year, said: Said) -> dict[str, Any] | None:
    """Hold a quotation beside a theme against what somebody said or wrote."""
    return {"quote": Holds(year.quoted(said["quote"]), "nobody said so")} if title_of(year, said) else None


@states(ANNEX, r"^(?P<k>\d+) of (?P<n>\d+) raised it", evidence="^theme/")
def theme_raised(year: Year, said: Said) -> dict[str, Any]:
    _, code, voice, scope, _ = parts(said)
    return {"k": len(raised(year, code, voice, scope)), "n": len(heard(year, voice, scope))}


@states(ANNEX, rf"(?<=; )(?P<count>\d+) (?P<way>{'|'.join(WAYS)})(?=;|$)", evidence="^theme/")
def theme_said(year: Year, said: Said) -> dict[str, Any]:
    _, code, voice, scope, _ = parts(said)
    return {"count": count(year, code, voice, scope, WAYS[said["way"]])}


def outcome_title(year: Year, row: Row) -> str:
    return year.outcomes[row["outcome_id"]]["title"]


def link_title(year: Year, link: str) -> str:
    """Return the two ends of a link of the theory, if the year's theory has it."""
    own = next((row for row in year.rows("toc_links") if row["link_id"] == link), None)
    if own is None:
        return "A link that came into the theory later"
    titles = {row["node_id"]: row["title"] for row in year.folder.table("toc_nodes")}
    return f"Link of the theory: {titles[own['from_node']]} → {titles[own['to_node']]}"


@tabulates("^coded$", "^What was coded$", ("Code",))
def what_was_coded(year: Year, table: Table) -> list[dict[str, Any]]:
    """Count every code of the codebook anew, and say where it led."""
    claims = {(row["interview_id"], row["start"], row["end"]) for row in year.rows("causal_claims")}
    laid: dict[str, dict[tuple[str, str, str], str]] = defaultdict(dict)
    for row in settled(year):
        who, span = talk(year, row["interview_id"]), (row["interview_id"], row["start"], row["end"])
        if who and who["year"] == str(year.number):
            laid[row["code"]][span] = "" if "survey" in who else source(who)
    rows = []
    for row in year.rows("codebook"):
        spans = laid[row["code"]]
        if row["outcome_id"]:
            end = f"Outcome: {outcome_title(year, row)}"
        elif row.get("theme"):
            end = f"Theme: {KINDS[row['theme']]}"
        elif row["link_id"]:
            end = link_title(year, row["link_id"])
        else:
            idle = any(span not in claims for span in spans)
            end = "Nothing: it leads to no outcome, link or theme" if idle else "The causal map"
        people = len({*spans.values()} - {""})
        rows.append({"Code": row["title"], "Codings": len(spans), "People interviewed": people, "Where it went": end})
    return rows


def holds(year: Year, evidence: str, field: str) -> Any:
    """Return what a reference to a theme stands for."""
    _, code, voice, scope, _ = evidence.split("/")
    k, n = len(raised(year, code, voice, scope)), len(heard(year, voice, scope))
    return {"k": k, "n": n, "others": n - k}.get(field, Holds(ok=False, told=f"a theme has no {field}"))
