"""The evidence piece by piece: the numbers of each, and the rows that it was read from."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from .between import between, sides
from .expected import Holds
from .folder import Year, day
from .harvested import verdict
from .indicators import monthly
from .numbers import numbers_in
from .registering import Said, states
from .scores import RATERS, matched, rater, subjects
from .surveys import Tally, chosen, item_of, responses, tally
from .trained import before_after
from .waited import compared

ANNEX = r"^evidence$"
ONE_OF_SEVERAL = re.compile(
    r"^survey/[^/]+/[^/=]+=|^count/beside_population:"
)  # named in says_options.py, says_counts.py
_COUNTS = {
    "gave an opinion": "n",
    "responses": "responses",
    "gave no answer": "missing",
    "gave no opinion": "no_opinion",
    "said that it is too soon to tell": "too_early",
    "agree": "agree",
    "disagree": "disagree",
    "neither agree nor disagree": "neither",
    "chose it": "agree",
    "did not choose it": "neither",
    "the same": "same",
    "worse": "worse",
}


def parts(said: Said) -> list[str]:
    """Return what a piece of evidence is called, part by part."""
    return said.passage.near.get("evidence", "").split("/")


@states(ANNEX, r"^(?P<number>\d+)\. (?P<words>.*)$", kind="label")
def numbered(year: Year, said: Said) -> dict[str, Any] | None:
    if ONE_OF_SEVERAL.search(said.passage.near.get("evidence", "")):
        return None
    words = re.sub(r" \([^()]*\)$", "", said["words"]).strip(" “”")
    return {"number": own_number(said), "words": repeated(year, words)}


def own_number(said: Said) -> Holds:
    """Tell whether a label's number is that of the anchor by which links lead to it."""
    own = next((each[1:] for each in said.passage.ids if re.fullmatch(r"e\d+", each)), "")
    return Holds(said["number"] == own, f"its own number is {own}")


def repeated(year: Year, words: str) -> Holds:
    """Tell whether a label repeats the folder's own words, cut at “…” or not."""
    words = re.sub(r"\s*\((?:At|Reversed)\b.*$", "", words)
    words = words.rpartition(" – ")[2] if " – " in words else words
    head = re.sub(r"(wave \d+) against wave \d+", r"", words).partition(" …")[0].rstrip(".")
    return Holds(not numbers_in(head) or head in year.words.everything, "the folder has no such words")


def counted_at(year: Year, name: list[str]) -> Tally:
    """Count the answers of a piece of evidence: survey, item, voice, scope, year."""
    return tallied(year, *name)


@cache
def tallied(year: Year, survey: str, item: str, voice: str, scope: str, _number: str) -> Tally:
    name, _, option = item.partition("=")
    question = item_of(year, survey, name)
    rows = responses(year, survey, voice, scope, None, year.sites_of(question.row["outcome_id"]))
    return chosen(year, question, option, rows) if option else tally(year, question, rows)


@states(
    ANNEX,
    r"(?P<count>\d+) (?P<what>gave an opinion|responses?|gave no answer|gave no opinion"
    r"|said that it is too soon to tell|agree|disagree|neither agree nor disagree|chose it|did not choose "
    r"it|the same|worse)(?=;|$)",
    evidence="^survey/",
)
def survey_numbers(year: Year, said: Said) -> dict[str, Any]:
    what = re.sub(r"^response$", "responses", said["what"])
    found = counted_at(year, parts(said)[1:])
    less = {"disagree": found.worse, "neither agree nor disagree": found.same}.get(what, 0)
    return {"count": getattr(found, _COUNTS[what]) - less}


@states(ANNEX, r"answers: (?P<list>[^;]+)", evidence="^survey/")
def survey_answers(year: Year, said: Said) -> dict[str, Any]:
    found = counted_at(year, parts(said)[1:]).counts
    wanted = ", ".join(f"{answer} {count}" for answer, count in found.items())
    told = re.sub(r"[“”]", "", said["list"])
    return {"list": Holds(told == wanted, f"the folder gives {wanted}")}


