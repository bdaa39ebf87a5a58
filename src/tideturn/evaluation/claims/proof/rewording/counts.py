"""Say counts over time and counts of the work in the words that the rules know: their dates, amounts and plans."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from tideturn.dataset.wording import MONTHS
from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.number_words import NUMBER
from tideturn.evaluation.claims.proof.clause import Ground
from tideturn.evaluation.claims.proof.patterns import NUM, value
from tideturn.evaluation.claims.proof.times import MONTH, ORDINALS, month_number
from tideturn.evaluation.claims.proof.words import stems_of
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.record_values import PathwayCases, SeriesCounts

_TWELVE: Final = 12
_ABOUT: Final = 0.1
_NEARLY: Final = 0.05
"""Tolerance, as a part of a rate, of `about four a month` and `nearly four a month`."""
_UNDER: Final = ("just under", "nearly", "almost")
SPAN: Final = Gated(
    rf"\b(?:between|from) (?:the start of )?(?P<from>{MONTH}) (?P<a>20\d\d) "
    rf"(?:and|to|until|up to) (?:the end of )?(?P<to>{MONTH}) (?P<b>20\d\d)\b"
)
_ENDING: Final = Gated(
    r"\b(?:(?:in|over|for|during|across) )?the (?P<n>year|12 months|twelve months|four quarters) "
    rf"(?:up to|ending(?: in| on)?|ended(?: in| on)?|to|until) (?:the end of |\d\d? )?(?P<to>{MONTH}) (?P<b>20\d\d)\b"
)
_TWO_YEARS: Final = Gated(r"\b(?:in|over|for|during) (?:the )?(?:\w+ year )?(?P<a>20\d\d)[/–-](?:20)?(?P<b>\d\d)\b")
_MORE_TIMES: Final = Gated(rf"\b(?P<by>{NUMBER} (?:more|fewer)) (?P<what>[\w-]+)(?= than\b)")
_HEAD: Final = re.compile(r"\w+(?: \w+)??(?= (?:in|that|at|to|of)\b)")
"""First words of a series' label, which name what it counts."""
_ABOUT_RATE: Final = Gated(
    rf"\b(?P<how>about|around|roughly|some|just over|just under|nearly|almost) (?P<k>{NUM}) "
    r"(?P<per>(?:a|per|each|every) (?:month|quarter))\b"
)
_OWN_YEAR: Final = r"(?:programme )?year \w+|the \w+ year"
_MONTHS_OF: Final = Gated(
    rf"\b(?:in|over|for|during|across) (?:(?:all )?(?:the )?(?:first )?(?P<n>{NUMBER}) (?P<unit>months|quarters) "
    rf"(?:(?:(?:counted|recorded|covered|held) )?(?:of|in|for)|that (?:count as|make up|made up)|counted as) "
    rf"(?P<year>{_OWN_YEAR})\b|(?P<year_>{_OWN_YEAR})[’']s (?P<n_>{NUMBER}) (?P<unit_>months|quarters)\b)"
)
_WHOLE_LAST: Final = Gated(
    rf"\b(?P<k>{NUM}) (?P<what>(?!(?:per|in|out|of)\b)[^,;:\d]+(?:year \d)?),? out of (?:a total of |all )?(?P<n>{NUM})"
    rf"(?=\.?$|[;,](?! ?\d))"
)
_ONE_IN: Final = Gated(
    rf"\b(?P<k>{NUMBER}) (?P<what>[a-z][\w’-]*(?: [a-z][\w’-]*)?) (?:in|out of)(?: every)? "
    rf"(?P<n>{NUMBER})\b(?! of\b)"
)
_AVERAGED: Final = Gated(
    rf"\b(?:(?P<join>where|when|while|whereas|and|but) )?(?:in )?the "
    rf"(?:(?:previous|preceding|earlier|prior) (?P<n>{NUMBER}) years|"
    rf"(?P<n_>{NUMBER}) (?:previous|preceding|earlier|prior) years|"
    rf"(?P<n__>{NUMBER}) years (?:before|earlier)(?: (?:it|that))?)"
    rf" (?:had )?averaged (?P<k>{NUM})(?P<per> (?:a|per|each|every) (?:month|quarter|year))?"
)
_OUT_OF: Final = Gated(
    rf"\b(?P<k>{NUM}) (?P<what>(?:(?!(?:in|at|of|were|had|was|and|or|held|met)\b)[a-z][\w’-]* ){{1,3}})out of "
    rf"(?:the |a total of |all )?(?P<n>{NUM})\b(?! days)"
)
_YEARS_PLAN: Final = Gated(r"\bin (?P<whose>its|the|our|their) (?P<year>(?:programme )?year \w+)(?:[’']s)? plan\b")
_NOT: Final = r"(?:did|have|has|had) not (?:(?:really|clearly) )?"
_FALL: Final = (
    r"fall(?:en)?|drop(?:ped)?|decreased?|declined?|reduction|go(?:ne)? down|come down|fewer|worsen(?:ed)?|get worse"
)
_RISE: Final = r"risen?|increased?|grow(?:n)?|growth|go(?:ne)? up|more|improved?|improvement|get better"
_NO: Final = r"no (?:(?:clear )?signs? (?:of|that) (?:an? |any |the )?)?"
_NOT_MOVED: Final = Gated(
    rf"^(?:(?P<what>[^:;.,]+?) {_NOT}(?:(?P<fall>{_FALL})|(?P<rise>{_RISE}))|"
    rf"(?P<lead>[^:;.,]*?)\b(?P<shows>shows?|showed|gives?|gave|there (?:was|is|were|has been)) {_NO}"
    rf"(?:(?P<fall_>{_FALL})|(?P<rise_>{_RISE}))(?: in)? (?P<what_>[^:;.,]+?))"
    rf"(?P<where> (?:across|in|at) (?-i:[A-Z])[^:;.,\d]+?)?"
    rf"(?P<when> (?:in|over|during|by|for) (?:the )?(?:\w+ )?(?:year|20)[\w ]*)?: "
    rf"(?P<there>there (?:were|was|had been) )?(?P<k>{NUM})(?P<rest> [^\n]+)"
)
"""Statement that nothing rose, or fell, before the numbers that say so."""
_PATHWAY_WORDS: Final = "results performance practice figures share pathway"
_IN_QUARTERS: Final = Gated(r" in four quarters(?=,| and\b)")
_DONE: Final = re.compile(
    r"^(?P<per> (?:a|per|each) (?:month|quarter))? (?:were|was) (?:counted|recorded|reported|returned|listed)\b"
)
_NO_SIGNAL: Final = Gated(
    r"[,;:]? ?(?:and |but |though |although )?(?:the |its |their )?(?:(?P<unit>monthly|quarterly) )?(?:counts?|"
    r"figures?|numbers?) "
    r"(?:gave|give|showed|show|sent|carried|held|contained?) no signals?(?: of (?:a |any )?(?:shift|change|trend|"
    r"movement))?(?=[,.;]|$)"
)
"""Statement that nothing in a series is unusual, as its chart of limits says."""
_MOVED_FROM: Final = Gated(
    rf"^(?:The (?:total )?number of )?(?P<what>[^,;:\d]+?)(?P<done> (?:made|sent|held|offered|run|delivered))? "
    rf"(?P<way>rose|grew|went up|increased|climbed|fell|dropped|went down|declined|decreased|came down) "
    rf"from (?P<then>{NUM}) (?P<before>in [^,;]+?) to (?P<now>{NUM}) (?P<at>in [^,.;]+)"
)
_WITH_TWO: Final = Gated(
    rf",? with (?P<a>{NUM}) (?:members? of )?(?P<one>staff|partners|professionals|young people)(?: members)? and "
    rf"(?P<b>{NUM}) (?:members? of )?(?P<other>staff|partners|professionals|young people)(?: members)?(?=[.,;]|$)"
)
_TARGET_IS: Final = Gated(
    rf"^(?:our|the|its) (?:programme[’']s |team[’']s )?(?:own )?target (?:for (?:an )?onward referrals? )?(?:is|"
    rf"was) (?P<n>{NUM}) days"
    rf"(?:[:;,]| and| –) (?P<rest>[^.;]*\b(?:met|missed|kept to|hit)) it\b"
)
_AT_FRONT: Final = Gated(
    rf"^at (?P<frame>{NUM} of (?:the )?{NUM} [^,]+), (?P<what>children (?:were|had been) spoken of)(?=\.?$)"
)
_SPOKE: Final = Gated(
    r"\b(?:the )?(?P<who>\w+) (?:staff|officers|officials|teams?|office) (?:spoke of|talked about|discussed) "
    r"children (?=at \d)"
)
_PLAN_WAS: Final = Gated(
    rf"(?:\bthe (?P<year>(?:programme )?(?:year \w+ )?)plan (?P<where>(?:for|in) (?:the )?[A-Z]\w+(?: [A-Z]\w+)? )?|"
    rf"\b(?P<whose>(?-i:[A-Z]\w+(?: [A-Z]\w+)?))[’']s plan (?:(?:for|in) (?P<its>(?:programme )?year \w+) )?)"
    rf"(?:was|had been|asked|called|allowed|provided) (?:for )?(?P<n>{NUM}) (?P<what>[a-z][\w’-]*(?: "
    rf"[a-z][\w’-]*)??)(?=,|\.?$| in\b| for\b|;| and\b)"
)
_SO_DID: Final = Gated(
    r"\b(?P<verb>went ahead|took place)\b(?P<mid>.*?),? (?:and|as) (?:so )?did (?P<what>[^,.;]+)(?=[,.;]|$)"
)
_DID_TOO: Final = Gated(
    r"\b(?P<verb>went ahead|took place|were (?:held|delivered))\b"
    r"(?P<mid>[^.]*?(?:[,;]|,? (?:whereas|while|but|and)\b)[^.;]*?) did(?=[,.;]|$)"
)
_TO_FROM: Final = Gated(
    rf"(?P<way>\b(?:rose|risen|grew|grown|climbed|increased|went up|fell|fallen|dropped|declined|decreased|"
    rf"went down|came down))"
    rf" to (?P<now>{NUMBER}\b[^,.;:]*?),? from (?P<then>{NUMBER}\b[^,.;:]*)"
)
_NAME: Final = re.compile(r"\b[A-Z]\w+(?: [A-Z]\w+)+")


