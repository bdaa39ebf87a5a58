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
from tideturn.evaluation.claims.proof.times import ORDINALS
from tideturn.evaluation.claims.proof.words import stems_of
from tideturn.evaluation.model import EvidenceItem

_MONTH: Final = rf"(?:{'|'.join(MONTHS)})"
_SURVEY: Final = r"(?:(?:network|partnership|partner|ties) )?(?:surveys?|rounds?|waves?|questionnaires?)"
_WAVE: Final = ("in the first wave", "in the second wave")
_DATE: Final = rf"(?P<{{0}}month>{_MONTH} )?(?P<{{0}}year>20\d\d)"
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
_TWELVE: Final = 12
_ABOUT: Final = 0.1
"""Up to this part of a rate, `about four a month` is it."""
_UNDER: Final = ("just under", "nearly", "almost")
_SPAN: Final = Gated(
    rf"\b(?:between|from) (?:the start of )?(?P<from>{_MONTH}) (?P<a>20\d\d) "
    rf"(?:and|to|until|up to) (?:the end of )?(?P<to>{_MONTH}) (?P<b>20\d\d)\b"
)
_ENDING: Final = Gated(
    r"\b(?:(?:in|over|for|during|across) )?the (?P<n>year|12 months|twelve months|four quarters) "
    rf"(?:up to|ending(?: in| on)?|ended(?: in| on)?|to|until) (?:the end of |\d\d? )?(?P<to>{_MONTH}) (?P<b>20\d\d)\b"
)
_TWO_YEARS: Final = Gated(r"\b(?:in|over|for|during) (?:the )?(?:\w+ year )?(?P<a>20\d\d)[/–-](?:20)?(?P<b>\d\d)\b")
_BEGAN: Final = (
    r"(?:began|started|opened|launched|commenced|came in|went live|got (?:going|under way)|"
    r"was (?:(?:up and )?running|in place|under way|live|operating|launched|begun|started|opened|introduced|set up|brought in)|came into (?:being|force))"
)
_PILOT: Final = (
    r"(?:the |its |their |our )?(?P<{0}topic>(?:(?!(?:in|of|at|the|before|since|after|under|during|"
    r"and|by)\b)[\w’-]+ ){{0,5}}?)"
    r"pilot(?: scheme| project)?(?![’\w])(?: in (?P<{0}site>[A-Z]\w+(?: [A-Z]\w+)?))?"
)
_WHEN: Final = rf"(?: in (?P<later_>(?!{_MONTH}\b)[A-Z]\w+(?: [A-Z]\w+)?)(?= in ))?(?: in (?P<in>{_MONTH} 20\d\d|20\d\d)| on \d\d? (?P<on>{_MONTH} 20\d\d)| there)?"
_SINCE_PILOT: Final = Gated(
    rf"\b(?:(?P<when>since|after|once|from when|before|until|prior to) {_PILOT.format('a')} {_BEGAN}{_WHEN}|"
    rf"(?P<when2>since|after|from|following|before|prior to|until) "
    rf"the (?:start|launch|beginning|opening) of {_PILOT.format('b')}"
    rf"(?: in (?P<in2>{_MONTH} 20\d\d|20\d\d))?)(?![\w’])"
)
_OPENED: Final = Gated(rf"^{_PILOT.format('a')} {_BEGAN}{_WHEN}(?:[:;,]| and| –)+ since (?:then|that date)\b")
"""A pilot’s start, with what has been so since."""
_SINCE_MONTH: Final = Gated(rf"\b(?P<when>since|after|from|before|until|prior to) (?P<in>{_MONTH} 20\d\d)\b(?! to\b)")
_UNDER_PILOT: Final = Gated(
    rf"\b(?:in|under|during|within|as part of) {_PILOT.format('a')}"
    rf"(?:,? (?:that|which) {_BEGAN}(?: in (?P<later>[A-Z]\w+(?: [A-Z]\w+)?))?{_WHEN})?(?! \w*(?:began|"
    rf"start))\b"
)
_SINCE: Final = frozenset({"since", "after", "once", "from", "from when", "following"})
_CHILDREN: Final = Gated(r"(?<!partner )(?:\binjured )?\bchildren\b")
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
_SAME_TIES: Final = Gated(rf"\bthe same (?P<ties>{NUMBER} (?:\w+ )?ties)\b")
_THROUGH_WAVES: Final = Gated(rf"\bfrom {_DATE.format('a')} (?:to|until|through to) {_DATE.format('b')}(?![\w/–-])")
_MORE_TIMES: Final = Gated(rf"\b(?P<by>{NUMBER} (?:more|fewer)) (?P<what>[\w-]+)(?= than\b)")
_HEAD: Final = re.compile(r"\w+(?: \w+)??(?= (?:in|that|at|to|of)\b)")
"""What a series counts, as the first words of its label."""
_ABOUT_RATE: Final = Gated(
    rf"\b(?P<how>about|around|roughly|some|just over|just under|nearly|almost) (?P<k>{NUM}) "
    r"(?P<per>(?:a|per|each|every) (?:month|quarter))\b"
)
_MONTHS_OF: Final = Gated(rf"\b(?:in|over|for|during) (?:all )?(?:the )?(?:first )?(?P<n>{NUMBER}) months of (?P<year>(?:programme )?year \w+|the \w+ year)\b")
_OUT_OF: Final = Gated(
    rf"\b(?P<k>{NUM}) (?P<what>(?:(?!(?:in|at|of|were|had|was|and|or|held|met)\b)[a-z][\w’-]* ){{1,3}})out of (?:the |a total of |all )?(?P<n>{NUM})\b(?! days)"
)
_YEARS_PLAN: Final = Gated(r"\bin (?P<whose>its|the|our|their) (?P<year>(?:programme )?year \w+)(?:[’']s)? plan\b")
_NO_SIGNAL: Final = Gated(
    r"[,;:]? ?(?:and |but |though |although )?(?:the |its |their )?(?:(?P<unit>monthly|quarterly) )?(?:counts?|figures?|numbers?) "
    r"(?:gave|give|showed|show|sent|carried|held|contained?) no signals?(?: of (?:a |any )?(?:shift|change|trend|movement))?(?=[,.;]|$)"
)
"""That nothing in a series stands out, as its chart of limits says."""
_MOVED_FROM: Final = Gated(
    rf"^(?:The (?:total )?number of )?(?P<what>[^,;:\d]+?)(?P<done> (?:made|sent|held|offered|run|delivered))? (?P<way>rose|grew|went up|increased|climbed|fell|dropped|went down|declined|decreased|came down) "
    rf"from (?P<then>{NUM}) (?P<before>in [^,;]+?) to (?P<now>{NUM}) (?P<at>in [^,.;]+)"
)
_TARGET_IS: Final = Gated(
    rf"^(?:our|the|its) (?:programme[’']s |team[’']s )?(?:own )?target (?:for (?:an )?onward referrals? )?(?:is|was) (?P<n>{NUM}) days"
    rf"(?:[:;,]| and| –) (?P<rest>[^.;]*\b(?:met|missed|kept to|hit)) it\b"
)
_AT_FRONT: Final = Gated(rf"^at (?P<frame>{NUM} of (?:the )?{NUM} [^,]+), (?P<what>children (?:were|had been) spoken of)(?=\.?$)")
_SPOKE: Final = Gated(
    r"\b(?:the )?(?P<who>\w+) (?:staff|officers|officials|teams?|office) (?:spoke of|talked about|discussed) children (?=at \d)"
)
_PLAN_WAS: Final = Gated(
    rf"\bthe (?P<year>(?:programme )?(?:year \w+ )?)plan (?P<where>(?:for|in) (?:the )?[A-Z]\w+(?: [A-Z]\w+)? )?"
    rf"(?:was|had been|asked|called|allowed|provided) (?:for )?(?P<n>{NUM}) (?P<what>[a-z][\w’-]*(?: [a-z][\w’-]*)??)(?=,| in\b| for\b|;| and\b)"
)
_SO_DID: Final = Gated(
    r"\b(?P<verb>went ahead|took place)\b(?P<mid>.*?),? (?:and|as) (?:so )?did (?P<what>[^,.;]+)(?=[,.;]|$)"
)
_ALL_BUT: Final = Gated(
    rf"\ball (?:but|except(?: for)?) (?P<but>{NUMBER}) of (?:(?:the|our|its) )*(?P<whole>{NUMBER})\b"
)
_SAME: Final = Gated(r"\b(?:the same|an identical) (?:number|figure|total|count)(?: again)?(?= (?:in|at|the)\b)")
_NUMBER: Final = Gated(rf"\b{NUMBER}\b")
_TO_FROM: Final = Gated(
    rf"(?P<way>\b(?:rose|risen|grew|grown|climbed|increased|went up|fell|fallen|dropped|declined|decreased|"
    rf"went down|came down))"
    rf" to (?P<now>{NUMBER}\b[^,.;:]*?),? from (?P<then>{NUMBER}\b[^,.;:]*)"
)
_NAME: Final = re.compile(r"\b[A-Z]\w+(?: [A-Z]\w+)+")
_BUT: Final = Gated(
    rf"\bof (?:(?:the|our|its) )*(?P<whole>{NUMBER})\b(?P<what>[^.;\d]*(?:year \d)?[^.;\d]*?),? all (?:but|"
    rf"except(?: for)?) (?P<but>{NUMBER})\b(?! of)"
)
_EARLIER: Final = Gated(
    rf"\b(?P<by>from |with |to |on |and )?the (?:earlier|previous|prior|preceding) "
    rf"(?P<k>{NUMBER} (?:out )?of (?:the )?{NUMBER})"
)


