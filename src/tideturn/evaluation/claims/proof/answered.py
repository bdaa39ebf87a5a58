"""Say a finding about answers to a survey in the plain order: who answered, then what they said."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.number_words import NUMBER, number
from tideturn.evaluation.claims.quotation import QUOTED
from tideturn.evaluation.units import TRAINED

_LIMIT: Final = r"(?:(?:only|just|all|fully|as many as|as few as|about|around|some|over|under|nearly|almost) )*"
_MANY: Final = rf"(?:{_LIMIT}(?:{NUMBER}|a (?:third|quarter|fifth)|(?:two|three) (?:thirds|quarters|fifths)|half))"
_OF: Final = rf"{_MANY} (?:out )?of (?:the |those |our |all )*{NUMBER}"
_WHOM: Final = rf"(?P<whom>{_OF}(?: (?:[^\s,;:.]|(?<=\w)[.](?=\w))+){{0,14}}?)"
_YEAR: Final = r"(?:in|by) year \w+"
_DEGREE: Final = r"completely or mostly|not really or not at all"
_SCALE: Final = rf"(?:at least {NUMBER}|{NUMBER} (?:or (?:more|above|higher|less|fewer|{NUMBER})))(?: out of {NUMBER})?"
_SAY: Final = (
    "said|say|says|reported|felt|thought|believed|considered|reckoned|told us|stated|agreed|indicated|noted|"
    "described|mentioned|maintained"
)
_VERB: Final = rf"\b(?:{_SAY}|disagreed?|agrees?|thinks?|feels?|believes?|knows? that|chose|gave)\b"
_WHAT: Final = rf"(?P<what>(?:(?!{_VERB}|{_OF})[^;:“]){{3,160}}?)"
_FRONTED: Final = Gated(
    r"^(?P<lead>(?:.*[:;] )?)(?:of|among|amongst|out of|from among)(?: all)?(?: of)?(?: the| those| our| these)? "
    rf"(?P<n>{NUMBER})(?P<group>(?: [^\s,;:]+){{0,14}}?)(?:,| –) (?P<many>{_MANY})(?: of (?:them|these|those))?"
    r"(?P<rest> [a-z].*)$"
)
"""`Of the 45 partners who had a view in Year 2, 37 agreed …`."""
_LAST: Final = Gated(
    rf"^(?P<lead>{_YEAR},? )?{_WHAT}(?:,? (?:(?:was|were|is|are|has been|had been) )?"
    rf"(?:what )?(?:(?:{_SAY}|recognised|seen)(?: as true)?(?:,? (?P<degree>{_DEGREE}),?)? by|{_SAY})|"
    rf"(?: is| was)? (?:true|the case|the view|the opinion|the experience) (?:for|of)|[:;,] so said|,? in the (?:view|opinion|eyes|judgement|experience) of|,? according to|(?:,? (?P<much>{_DEGREE}),?)? (?:by|for)) "
    rf"{_WHOM}(?P<tail>[,;] .*)?[.]$"
)
"""`…, said 48 of the 58 partners who had a view`; `… was reported by 49 of the 56 partners`."""
_SCORED: Final = Gated(
    rf"^(?P<lead>{_YEAR},? )?{_WHAT} (?:(?:was|were|is) )?"
    r"(?:earned|got|received|given|scored|rated|marked|put|put at|awarded|achieved|drew|won|gained)(?: a score of)? "
    rf"(?P<scale>{_SCALE}) (?:from|by|with|among) {_WHOM}(?P<tail>[,;] .*)?[.]$"
)
"""`The way in was scored seven or more by 30 of 52 partners`."""
_AGREEMENT: Final = Gated(
    rf"^(?P<lead>{_YEAR},? )?(?:the )?agreement (?P<that>that|with the (?:statement|idea|view) that) {_WHAT} "
    rf"(?:stood at|was(?: at)?|came to|reached|ran at|is|was given by|came from) {_WHOM}(?P<tail>[,;] .*)?[.]$"
)
_ACTED: Final = Gated(
    rf"^(?P<lead>{_YEAR},? )?{_WHAT} (?:is|are|was|were|gets?) (?P<did>noticed|passed(?: on)?|seen|recognised|spotted)"
    rf"(?P<how> [a-z][^,;:]*?)??(?:,? (?P<much>{_DEGREE}),?)? by {_WHOM}(?P<tail>[,;] .*)?[.]$"
)
"""`A worry is passed on the same day by 43 of 55 partners`."""
_CHOSEN: Final = Gated(
    rf"^(?P<lead>{_YEAR},? )?{_WHAT} (?:was|were) (?:chosen|named|picked|ticked|selected|cited|mentioned|pointed to) by "
    rf"{_WHOM}(?P<tail>(?:[,;]| as| among) .*)?[.]$"
)
_SAID_SO: Final = Gated(
    rf"^(?P<lead>{_YEAR},? )?{_WHAT}[:,–] {_WHOM} (?:agreed|said so|said yes|said|told us|told us so|said as much)"
    rf"(?P<year> {_YEAR})?(?P<tail>[,;] .*)?[.]$"
)
"""`Organisations plan together: 41 of 55 partners agreed.`"""
_ASKED: Final = Gated(
    rf"^(?:when (?:we )?asked|when|asked|we asked)(?P<group> (?:our )?(?:[\w’]+ ){{0,3}}?[\w’]+)??(?: were asked)?(?P<year> {_YEAR})? "
    rf"(?:whether|if) {_WHAT},(?: and)?(?P<then> {_YEAR},?)? (?P<of>{_OF})(?P<rest>(?: [^\s,;:.]+){{0,10}}?) (?:agreed|said (?:so|yes|they (?:do|did|were|are|have|had)|that (?:it|they) (?:is|was|does|did|do|were)|it (?:was|is|did|does)))"
    rf"(?P<tail>[,;] .*)?[.]$"
)
"""`When we asked partners whether …, 41 of the 55 who had a view said they do.`"""
_SINCE: Final = Gated(
    r"^compared (?:with|to) (?P<when>a year (?:ago|before|earlier)|last summer),(?P<rest> .*?\b(?:more|less|fewer|better|worse)(?: often)?)\b(?! than)(?P<tail>.*)$"
)
"""`Compared with a year ago, 32 of 51 said that they meet more often.`"""
_MOSTLY: Final = Gated(
    rf"^(?P<lead>.*?)\b(?:mostly|mainly|largely|for the most part) (?P<does>(?:dis)?agreed)(?P<year> {_YEAR})?,? [(]?"
    rf"(?P<k>{NUMBER}) (?:out )?of (?:the |those )?(?P<n>{NUMBER})[),]*(?P<rest> .*)$"
)
"""`Partners mostly disagreed, 14 out of 16, that …`, which is true of 9 and of no fewer."""
_SHARE: Final = Gated(
    rf"^(?P<lead>(?:{_YEAR},? )?)(?P<share>(?:well )?(?:more than|over|above) half|(?:a|the) majority|most|"
    rf"(?:fewer|less) than half|under half|a minority)(?: of)?(?P<group>(?: [^\s,;:]+){{1,14}}), (?P<k>{NUMBER}) "
    rf"(?:out )?of (?:the |those )?(?P<n>{NUMBER}),(?P<rest> .*)$"
)
"""`More than half of the partners, 32 out of 51, said …`."""
_PEOPLE_FIRST: Final = Gated(
    rf"\b(?P<k>{NUMBER}) (?P<who>partners|staff|young people|parents and carers|families|professionals|stakeholders|respondents) "
    rf"(?:out )?of (?P<the>(?:the |our )?)(?P<n>{NUMBER})\b"
)
_ON_A_SCALE: Final = Gated(rf"(?:,? |^)(?:on a scale (?:of|from)|from|between) (?:0|zero|1|one) (?:to|and) (?P<high>{NUMBER})\b")
_IT_WAS: Final = Gated(
    rf"[;,](?: and| where| when| while)? (?P<when>a year before|before year 1|in year \d),? (?:it|this|that|the (?:figure|number|count)) "
    rf"(?:was|had been|stood at|came to) (?P<of>{_OF})\b"
)
"""`…; a year before it was 55 of 59`."""
_SCALED: Final = Gated(rf"\b{_SCALE}")
_TIMED: Final = Gated(rf",? \b{_YEAR}\b,?|^{_YEAR}\b,? ")
_COUNTED: Final = Gated(rf"\b{_OF}\b")


_SURVEYS: Final = {
    "partners": r"(?:partner|stakeholder|professional|practitioner)(?:s[’']?|[’']s)?",
    "staff": r"(?:staff|workforce|workers?[’'])(?:[’']s)?",
    "families": r"(?:famil(?:y|ies)|parents?|carers?|parents? and carers?)(?:[’']s?)?",
    "young people": r"(?:young people|youth)(?:[’']s)?",
    TRAINED: r"(?:training|trainees?|learners?)(?:[’']s?)?",
}
"""Names for a survey, by the people who answered."""


def without_its_name(text: str, units: Collection[str]) -> str:
    """Return a sentence that does not say whose survey it was, if it says so rightly: `the Year 2 partner survey`."""
    names = {_SURVEYS.get(unit, "") for unit in units}
    if len(names) != 1 or not (name := names.pop()):
        return text
    return re.sub(rf"\b{name} (?=(?:survey|questionnaire|form|follow-up|poll)s?\b)", "", text)


def _true_amount(match: re.Match[str]) -> bool:
    """Return whether a share in words is true of the numbers that follow it."""
    part, whole = number(match["k"]), number(match["n"])
    if "share" in match.groupdict() and match["share"].lower().startswith(("fewer", "less", "under", "a min")):
        return 2 * part < whole
    return 2 * part > whole and not match[0].lower().startswith("well ")


def in_plain_order(text: str) -> Iterator[str]:
    """Yield the sentence with its parts in the order that the rules know; it says neither more nor less."""
    said = text
    if not QUOTED.search(text):
        said = _IT_WAS.sub(r", against \g<of> \g<when>", said)
        said = _PEOPLE_FIRST.sub(r"\g<k> of \g<the>\g<n> \g<who>", said)
        if (scale := _ON_A_SCALE.search(said)) and len([*_SCALED.finditer(said)]) == 1:
            said = _SCALED.sub(rf"\g<0> out of {scale['high']}", _ON_A_SCALE.sub("", said))
        for pattern, put in _ORDERS:
            if (match := pattern.match(said)) and ("k" not in match.groupdict() or _true_amount(match)):
                said = _sentence(put.format_map(_Groups(match.groupdict(""))))
        said = _timed_after_its_scale(said)
    if said != text:
        yield said


def _timed_after_its_scale(text: str) -> str:
    """Return a sentence of one number, one year and one answer on a scale with the year right after that answer."""
    scales, times = [*_SCALED.finditer(text)], [*_TIMED.finditer(text)]
    if not (len(scales) == len(times) == len([*_COUNTED.finditer(_SCALED.sub("", text))]) == 1):
        return text
    (scale,), (time,) = scales, times
    year = time[0].strip(" ,").replace("In ", "in ")
    joined = "," if time.start() and time[0].endswith(",") else ""
    if time.start() < scale.start():
        before = text[: time.start()] + joined + text[time.end() : scale.end()]
        return _sentence(f"{before} {year}{text[scale.end() :]}")
    return _sentence(f"{text[: scale.end()]} {year}{text[scale.end() : time.start()]}{text[time.end() :]}")


_ORDERS: Final = (
    (_SINCE, "{rest} than {when}{tail}"),
    (_ASKED, "{of}{group}{rest} said{year}{then} that {what}{tail}."),
    (_FRONTED, "{lead}{many} of the {n}{group}{rest}"),
    (_SCORED, "{lead}{whom} gave {scale} for {what}{tail}."),
    (_AGREEMENT, "{lead}{whom} agreed that {what}{tail}."),
    (_ACTED, "{lead}{whom} said{much} that they {did} {what}{how}{tail}."),
    (_MOSTLY, "{lead}{does}{year} ({k} of {n}){rest}"),
    (_SHARE, "{lead}{k} of the {n}{group}{rest}"),
    (_CHOSEN, "{lead}{whom} named {what}{tail}."),
    (_SAID_SO, "{lead}{whom} said{year} that {what}{tail}."),
    (_LAST, "{lead}{whom} said{degree}{much} that {what}{tail}."),
)


class _Groups(dict[str, str]):
    """What a pattern holds, as parts of another sentence."""

    def __init__(self, held: dict[str, str]) -> None:
        """Put degrees between commas, and begin what was said with a small letter."""
        super().__init__(held)
        for name in ("degree", "much"):
            if held.get(name):
                self[name] = f", {held[name]},"
        if what := held.get("what", ""):
            self["what"] = what[:1].lower() + what[1:]
        if lead := held.get("lead", ""):
            self["lead"] = lead if lead.rstrip().endswith((":", ";", ",")) else f"{lead.rstrip()}, "
        for name in ("many", "whom", "between"):
            if held.get(name) and held.get("lead"):
                self[name] = held[name][:1].lower() + held[name][1:]


def _sentence(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip()
    return text[:1].upper() + text[1:]