def with_names(text: str, item: EvidenceItem, _: Ground) -> str:
    """Write out the initials of a name in a label: NRM."""
    for name in _NAME.findall(item.text):
        text = re.sub(rf"\b{''.join(word[0] for word in name.split())}\b", name, text)
    return text


def years_named(text: str, item: EvidenceItem, _: Ground) -> str:
    """Name each twelve months by their end, as the rules know them."""
    periods = item.periods
    last = _last_month(periods[-1]) if periods else None

    def span(match: re.Match[str]) -> str:
        a, b = (int(match[year]) * _TWELVE + month_number(match[month]) for month, year in (("from", "a"), ("to", "b")))
        return f"in the year to {match['to']} {match['b']}" if b - a == _TWELVE - 1 else match[0]

    def two_years(match: re.Match[str]) -> str:
        if int(match["a"]) % 100 + 1 != int(match["b"]) or last is None or last == _TWELVE:
            return match[0]
        return f"in the year to {MONTHS[last - 1]} {int(match['a']) + 1}"

    text = _ENDING.sub(lambda match: f"in the year to {match['to']} {match['b']}", SPAN.sub(span, text))
    return _TWO_YEARS.sub(two_years, text)


def amounts(text: str, item: EvidenceItem, _: Ground) -> str:
    """Replace the difference of a count, and an approximate number a month, with the exact numbers."""
    head = _HEAD.match(item.text)
    heads = {*stems_of(head[0] if head else ""), *(stems_of("times") if item.text.startswith("Episodes") else ())}

    def by(match: re.Match[str]) -> str:
        return match["by"] if {*stems_of(match["what"])} <= heads else match[0]

    def rate(match: re.Match[str]) -> str:
        own, said, how = item.value_as(SeriesCounts).rate_year, value(match["k"]) or 0.0, match["how"].lower()
        if own is None or abs(own - said) > (_NEARLY if how in (*_UNDER, "just over") else _ABOUT) * own:
            return match[0]
        over = own > said if how == "just over" else own < said if how in _UNDER else True
        return f"{own:.2f} {match['per']}" if over and own != said else match[0]

    return _ABOUT_RATE.sub(rate, _MORE_TIMES.sub(by, text))


