"""Say the dates, places and pilots of counts over time, pathways and ties in the words that the rules know."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.dataset.wording import MONTHS
from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.number_words import NUMBER
from tideturn.evaluation.claims.proof.clause import Ground
from tideturn.evaluation.claims.proof.facts import size_of
from tideturn.evaluation.claims.proof.patterns import NUM, value
from tideturn.evaluation.claims.proof.rewording.counts import (
    SPAN,
    amounts,
    full_names,
    interviewed,
    months_left_out,
    no_signal,
    not_moved,
    of_whole,
    plan_of,
    plan_was,
    so_did,
    spoken_of,
    target_met,
    turned,
    up_from,
    with_names,
    years_averaged,
    years_named,
)
from tideturn.evaluation.claims.proof.rewording.plans import by_plan, none_of
from tideturn.evaluation.claims.proof.times import MONTH, month_number
from tideturn.evaluation.claims.proof.words import stems_of
from tideturn.evaluation.claims.said import numbers_said
from tideturn.evaluation.model import EvidenceItem

_SURVEY: Final = r"(?:(?:network|partnership|partner|ties) )?(?:surveys?|rounds?|waves?|questionnaires?)"
_WAVE: Final = ("in the first wave", "in the second wave")
_DATE: Final = rf"(?P<{{0}}month>{MONTH} )?(?P<{{0}}year>20\d\d)"
_BOTH_WAVES: Final = Gated(
    rf"\b(?P<joined>in (?:both )?|both |between |(?<=surveys )of |(?<=rounds )of |(?<=waves )of )"
    rf"(?:the )?{_DATE.format('a')}(?: {_SURVEY})? "
    rf"and (?:in )?(?:the )?{_DATE.format('b')}(?: {_SURVEY})?(?![\w/–-])"
)
_IN_WAVE: Final = Gated(
    rf"\b(?:(?:in|at|by|of|from|on) (?:the )?{_DATE.format('a')}(?: {_SURVEY})?|"
    rf"(?:in|at|by|of|from|on|to) the {_SURVEY} (?:of|in|held in|done in) {_DATE.format('b')})(?![\w/–-])"
)
_SINCE_WAVE: Final = Gated(rf"\b(?:since|after) (?:the )?{_DATE.format('a')}(?: {_SURVEY})?(?![\w/–-])")
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
"""A pilot’s start, with what has been so since."""
_SINCE_MONTH: Final = Gated(rf"\b(?P<when>since|after|from|before|until|prior to) (?P<in>{MONTH} 20\d\d)\b(?! to\b)")
_UNDER_PILOT: Final = Gated(
    rf"\b(?:in|under|during|within|as part of) {_PILOT.format('a')}"
    rf"(?:,? (?:that|which) {_BEGAN}(?: in (?P<later>[A-Z]\w+(?: [A-Z]\w+)?))?{_WHEN})?(?! \w*(?:began|"
    rf"start))\b"
)
_SINCE: Final = frozenset({"since", "after", "once", "from", "from when", "following"})
_CHILDREN: Final = Gated(r"(?<!partner )(?:\binjured )?\bchildren\b(?P<own>[’']s? (?=(?:\w+ ){0,2}cases\b))?")
_THE_CHILD: Final = Gated(r"(?<=cases, )the child (?=was |had |got )")
"""The child of each case, as the one something is done for."""
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
"""That a place is none of those with a pilot."""
_EARLIER_TIES: Final = Gated(
    rf"\b(?:all (?:(?:but|except(?: for)?) (?P<but>{NUMBER}) )?|(?P<none>none) )of (?:the |those )?"
    rf"(?:first|earlier|original|initial|existing) (?P<n>{NUMBER})?(?: ?ties| ?ones)?(?: reported)?\b"
)
_MORE_TIES: Final = Gated(
    rf"\b(?P<by>{NUMBER}) (?P<way>more|fewer) ties in the second wave than in the first(?: wave)?\b"
)
_TWICE_BOTH: Final = Gated(r"\bboth times(?P<by>(?:,| \(| –)? (?:in )?both times\)?)")
_SAME_TIES: Final = Gated(rf"\bthe same (?P<ties>{NUMBER} (?:\w+ )?ties)\b")
_THROUGH_WAVES: Final = Gated(rf"\bfrom {_DATE.format('a')} (?:to|until|through to) {_DATE.format('b')}(?![\w/–-])")
_ALL_BUT: Final = Gated(
    rf"\ball (?:but|except(?: for)?) (?P<but>{NUMBER}) of (?:(?:the|our|its) )*(?P<whole>{NUMBER})\b"
)
_SAME: Final = Gated(r"\b(?:the same|an identical) (?:number|figure|total|count)(?: again)?(?= (?:in|at|the)\b)")
_NUMBER: Final = Gated(rf"\b{NUMBER}\b")
_BUT: Final = Gated(
    rf"\bof (?:(?:the|our|its) )*(?P<whole>{NUMBER})\b(?P<what>[^.;\d]*(?:year \d)?[^.;\d]*?),? all (?:but|"
    rf"except(?: for)?) (?P<but>{NUMBER})\b(?! of)"
)
_BY_CONTRAST: Final = Gated(
    r"(?<=[;:] )(?:by|in) contrast,? |(?:(?<= and)|(?<= but)|,) (?:by|in) contrast,?(?P<rest>(?! (?:to|with)\b) )"
)
_SHARES: Final = ("percent", "none")
_CONTRAST: Final = 0.15
"""Smallest difference of two shares that are in contrast."""
_EARLIER: Final = Gated(
    rf"\b(?P<by>from |with |to |on |and )?the (?:earlier|previous|prior|preceding) "
    rf"(?P<k>{NUMBER} (?:out )?of (?:the )?{NUMBER})"
)


def told(text: str, ground: Ground) -> str:
    """Return a stretch with what the evidence knows to be the same said in the words of the rules."""
    text = _of_one(_BUT.sub(_but, _ALL_BUT.sub(_all_but, _without_contrast(text, ground))), ground)
    for item in ground.items:
        for change in _CHANGES.get(item.evidence_id.partition("/")[0], ()):
            text = change(text, item, ground)
        if item.scope == PROGRAMME_SCOPE:
            text = _every_place(text, item, ground)
    return _SAME.sub(_again, text)


def _without_contrast(text: str, ground: Ground) -> str:
    """Leave out `by contrast` between two shares of records that lie apart; answers may say the same in other words."""
    if any(item.kind == "survey" for item in ground.items):
        return text
    shares = [
        (one.start, one.end, one.value / (one.whole or 100))
        for one in numbers_said(text)
        if one.whole or one.kind in _SHARES
    ]

    def apart(match: re.Match[str]) -> str:
        before = [share for _, end, share in shares if end <= match.start()]
        after = [share for start, _, share in shares if start >= match.end()]
        return match["rest"] or "" if before and after and abs(before[-1] - after[0]) >= _CONTRAST else match[0]

    return _BY_CONTRAST.sub(apart, text)


def _again(match: re.Match[str]) -> str:
    """Return the number that `the same number` stands for: the last one before it."""
    before = [one[0] for one in _NUMBER.finditer(match.string, 0, match.start())]
    return before[-1] if before and not re.fullmatch(r"(?:19|20)\d\d", before[-1]) else match[0]


def _but(match: re.Match[str]) -> str:
    """Return the number in `of the 38 …, all but two …`."""
    but, whole = value(match["but"]), value(match["whole"])
    start = match[0][: match.end("what") - match.start()]
    return f"{start}, {whole - but:g}" if but and whole and but < whole else match[0]


def _all_but(match: re.Match[str]) -> str:
    """Return how many `all but two of the 38` are."""
    but, whole = value(match["but"]), value(match["whole"])
    return f"{whole - but:g} of the {match['whole']}" if but and whole and but < whole else match[0]


def _of_one(text: str, ground: Ground) -> str:
    """Say `three of the four in Year 2` for `three of Year 2’s four`, and so of a place."""
    names = "|".join(map(re.escape, ground.places))
    return (
        _its_own(names).sub(lambda match: f"{match['k']} of the {match['n']} in {match['own']}", text)
        if names
        else text
    )


@cache
def _its_own(names: str) -> re.Pattern[str]:
    own = rf"(?:(?:the )?(?:{names})|(?i:(?:programme )?year \w+|the \w+ year))"
    return re.compile(rf"\b(?P<k>(?i:{NUMBER})) of (?P<own>{own})[’']s? (?P<n>{NUM})\b(?!,\d)")


def _waves(text: str, item: EvidenceItem, ground: Ground) -> str:
    """Name the two waves of a network by their order, where the words name their months or years."""
    names = item.evidence_id.split("/")[1].split("-")
    held = [ground.record.waves.get(name, frozenset()) for name in names]

    def wave(match: re.Match[str], part: str) -> int | None:
        year, month = match[f"{part}year"], match[f"{part}month"]
        said = [month_number(month)] if month else []
        fits = [
            at
            for at, dates in enumerate(held)
            if any([one[0], *one[1 : 1 + len(said)]] == [int(year), *said] for one in dates)
        ]
        return fits[0] if len(fits) == 1 else None

    def both(match: re.Match[str]) -> str:
        if (wave(match, "a"), wave(match, "b")) != (0, 1):
            return match[0]
        return {"between ": "between the two waves", "of ": "in both waves"}.get(match["joined"].lower(), "both times")

    def one(match: re.Match[str]) -> str:
        at = wave(match, "a" if match["ayear"] else "b")
        return match[0] if at is None else _WAVE[at]

    if len(held) != len(_WAVE) or re.search(r"\b(?:late|early|mid)\b", text, re.IGNORECASE):
        return text
    through = "between the two waves"
    text = _THROUGH_WAVES.sub(
        lambda match: through if (wave(match, "a"), wave(match, "b")) == (0, 1) else match[0], text
    )
    text = _SINCE_WAVE.sub(lambda match: "between the two waves" if wave(match, "a") == 0 else match[0], text)
    return _IN_WAVE.sub(one, _BOTH_WAVES.sub(both, text))


def _same_ties(text: str, item: EvidenceItem, _: Ground) -> str:
    """Leave out `same` of ties that are all still there, with none ended and none new."""
    held = item.value or {}
    unmoved = held.get("ended") == 0 and held.get("new") == 0
    return _SAME_TIES.sub(lambda match: match["ties"], text) if unmoved else text


def _ties_before(text: str, item: EvidenceItem, _: Ground) -> str:
    """Say how many `all but one of the earlier ties` are, and `both times` once."""
    before = (item.value or {}).get("ties_before") or 0

    def many(match: re.Match[str]) -> str:
        but = value(match["but"]) or 0
        fits = value(match["n"]) in (None, before) and but < before
        if match["none"]:
            return f"{match['none']} of the {before} ties in the first wave" if fits else match[0]
        return f"{'' if match['but'] else 'all '}{before - but:g} of the earlier ties" if fits else match[0]

    def apart(match: re.Match[str]) -> str:
        after, by = (item.value or {}).get("ties_after") or 0, (value(match["by"]) or 0)
        by = by if match["way"].lower() == "more" else -by
        way = f"{match['by']} {match['way']} than in the first wave"
        return f"{after} ties in the second wave, {way}" if after - before == by else match[0]

    text = _MORE_TIES.sub(apart, text)
    return _EARLIER_TIES.sub(many, _TWICE_BOTH.sub("both times", text))


def _pilot(text: str, item: EvidenceItem, ground: Ground) -> str:
    """Say of times around the one pilot of a pathway that they are before or since it began, at its place."""
    pilots = (item.value or {}).get("pilots") or []
    if not pilots and item.scope in ground.record.sites:
        return _NO_PILOT.sub(
            lambda one: "" if {*stems_of(" ".join(filter(None, one.groups())))} <= _of_pathway(item) else one[0], text
        )
    if len(pilots) != 1 or not re.search(r"\bpilot\b", text, re.IGNORECASE):
        return text
    pilot = pilots[0]
    began = date.fromisoformat(str(pilot["date"]))
    month = f"{MONTHS[began.month - 1]} {began.year}"
    names = [name for name, code in ground.places.items() if code == pilot["site"]]
    known = {*_of_pathway(item), *(stem for name in names for stem in stems_of(name))}

    def dated(said: str | None) -> bool:
        return said is None or said.lower() in (month.lower(), str(began.year))

    def at(match: re.Match[str], part: str) -> str | None:
        """Return where a pilot is said to be; None if it is another one."""
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
        until = date.fromisoformat(str((item.value or {}).get("watched_until")))
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
    """Return the stems of what a pathway is of: its name, its code and where it begins."""
    steps = (item.value or {}).get("steps") or [{"step": ""}]
    return _words_of(f"{item.text.partition(':')[0]} {item.evidence_id.split('/')[1]} {steps[0]['step']}")


def _cases(text: str, item: EvidenceItem, _: Ground) -> str:
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


def _every_place(text: str, item: EvidenceItem, ground: Ground) -> str:
    """Say that all places are meant, where a list names each that has a part in the count of the programme."""
    names = [name for name, code in ground.places.items() if code in ground.record.sites]
    if len(names) < 2:
        return text

    def every(match: re.Match[str]) -> str:
        said = {ground.places[name] for name in names if re.search(rf"\b{re.escape(name)}\b", match[0])}
        return "in all the places" if said and _is_all(said, item, ground) else match[0]

    return _listed("|".join(map(re.escape, names))).sub(every, text)


@cache
def _listed(name: str) -> re.Pattern[str]:
    one = rf"(?:the )?(?:{name})"
    return re.compile(
        rf"\b(?i:in|across|at|for|from|over|between|throughout)(?: both| all of)? {one}(?:, {one})*,? and (?:in |"
        rf"the )*(?:{name})\b"
    )


def _is_all(sites: set[str], item: EvidenceItem, ground: Ground) -> bool:
    """Return whether the counts of some places make up that of the programme; ties run between places too."""
    measure, place, year = item.evidence_id.rsplit("/", 2) if item.evidence_id.count("/") > 1 else ("network", "", "")
    sizes = [ground.record.sizes.get(f"{measure}/{site}/{year}") for site in sites]
    if measure.startswith("network") or place != PROGRAMME_SCOPE or None in sizes:
        return False
    return sum(size or 0 for size in sizes) == size_of(item)


def _team(text: str, item: EvidenceItem, ground: Ground) -> str:
    """Name a place alone, where its team did the work."""
    for name in [name for name, code in ground.places.items() if code == item.scope]:
        text = _of_team(name).sub(lambda match: match["name"] or match["name_"], text)
    return text


@cache
def _of_team(name: str) -> re.Pattern[str]:
    team = r"(?:team|service|project|office|hub|branch|arm|workers|staff|colleagues|practitioners)"
    did = (
        r"(?:had |has |have |also )?(?:made|delivered|ran|run|held|offered|arranged|put|planned|gave|given|"
        r"carried|provided|"
        r"completed|reached|took|did|fitted|managed|met|went|walked|were|was|fell)"
    )
    return re.compile(
        rf"\b(?:[Tt]he |[Oo]ur |[Ii]ts )?(?P<name>(?i:{re.escape(name)}))(?:’s)? {team}(?= {did}\b)|"
        rf"\b(?:[Tt]he |[Oo]ur |[Ii]ts )?{team} in (?:the )?(?P<name_>{re.escape(name)})(?= {did}\b)"
    )


_Change = Callable[[str, EvidenceItem, Ground], str]
_CHANGES: Final[Mapping[str, tuple[_Change, ...]]] = {
    "network": (_waves, turned, _same_ties, _ties_before),
    "series": (
        no_signal,
        with_names,
        years_named,
        years_averaged,
        not_moved,
        turned,
        amounts,
        months_left_out,
        spoken_of,
        of_whole,
    ),
    "pathway": (of_whole, _pilot, _cases, not_moved),
    "count": (
        of_whole,
        full_names,
        plan_was,
        _team,
        by_plan,
        none_of,
        so_did,
        plan_of,
        up_from,
        target_met,
        interviewed,
    ),
}