@states(ANNEX, r"share (?P<share>\d+%) \((?P<low>\d+%) to (?P<high>\d+%)\)", evidence="^survey/")
def survey_share(year: Year, said: Said) -> dict[str, Any]:
    found = counted_at(year, parts(said)[1:])
    low, high = found.interval
    return {"share": found.share, "low": low, "high": high}


@states(ANNEX, r"(?P<count>\d+) (?P<what>better|the same|worse|scored at the start and again)", evidence="^matched/")
def matched_numbers(year: Year, said: Said) -> dict[str, Any]:
    _, outcome, voice, scope, _, *more = parts(said)
    if more and more != ["places"]:
        item = next(each for each in (item_of(year, more[0], n) for n in names(year, more[0], outcome)))
        found: Any = before_after(year, item, year.sites_at(outcome, scope))
    else:
        found = matched(year, outcome, voice, scope, places=bool(more))
    return {
        "count": getattr(
            found, {"the same": "same", "scored at the start and again": "pairs"}.get(said["what"], said["what"])
        )
    }


def names(year: Year, survey: str, outcome: str) -> list[str]:
    return [row["item"] for row in year.folder.table(f"surveys/{survey}/items") if row["outcome_id"] == outcome]


@states(
    ANNEX,
    r"^(?P<table>[\w/-]+): (?P<keys>.*?)(?: and (?P<more>[\d,]+ more rows?))?$",
    kind="fact",
    term="Read from",
    evidence="^(?!count/)",
)
def rows_read(year: Year, said: Said) -> dict[str, Any] | None:
    keys = rows_of(year, parts(said))
    return None if keys is None else {"table": table_of(parts(said)), **first_keys(said, keys)}


def first_keys(said: Said, keys: list[str]) -> dict[str, Any]:
    """Expect the keys of the rows that were read: the first four, and how many more."""
    more = len(keys) - 4
    first = ", ".join(keys[:4] if said["more"] else keys)
    return {
        "keys": Holds(said["keys"] == first, f"the rows are {len(keys)}: {first}"),
        "more": f"{more:,} more row{'s' * (more != 1)}",
    }


def table_of(name: list[str]) -> str:
    """Return the table from which a piece of evidence is read."""
    kind, *rest = name
    if kind == "survey":
        return f"surveys/{rest[0]}/responses"
    if kind == "matched":
        return f"surveys/{rest[4]}/responses" if rest[4:] and rest[4] != "places" else "assessments"
    tables = {
        "compared": "assessments",
        "pathway": "events",
        "network": "ties",
        "document": "extracts",
        "change": "changes",
        "theme": "codings",
    }
    return tables.get(kind, kind)


def rows_of(year: Year, name: list[str]) -> list[str] | None:
    """Return the keys of the rows from which a piece of evidence is read, in order."""
    kind, *rest = name
    if kind == "survey":
        survey, item, voice, scope, _ = rest
        sites = year.sites_of(item_of(year, survey, item.partition("=")[0]).row["outcome_id"])
        return sorted(row["response_id"] for row in responses(year, survey, voice, scope, None, sites))
    if kind == "matched":
        outcome, voice, scope, _, *more = rest
        if more and more != ["places"]:
            sites, after = year.sites_at(outcome, scope), ("after", str(year.number))
            return sorted(
                row["response_id"]
                for row in year.responses(more[0])
                if row["site"] in sites and (row["stage"] == "before" or (row["stage"], row["year"]) == after)
            )
        return scored_rows(year, outcome, voice, scope, bool(more))
    if kind == "compared":
        return compared_rows(year, *rest[:3])
    if kind == "series":
        rows = [row for row in year.rows("series") if row["indicator"] == rest[0]]
        sites = year.sites if rest[1] == "programme" else [rest[1]]
        return sorted(f"{row['indicator']}|{row['site']}|{row['period']}" for row in rows if row["site"] in sites)
    if kind == "change":
        return [rest[0]]
    if kind == "theme":
        return theme_rows(year, *rest[:3])
    if kind == "network":
        members = {row["organisation_id"]: row["site"] for row in year.rows("organisations")}
        here = {each for each, site in members.items() if rest[1] in {"programme", site}}
        rows = [row for row in year.rows("ties") if row["wave"] in rest[0].split("-")]
        keys = sorted((row["wave"], row["from"], row["to"]) for row in rows if {row["from"], row["to"]} <= here)
        return ["|".join(key) for key in keys]
    if kind == "pathway":
        rows = [row for row in year.rows("events") if row["pathway"] == rest[0]]
        rows = [row for row in rows if rest[1] in {"programme", row["site"]}]
        columns = ("pathway", "case_id", "activity", "time", "site")
        return [
            "|".join(row[each] for each in columns) for row in sorted(rows, key=lambda r: (r["case_id"], r["time"]))
        ]
    if kind == "document":
        found = [row for row in year.rows("extracts") if row["document_id"] == rest[0] and row["page"] == rest[1]]
        columns = ("document_id", "page", "text", "outcome_id", "polarity")
        return ["|".join(row[each] for each in columns) for row in found[int(rest[2]) - 1 : int(rest[2])]]
    return None