def months_left_out(text: str, item: EvidenceItem, ground: Ground) -> str:
    """Leave out the number of months or quarters of a programme year that were counted, if it is right."""
    periods = item.periods
    size = item.totals.in_year if item.totals else None
    unit = "quarters" if periods and "-Q" in periods[-1] else "months"

    def year(match: re.Match[str]) -> str:
        named, n = match["year"] or match["year_"], match["n"] or match["n_"]
        own = re.fullmatch(rf"(?:programme )?year {item.year}|the {ORDINALS[item.year - 1]} year", named, re.I)
        fits = own and value(n) == size and (match["unit"] or match["unit_"]).lower() == unit
        return f"in {named}" if fits else match[0]

    return _MONTHS_OF.sub(year, text) if ground.claim.year == item.year else text


def _one_in(text: str, item: EvidenceItem) -> str:
    known = {*stems_of(item.text), *stems_of("cases")}

    def many(match: re.Match[str]) -> str:
        fits = {*stems_of(match["what"])} <= known and match["k"].lower() in ("one", "1")
        return f"{match['k']} in {match['n']} {match['what']}s" if fits else match[0]

    return _ONE_IN.sub(many, text)


def years_averaged(text: str, _: EvidenceItem, __: Ground) -> str:
    """Say `against an average of 40 in the three years before` for `where the three years before had averaged 40`."""

    def mean(match: re.Match[str]) -> str:
        join = "against " if match["join"] else ""
        n = match["n"] or match["n_"] or match["n__"]
        return f"{join}an average of {match['k']}{match['per'] or ''} in the {n} years before"

    return _AVERAGED.sub(mean, text)