def told(text: str, ground: Ground) -> str:
    """Return a stretch with what the evidence knows to be the same said in the words of the rules."""
    text = _of_one(_BUT.sub(_but, _ALL_BUT.sub(_all_but, text)), ground)
    for item in ground.items:
        for change in _CHANGES.get(item.evidence_id.partition("/")[0], ()):
            text = change(text, item, ground)
        if item.scope == PROGRAMME_SCOPE:
            text = _every_place(text, item, ground)
    return _SAME.sub(_again, text)


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
    return re.compile(rf"\b(?P<k>(?i:{NUMBER})) of (?P<own>{own})[’']s? (?P<n>{NUMBER})\b")


def _waves(text: str, item: EvidenceItem, ground: Ground) -> str:
    """Name the two waves of a network by their order, where the words name their months or years."""
    names = item.evidence_id.split("/")[1].split("-")
    held = [ground.record.waves.get(name, frozenset()) for name in names]

    def wave(match: re.Match[str], part: str) -> int | None:
        year, month = match[f"{part}year"], match[f"{part}month"]
        said = [MONTHS.index(month.strip().capitalize()) + 1] if month else []
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
    text = _THROUGH_WAVES.sub(lambda match: through if (wave(match, "a"), wave(match, "b")) == (0, 1) else match[0], text)
    text = _SINCE_WAVE.sub(lambda match: "between the two waves" if wave(match, "a") == 0 else match[0], text)
    return _IN_WAVE.sub(one, _BOTH_WAVES.sub(both, text))