def theme_rows(year: Year, code: str, voice: str, scope: str) -> list[str]:
    """Return the keys of the codings of a theme, of one voice and place: the settled ones where there are any."""
    talks = {
        row["interview_id"]
        for row in year.rows("interviews")
        if row["voice"] == voice and row["year"] == str(year.number) and scope in {"programme", row["site"]}
    }
    named = (*year.rows("codings"), *year.rows("coders"))
    agreed = {row["interview_id"] for row in named if row["coder"] == "agreed"}
    rows = [
        row
        for row in year.rows("codings")
        if row["code"] == code
        and row["interview_id"] in talks
        and (row["coder"] == "agreed" or row["interview_id"] not in agreed)
    ]
    rows.sort(key=lambda row: (row["interview_id"], int(row["start"]), int(row["end"]), row["coder"]))
    return ["|".join(row[each] for each in ("interview_id", "start", "end", "code", "coder")) for row in rows]


def scored_rows(year: Year, outcome: str, voice: str, scope: str, places: bool) -> list[str]:
    """Return the keys of the scores of an outcome."""
    known = subjects(year, places, year.sites_at(outcome, scope))
    subject = "context_id" if places else "case_id"
    columns = ("case_id", "context_id", "date", "stage", "outcome_id", "rater")
    return sorted(
        "|".join(row[each] for each in columns)
        for row in year.rows("assessments")
        if row["outcome_id"] == outcome and rater(row) == RATERS[voice] and row[subject] in known
    )


def compared_rows(year: Year, outcome: str, voice: str, scope: str) -> list[str]:
    """Return the keys of the two scores of everyone who is compared."""
    found = compared(year, outcome, voice, scope)
    read = {(pair.who, when) for pair in found.pairs for when in (pair.began, pair.ended)} if found else set()
    return [
        key
        for key in scored_rows(year, outcome, voice, scope, places=False)
        if (key.split("|")[0], day(key.split("|")[2])) in read
    ]


@states(ANNEX, r"^(?P<file>\S+): (?P<start>\d+)-(?P<end>\d+)$", evidence="^interview/", term="Read from")
def span_read(year: Year, said: Said) -> dict[str, Any]:
    _, talk, span, code = parts(said)
    coded = any(
        row["interview_id"] == talk and f"{row['start']}-{row['end']}" == span and row["code"] == code
        for row in year.rows("codings")
    )
    start, end = map(int, span.split("-"))
    where = next(
        (f"transcripts/{r['file']}" for r in year.rows("interviews") if r["interview_id"] == talk), said["file"]
    )
    return {"start": start, "end": end, "file": where, "coding": Holds(coded, "nobody coded this span so")}