def of_whole(text: str, item: EvidenceItem, __: Ground) -> str:
    """Say `294 of the 3,042 renewals` for `294 renewals out of 3,042`, and `one in ten renewals` for `one … in ten`."""
    text = _WHOLE_LAST.sub(lambda match: f"{match['k']} of the {match['n']} {match['what']}", _one_in(text, item))
    return _OUT_OF.sub(lambda match: f"{match['k']} of the {match['n']} {match['what'].strip()}", text)


def plan_of(text: str, _: EvidenceItem, __: Ground) -> str:
    """Say `in its plan for Year 2` for `in its Year 2 plan`."""
    return _YEARS_PLAN.sub(lambda match: f"in {match['whose']} plan for {match['year']}", text)


def up_from(text: str, _: EvidenceItem, __: Ground) -> str:
    """Say `120 referrals in Year 2, up from 97 in Year 1` for referrals that rose from one to the other."""

    def up(match: re.Match[str]) -> str:
        way = "up" if match["way"].lower().startswith(("rose", "gr", "went up", "incr", "climb")) else "down"
        what = match["what"][0].lower() + match["what"][1:]
        done = (match["done"] or "made").strip()
        return f"{match['now']} {what} were {done} {match['at']}, {way} from {match['then']} {match['before']}"

    return _MOVED_FROM.sub(up, text)


def interviewed(text: str, item: EvidenceItem, _: Ground) -> str:
    """Say `ten with staff and twelve with partners` for `with ten members of staff and twelve partners`."""

    def parted(match: re.Match[str]) -> str:
        whole = (value(match["a"]) or 0) + (value(match["b"]) or 0)
        said = f": {match['a']} with {match['one']} and {match['b']} with {match['other']}"
        return said if whole == item.n and not match["one"].startswith(match["other"][:5]) else match[0]

    return _WITH_TWO.sub(parted, text) if item.evidence_id.startswith("count/interviews/") else text


def target_met(text: str, _: EvidenceItem, __: Ground) -> str:
    """Say that referrals met the target of three days, where the sentence names the target first."""

    def met(match: re.Match[str]) -> str:
        rest = match["rest"][0].upper() + match["rest"][1:]
        return f"{rest} the target of {match['n']} days"

    return _TARGET_IS.sub(met, text)


def not_moved(text: str, item: EvidenceItem, ground: Ground) -> str:
    """Keep the numbers alone, where a general clause before them says only that they did not rise, or did not fall."""
    said = _NOT_MOVED.match(text)
    if said is None or not _bears_out(said, item) or not _is_own_time(said["when"] or "", item):
        return text
    what, where, rest = said["what"] or said["what_"], said["where"] or "", said["rest"]
    if isinstance(item.value, PathwayCases):
        known = {
            *stems_of(item.text),
            *stems_of("results performance practice figures share of cases following pathway"),
        }
        known |= {one for step in item.value.steps or () for one in stems_of(step.step)}
        known |= {one for name in ground.places for one in stems_of(name)}
        front = f"{where[1].upper()}{where[2:]}, " if where else ""
        return f"{front}{said['k']}{rest}" if {*stems_of(what)} <= known else text
    lead = f"{said['lead']}{said['shows']} " if said["lead"] else "there were "
    done = _DONE.match(rest)
    rest = f"{done['per'] or ''}{rest[done.end() :]}" if done else rest
    rest = _IN_QUARTERS.sub(said["when"], rest) if said["when"] else rest
    words = f"{lead}{said['k']} {what[0].lower()}{what[1:]}{where}{rest}"
    return words[0].upper() + words[1:]