def _same_ties(text: str, item: EvidenceItem, _: Ground) -> str:
    """Leave out `same` of ties that are all still there, with none ended and none new."""
    held = item.value or {}
    unmoved = held.get("ended") == 0 and held.get("new") == 0
    return _SAME_TIES.sub(lambda match: match["ties"], text) if unmoved else text


def _turned(text: str, _: EvidenceItem, __: Ground) -> str:
    """Say `fell from 489 … to 271 …` for `fell to 271 … from 489 …`."""
    return _TO_FROM.sub(lambda match: f"{match['way']} from {match['then']} to {match['now']}", text)


def _named(text: str, item: EvidenceItem, _: Ground) -> str:
    """Write out the initials of a name in a label: NRM."""
    for name in _NAME.findall(item.text):
        text = re.sub(rf"\b{''.join(word[0] for word in name.split())}\b", name, text)
    return text


def _years(text: str, item: EvidenceItem, _: Ground) -> str:
    """Name each twelve months by their end, as the rules know them."""
    periods = [str(one) for one in (item.value or {}).get("periods") or ()]
    last = _last_month(periods[-1]) if periods else None

    def span(match: re.Match[str]) -> str:
        a, b = (int(match[year]) * _TWELVE + _month(match[month]) for month, year in (("from", "a"), ("to", "b")))
        return f"in the year to {match['to']} {match['b']}" if b - a == _TWELVE - 1 else match[0]

    def two_years(match: re.Match[str]) -> str:
        if int(match["a"]) % 100 + 1 != int(match["b"]) or last is None or last == _TWELVE:
            return match[0]
        return f"in the year to {MONTHS[last - 1]} {int(match['a']) + 1}"

    text = _ENDING.sub(lambda match: f"in the year to {match['to']} {match['b']}", _SPAN.sub(span, text))
    return _TWO_YEARS.sub(two_years, text)


