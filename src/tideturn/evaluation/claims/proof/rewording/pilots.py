"""Say the pilot and the cases of a pathway in the words that the rules know."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Final

from tideturn.dataset.wording import MONTHS
from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.number_words import NUMBER
from tideturn.evaluation.claims.proof.clause import Ground
from tideturn.evaluation.claims.proof.patterns import value
from tideturn.evaluation.claims.proof.rewording.counts import SPAN
from tideturn.evaluation.claims.proof.times import MONTH
from tideturn.evaluation.claims.proof.words import stems_of
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.record_values import PathwayCases

_BEGAN: Final = (
    r"(?:(?:had|has) (?:begun|started|opened|launched|commenced|come in|gone live|got (?:going|under way))|"
    r"began|started|opened|launched|commenced|came in|went live|got (?:going|under way)|"
    r"was (?:(?:up and )?running|in place|under way|live|operating|launched|begun|started|opened|introduced|set up|"
    r"brought in)|came into (?:being|force))"
)
_PILOT: Final = (
    r"(?:the |its |their |our )?(?P<{0}topic>(?:(?!(?:in|of|at|the|before|since|after|under|during|"
    r"and|by)\b)[\w’-]+ ){{0,5}}?)"
    r"pilot(?: scheme| project)?(?![’\w])(?: in (?P<{0}site>[A-Z]\w+(?: [A-Z]\w+)?))?"
)
_WHEN: Final = (
    rf"(?: in (?P<later_>(?!{MONTH}\b)[A-Z]\w+(?: [A-Z]\w+)?)(?= in ))?"
    rf"(?: in (?P<in>{MONTH} 20\d\d|20\d\d)| on \d\d? (?P<on>{MONTH} 20\d\d)| there)?"
)
_SINCE_PILOT: Final = Gated(
    rf"\b(?:(?P<when>since|after|once|from when|before|until|prior to) {_PILOT.format('a')} {_BEGAN}{_WHEN}|"
    rf"(?P<when2>since|after|from|following|before|prior to|until) "
    rf"the (?:start|launch|beginning|opening) of {_PILOT.format('b')}"
    rf"(?: in (?P<in2>{MONTH} 20\d\d|20\d\d))?)(?![\w’])"
)
_OPENED: Final = Gated(rf"^{_PILOT.format('a')} {_BEGAN}{_WHEN}(?:[:;,]| and| –)+ since (?:then|that date)\b")
"""The start of a pilot, followed by what was counted since."""
_SINCE_MONTH: Final = Gated(rf"\b(?P<when>since|after|from|before|until|prior to) (?P<in>{MONTH} 20\d\d)\b(?! to\b)")
_UNDER_PILOT: Final = Gated(
    rf"\b(?:in|under|during|within|as part of) {_PILOT.format('a')}"
    rf"(?:,? (?:that|which) {_BEGAN}(?: in (?P<later>[A-Z]\w+(?: [A-Z]\w+)?))?{_WHEN})?(?! \w*(?:began|"
    rf"start))\b"
)
_SINCE: Final = frozenset({"since", "after", "once", "from", "from when", "following"})
_CHILDREN: Final = Gated(r"(?<!partner )(?:\binjured )?\bchildren\b(?P<own>[’']s? (?=(?:\w+ ){0,2}cases\b))?")
_THE_CHILD: Final = Gated(r"(?<=cases, )the child (?=was |had |got )")
"""The child of a case, as the object of a step."""
_PLACES: Final = "(?:cities|places|sites|areas|towns)"
_ELSEWHERE: Final = Gated(
    rf"\b(?:outside (?:of )?(?:the )?(?P<topic>(?:(?!(?:in|of|at)\b)[\w’-]+ ){{0,4}}?)pilot(?: area|"
    rf" site| city| place)?|elsewhere|"
    rf"(?:in|at|across) the (?:other|remaining|rest of the) (?:(?P<n>{NUMBER}) )?{_PLACES}(?: without (?:a|"
    rf"the) pilot)?|"
    r"where there (?:was|is) no pilot|"
    rf"(?:in|at|across) (?:the )?(?:(?P<n_>{NUMBER}) )?{_PLACES} (?:without a|with no|that had no|where there (?:was|"
    rf"is) no|without the) pilot)(?![\w’])"
)
_PATHWAY: Final = Gated(
    r"\bthe (?:(?:whole|full|entire|complete|designed|intended|agreed) )*(?P<topic>(?!(?:whole|full|"
    r"entire|complete|designed|intended|agreed)\b)"
    r"[\w-]+ (?:[\w-]+ )?)pathway\b"
)
_NO_PILOT: Final = Gated(
    r",? (?:(?:where|which|that) "
    r"(?:(?:there )?(?:was|is|had been) no (?P<a>[\w-]+ )?pilot(?: (?:running|under way|in place))?|"
    r"(?:had|has|ran|saw) no (?P<b>[\w-]+ )?pilot|no (?P<c>[\w-]+ )?pilot (?:ran|took place|operated|"
    r"was (?:run|held|tried|running|under way|in place)))|without (?:a|the) (?P<d>[\w-]+ )?pilot),?(?= )"
)
"""Words that say that a place has no pilot."""
_EARLIER: Final = Gated(
    rf"\b(?P<by>from |with |to |on |and )?the (?:earlier|previous|prior|preceding) "
    rf"(?P<k>{NUMBER} (?:out )?of (?:the )?{NUMBER})"
)


def pilot(text: str, item: EvidenceItem, ground: Ground) -> str:
    """Say times around the one pilot of a pathway as before or since it began, at its place."""
    held = item.value_as(PathwayCases)
    pilots = held.pilots or []
    if not pilots and item.scope in ground.record.sites:
        return _NO_PILOT.sub(
            lambda one: "" if {*stems_of(" ".join(filter(None, one.groups())))} <= _of_pathway(item) else one[0], text
        )
    if len(pilots) != 1 or not re.search(r"\bpilot\b", text, re.IGNORECASE):
        return text
    pilot = pilots[0]
    began = date.fromisoformat(pilot.date)
    month = f"{MONTHS[began.month - 1]} {began.year}"
    names = [name for name, code in ground.places.items() if code == pilot.site]
    known = {*_of_pathway(item), *(stem for name in names for stem in stems_of(name))}

    def dated(said: str | None) -> bool:
        return said is None or said.lower() in (month.lower(), str(began.year))

    def at(match: re.Match[str], part: str) -> str | None:
        """Return where a sentence says that a pilot is; None if it is another pilot."""
        topic, site = match[f"{part}topic"] or "", match.groupdict().get(f"{part}site") or ""
        if not {*stems_of(topic)} <= known or (site and site not in names):
            return None
        place = next((name for name in names if re.search(rf"\b{re.escape(name)}\b", f"{topic} {site}")), "")
        return f" in {place}" if place else ""

    def began_at(match: re.Match[str], where: str | None) -> str | None:
        """Return where a pilot began, if the words after `began` name a place."""
        later = match["later_"] if "later_" in match.re.groupindex else None
        return where if later is None else f" in {later}" if where is not None and later in names else None

    def since(match: re.Match[str]) -> str:
        part = "a" if match["when"] else "b"
        where = began_at(match, at(match, part))
        if where is None or not all(map(dated, (match["in"], match["on"], match["in2"]))):
            return match[0]
        when = "since" if (match["when"] or match["when2"]).lower() in _SINCE else "before"
        return f"{when} the pilot began{where}"

    def since_month(match: re.Match[str]) -> str:
        if match["in"].lower() != month.lower():
            return match[0]
        return "since the pilot began" if match["when"].lower() in _SINCE else "before the pilot"

    def span(match: re.Match[str]) -> str:
        if held.watched_until is None:
            return match[0]
        until = date.fromisoformat(held.watched_until)
        ends = (f"{match['from']} {match['a']}", f"{match['to']} {match['b']}")
        return "since the pilot began" if ends == (month, f"{MONTHS[until.month - 1]} {until.year}") else match[0]

    def under(match: re.Match[str]) -> str:
        where = began_at(match, at(match, "a"))
        if match["later"]:
            where = f" in {match['later']}" if where is not None and match["later"] in names else None
        fits = dated(match["in"]) and dated(match["on"])
        return match[0] if not where or not fits else f"{where.strip()} since the pilot began"

    def elsewhere(match: re.Match[str]) -> str:
        fits = {*stems_of(match["topic"] or "")} <= known
        fits = fits and value(match["n"] or match["n_"]) in (None, len(ground.record.sites) - 1)
        return "at the sites without a pilot" if fits else match[0]

    def opened(match: re.Match[str]) -> str:
        where = began_at(match, at(match, "a"))
        fits = where and dated(match["in"]) and dated(match["on"])
        return f"In{where.strip()[2:]}, since the pilot began" if where and fits else match[0]

    text = _OPENED.sub(opened, _ELSEWHERE.sub(elsewhere, text))
    own = _SINCE_MONTH.sub(since_month, SPAN.sub(span, _SINCE_PILOT.sub(since, text)))
    own = own if re.search(r"\bsince\b", own, re.IGNORECASE) else _UNDER_PILOT.sub(under, own)
    return _EARLIER.sub(lambda match: f"{match['by'] or ''}{match['k']} before the pilot", own)


@cache
def _words_of(text: str) -> frozenset[str]:
    return frozenset(stems_of(text))


def _of_pathway(item: EvidenceItem) -> frozenset[str]:
    """Return the stems of the words for a pathway: its name, its code and where it begins."""
    first = item.value_as(PathwayCases).first_step
    return _words_of(f"{item.text.partition(':')[0]} {item.evidence_id.split('/')[1]} {first}")


def cases(text: str, item: EvidenceItem, _: Ground) -> str:
    """Call the children of a pathway its cases, where each case is a child, and the pathway by its name alone."""
    known = _of_pathway(item)
    text = _PATHWAY.sub(
        lambda match: match[0].replace(match["topic"], "") if {*stems_of(match["topic"])} <= known else match[0], text
    )
    if not item.text.startswith("A child "):
        return text
    injured = "injur" in item.text
    what = item.text.partition(":")[0].removeprefix("A child ")
    if " does not " in what:
        text = _population(what).sub("", text)
    text = _CHILDREN.sub(
        lambda match: match[0] if match[0][0] in "Ii" and not injured else "" if match["own"] else "cases", text
    )
    return _THE_CHILD.sub("", text)


@cache
def _population(what: str) -> re.Pattern[str]:
    """Return a pattern for what all cases of a pathway have in common."""
    said = re.escape(what).replace(r"does\ not", r"(?:do|does|did)(?: not|n[’']t)").replace("an\\ ", "(?:an )?")
    return re.compile(rf" {said}s?\b", re.IGNORECASE)