@states(
    ANNEX,
    r"^surveys/(?P<survey>[\w-]+)/responses: (?P<response>\S+), column (?P<column>\w+), (?P<start>\d+)-(?P<end>\d+)$",
    evidence="^interview/survey:",
    term="Read from",
)
def open_answer_read(year: Year, said: Said) -> dict[str, Any]:
    talk, span = re.match(r"interview/(survey:[^/]+)/([\d-]+)/", said.passage.near["evidence"]).groups()  # type: ignore[union-attr]
    _, survey, response, column = talk.split(":")
    start, end = map(int, span.split("-"))
    return {"survey": survey, "response": response, "column": column, "start": start, "end": end}


@states(ANNEX, r"^(?P<id>\w+/.+)$", kind="fact", term="Evidence id")
def evidence_id(year: Year, said: Said) -> dict[str, Any]:
    return {"id": said.passage.near["evidence"]}


@states(ANNEX, r"^(?P<count>\d+) pieces of evidence\.")
def pieces(year: Year, said: Said) -> dict[str, Any] | None:
    return {"count": sum(1 for each in said.document.anchors if re.fullmatch(r"e\d+", each))}


@states(ANNEX, r"^both supports and contradicts it\.?$", evidence="^(?:interview|survey|matched|change)/")
def says_both(year: Year, said: Said) -> dict[str, Any]:
    kind, *rest = parts(said)
    if kind == "interview":
        rows = [row for row in year.rows("codings") if row["interview_id"] == rest[0] and row["code"] == rest[2]]
        mixed = {row["polarity"] for row in rows if f"{row['start']}-{row['end']}" == rest[1]}
        return {"polarity": Holds("mixed" in mixed, f"it is coded {mixed}")}
    if kind == "change":
        row = next(row for row in year.rows("changes") if row["change_id"] == rest[0])
        return {"verdict": Holds(verdict(year, row) == "disputed", f"it is {verdict(year, row)}")}
    if kind == "matched":
        pairs = matched(year, rest[0], rest[1], rest[2], places=rest[-1] == "places")
        return {"reading": Holds(pairs.better > 0 < pairs.worse, f"{pairs.better} better, {pairs.worse} worse")}
    found = counted_at(year, rest)
    return {"reading": Holds(found.agree > 0 and found.disagree > 0, f"{found.agree} agree, {found.disagree} disagree")}


@states(ANNEX, r"^n (?P<n>[\d,]+)$", evidence="^compared/")
def compared_numbers(year: Year, said: Said) -> dict[str, Any]:
    _, outcome, voice, scope, _ = parts(said)
    found = compared(year, outcome, voice, scope)
    return {"n": len(found.pairs) if found else None}


@states(ANNEX, r"^n (?P<n>[\d,]+)$", evidence="^series/")
def series_numbers(year: Year, said: Said) -> dict[str, Any]:
    _, indicator, scope, _ = parts(said)
    return {"n": sum(each.count for each in monthly(year, indicator, scope) if year.during(each.period))}


@states(
    ANNEX,
    r"(?P<n>\d+) cases; (?P<k>\d+) met the whole pathway; (?P<n0>\d+) cases before; (?P<k0>\d+) of them met it"
    r"(?:; a difference of (?P<points>[−\d]+) points(?: \((?P<low>[−\d]+) to (?P<high>[−\d]+)\))?)?",
    evidence="^pathway/",
)
def pathway_numbers(year: Year, said: Said) -> dict[str, Any]:
    _, pathway, scope, _ = parts(said)
    found = sides(year, pathway, scope)
    return {**found.values(), **(found.swing.holds(said["low"], said["high"]) if said["low"] else {})}


@states(
    ANNEX,
    r"(?P<possible>\d+) possible ties; (?P<before>\d+) ties in the earlier wave; (?P<after>\d+) ties in the later wave"
    r"; (?P<both>\d+) in both",
    evidence="^network/",
)
def network_numbers(year: Year, said: Said) -> dict[str, Any]:
    _, waves, scope, _ = parts(said)
    found = between(year, *waves.split("-"), scope)
    return {"possible": found.possible, "before": found.before, "after": found.after, "both": found.kept}