def _amounts(text: str, item: EvidenceItem, _: Ground) -> str:
    """Say by how much a count differs, and about how many there are a month, as the numbers are."""
    held = item.value or {}
    head = _HEAD.match(item.text)
    heads = {*stems_of(head[0] if head else ""), *(stems_of("times") if item.text.startswith("Episodes") else ())}

    def by(match: re.Match[str]) -> str:
        return match["by"] if {*stems_of(match["what"])} <= heads else match[0]

    def rate(match: re.Match[str]) -> str:
        own, said, how = held.get("rate_year"), value(match["k"]) or 0.0, match["how"].lower()
        if own is None or abs(own - said) > _ABOUT * own:
            return match[0]
        over = own > said if how == "just over" else own < said if how in _UNDER else True
        return f"{own:.2f} {match['per']}" if over and own != said else match[0]

    return _ABOUT_RATE.sub(rate, _MORE_TIMES.sub(by, text))


def _months_of(text: str, item: EvidenceItem, ground: Ground) -> str:
    """Leave out how many months a year of the programme has counts of, if it is right."""
    periods = [str(one) for one in (item.value or {}).get("periods") or ()]
    size = (((item.value or {}).get("totals") or {}).get("in_year") or 0) if periods and "-Q" not in periods[-1] else 0

    def year(match: re.Match[str]) -> str:
        own = re.fullmatch(rf"(?:programme )?year {item.year}|the {ORDINALS[item.year - 1]} year", match["year"], re.I)
        return f"in {match['year']}" if own and size and value(match["n"]) == size else match[0]

    return _MONTHS_OF.sub(year, text) if ground.claim.year == item.year else text


def _of_whole(text: str, _: EvidenceItem, __: Ground) -> str:
    """Say `294 of the 3,042 renewals` for `294 renewals out of 3,042`."""
    return _OUT_OF.sub(lambda match: f"{match['k']} of the {match['n']} {match['what'].strip()}", text)


def _plan_of(text: str, _: EvidenceItem, __: Ground) -> str:
    """Say `in its plan for Year 2` for `in its Year 2 plan`."""
    return _YEARS_PLAN.sub(lambda match: f"in {match['whose']} plan for {match['year']}", text)


def _up_from(text: str, _: EvidenceItem, __: Ground) -> str:
    """Say `120 referrals in Year 2, up from 97 in Year 1` for referrals that rose from one to the other."""

    def up(match: re.Match[str]) -> str:
        way = "up" if match["way"].lower().startswith(("rose", "gr", "went up", "incr", "climb")) else "down"
        what = match["what"][0].lower() + match["what"][1:]
        return f"{match['now']} {what} were {(match['done'] or 'made').strip()} {match['at']}, {way} from {match['then']} {match['before']}"

    return _MOVED_FROM.sub(up, text)


def _target_is(text: str, _: EvidenceItem, __: Ground) -> str:
    """Say that referrals met the target of three days, where the target stands first."""

    def met(match: re.Match[str]) -> str:
        rest = match["rest"][0].upper() + match["rest"][1:]
        return f"{rest} the target of {match['n']} days"

    return _TARGET_IS.sub(met, text)