def _bears_out(said: re.Match[str], item: EvidenceItem) -> bool:
    """Return whether the two counts, shares or rates given did not move that way."""
    last, held = item.totals.last if item.totals else None, item.value
    then: float | None = None
    now: float | None = None
    if isinstance(held, PathwayCases):
        then, now = (held.by_year.share_before, held.by_year.share) if held.by_year else (None, None)
    elif isinstance(held, SeriesCounts) and held.moved in (None, "neither"):
        given = last is not None and re.search(rf"\b{last:g}\b", said.string.replace(",", ""))
        then, now = (last, held.count_year) if given else (held.rate_before, held.rate_year)
    if then is None or now is None:
        return False
    return bool(then <= now if said["fall"] or said["fall_"] else then >= now)


def _is_own_time(when: str, item: EvidenceItem) -> bool:
    """Return whether a time is the year of the evidence, or the last month of its counts."""
    periods = item.periods
    month, year = (_last_month(periods[-1]), periods[-1][:4]) if periods else (None, "")
    by = f" by {MONTHS[month - 1]} {year}" if month else ""
    return not when or when.lower() == by.lower() or bool(_own_year(item.year).fullmatch(when.strip()))


@cache
def _own_year(year: int) -> re.Pattern[str]:
    return re.compile(
        rf"(?:in|over|during|for) (?:(?:programme )?year {year}|the (?:{ORDINALS[year - 1]} )?year)", re.I
    )


def spoken_of(text: str, item: EvidenceItem, _: Ground) -> str:
    """Say `children were spoken of at 294 renewals` without who counted them, and with the renewals last."""

    def spoke(match: re.Match[str]) -> str:
        return "children were spoken of " if {*stems_of(match["who"])} <= {*stems_of(item.origin)} else match[0]

    text = _AT_FRONT.sub(lambda match: f"{match['what']} at {match['frame']}", text)
    return _SPOKE.sub(spoke, text) if "spoken of" in item.text else text


def plan_was(text: str, _: EvidenceItem, __: Ground) -> str:
    """Say `60 sessions were planned in Birmingham` for `the plan for Birmingham was 60 sessions`."""

    def planned(match: re.Match[str]) -> str:
        where = match["whose"] or (match["where"] or "").strip().partition(" ")[2]
        where = f" in {where}" if where else ""
        year = (match["its"] or match["year"] or "").strip()
        when = f" in {year}" if year else ""
        return f"{match['n']} {match['what']} were planned{where}{when}"

    return _PLAN_WAS.sub(planned, text)


def _last_month(period: str) -> int | None:
    """Return the last month of a period such as `2020-08` or `2020-Q2`."""
    _, found, number = period.partition("-Q")
    said = 3 * int(number) if found else int(period[5:7]) if re.fullmatch(r"\d{4}-\d\d", period) else 0
    return said or None


def full_names(text: str, _: EvidenceItem, ground: Ground) -> str:
    """Name a place in full, where the sentence uses only the last word of its name: `the coast`."""
    for name in ground.places:
        first, last = name.partition(" ")[0], name.rpartition(" ")[2]
        if first.lower() == "the" and not any(other.endswith(f" {last}") for other in ground.places if other != name):
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


def no_signal(text: str, item: EvidenceItem, _: Ground) -> str:
    """Leave out the statement that a series' counts give no signal, if that is true."""
    held = item.value_if(SeriesCounts)
    if held is None or held.signals != [] or held.moved not in (None, "neither"):
        return text
    unit = "quarterly" if "-Q" in (held.periods or [""])[0] else "monthly"
    return _NO_SIGNAL.sub(lambda match: "" if match["unit"] in (None, unit) else match[0], text)


def so_did(text: str, _: EvidenceItem, __: Ground) -> str:
    """Write out in full what `and so did` refers to."""
    text = _DID_TOO.sub(lambda match: f"{match['verb']}{match['mid']} {match['verb']}", text)
    return _SO_DID.sub(lambda match: f"{match['verb']}{match['mid']}, and {match['what']} {match['verb']}", text)


def turned(text: str, _: EvidenceItem, __: Ground) -> str:
    """Say `fell from 489 … to 271 …` for `fell to 271 … from 489 …`."""
    return _TO_FROM.sub(lambda match: f"{match['way']} from {match['then']} to {match['now']}", text)