def _spoken_of(text: str, item: EvidenceItem, _: Ground) -> str:
    """Say `children were spoken of at 294 renewals`, whoever counts them speaking, and with the renewals last."""

    def spoke(match: re.Match[str]) -> str:
        return "children were spoken of " if {*stems_of(match["who"])} <= {*stems_of(item.origin)} else match[0]

    text = _AT_FRONT.sub(lambda match: f"{match['what']} at {match['frame']}", text)
    return _SPOKE.sub(spoke, text) if "spoken of" in item.text else text


def _plan_was(text: str, _: EvidenceItem, __: Ground) -> str:
    """Say `60 sessions were planned in Birmingham` for `the plan for Birmingham was 60 sessions`."""

    def planned(match: re.Match[str]) -> str:
        where = f" in {match['where'].strip().partition(' ')[2]}" if match["where"] else ""
        when = f" in {match['year'].strip()}" if match["year"] else ""
        return f"{match['n']} {match['what']} were planned{where}{when}"

    return _PLAN_WAS.sub(planned, text)


def _month(name: str) -> int:
    return MONTHS.index(name.capitalize()) + 1


def _last_month(period: str) -> int | None:
    """Return the last month of a period such as `2020-08` or `2020-Q2`."""
    _, found, number = period.partition("-Q")
    said = 3 * int(number) if found else int(period[5:7]) if re.fullmatch(r"\d{4}-\d\d", period) else 0
    return said or None


def _pilot(text: str, item: EvidenceItem, ground: Ground) -> str:
    """Say of times around the one pilot of a pathway that they are before or since it began, at its place."""
    pilots = (item.value or {}).get("pilots") or []
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
    own = _SINCE_MONTH.sub(since_month, _SPAN.sub(span, _SINCE_PILOT.sub(since, text)))
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
    text = _CHILDREN.sub(lambda match: match[0] if match[0][0] in "Ii" and not injured else "cases", text)
    return _THE_CHILD.sub("", text)


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


def _short_names(text: str, _: EvidenceItem, ground: Ground) -> str:
    """Name a place in full, where the last word of its name stands for it: `the coast`."""
    for name in ground.places:
        first, _, last = name.rpartition(" ")
        if first.lower().startswith("the ") and not any(other.endswith(f" {last}") for other in ground.places if other != name):
            text = _last_of(last).sub(name, text)
        if " " not in name and ground.places[name] in ground.record.national:
            text = _at_level(name).sub(f"at {name}", text)
    return text


@cache
def _last_of(name: str) -> Gated:
    return Gated(rf"\b(?:the|our) (?:national )?{re.escape(name)}\b(?! (?:of|in|road|line|town|path)\b)")


@cache
def _at_level(name: str) -> Gated:
    return Gated(rf"\b(?:at (?:the )?{re.escape(name)} level|{re.escape(name)}ly)\b")


def _no_signal(text: str, item: EvidenceItem, _: Ground) -> str:
    """Leave out that the counts of a series give no signal, where none does."""
    held = item.value or {}
    if held.get("signals") != [] or held.get("moved") not in (None, "neither"):
        return text
    unit = "quarterly" if "-Q" in str((held.get("periods") or ("",))[0]) else "monthly"
    return _NO_SIGNAL.sub(lambda match: "" if match["unit"] in (None, unit) else match[0], text)


def _so_did(text: str, _: EvidenceItem, __: Ground) -> str:
    """Say again what `and so did` says."""
    return _SO_DID.sub(lambda match: f"{match['verb']}{match['mid']}, and {match['what']} {match['verb']}", text)


_Change = Callable[[str, EvidenceItem, Ground], str]
_CHANGES: Final[Mapping[str, tuple[_Change, ...]]] = {
    "network": (_waves, _turned, _same_ties),
    "series": (_no_signal, _named, _years, _turned, _amounts, _months_of, _spoken_of, _of_whole),
    "pathway": (_of_whole, _pilot, _cases),
    "count": (_of_whole, _short_names, _plan_was, _team, _so_did, _plan_of, _up_from, _target_is),
}
