"""Rate how strongly a sentence speaks: its verbs, what it asserts flatly, and what or who it names as the cause."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tideturn.dataset.verdict import Verdict
from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.quotation import without_quotations
from tideturn.evaluation.model import OutcomeVerdict

_HOW_MANY: Final = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)"
SUGGESTS: Final = 1
INDICATES: Final = 2
SHOWS: Final = 3
PROVES: Final = 4
"""Strength of `proves`: no evaluation of this kind proves anything."""

ALLOWED: Final = {"high": SHOWS, "moderate": INDICATES, "low": SUGGESTS, "very_low": SUGGESTS}
"""Strongest verb for each confidence (METHODS, section 5)."""


def allowed(verdict: OutcomeVerdict) -> int:
    """Return the strongest verb for a verdict: early signs never more than suggest."""
    if verdict.standing is Verdict.EMERGING or verdict.confidence is None:
        return SUGGESTS
    return ALLOWED[verdict.confidence]


VERB: Final = {SUGGESTS: "suggests", INDICATES: "indicates", SHOWS: "shows", PROVES: "proves"}

VERBS: Final = (
    (
        PROVES,
        r"\b(?:proves?|proving|prove[dn]?(?!\s(?:to\sbe\s)?(?:\w+\s)?(?:difficult|hard|challenging|useful|popular|valuable|"
        r"helpful|impossible|easy|easier|harder|necessary|effective|slow|slower|costly|too)\b)|proof(?!\sof\s(?:concept|age|"
        r"identity|address))|conclusive(?:ly)?|(?:un|in)doubted(?:ly)?|undoubtedly|undeniabl[ey]|guarantee[sd]?|"
        r"(?:without|beyond|no|little)\s(?:a\s|any\s|all\s|reasonable\s)?(?:doubt|question)|certain(?:ly)?\s(?:that|shows?)|"
        r"irrefutabl[ey]|incontrovertibl[ey]|unquestionabl[ey]|unequivocal(?:ly)?|definitive(?:ly)?|for\scertain)\b",
    ),
    (
        SHOWS,
        r"(?<!as far as the evidence )\b(?:show(?:s|n|ed|ing)?(?!\s(?:up|in|by|below|above|interest|neither)\b)"
        rf"(?!\s(?:no|any|neither) (?:rise|fall|clear)\b)"
        r"(?!(?<!evidence show)(?<!evidence shows)(?<!evidence showed)"
        r"\sno (?:change|movement|difference|shift|signs?)\b)"
        rf"(?!\s{_HOW_MANY} (?!in\b|of\b|out\b)\w)|"
        r"demonstrat(?:e|es|ed|ing)|establish(?:es|ed)\sthat|confirm(?:s|ed)?\s(?:that|this|the)|reveal(?:s|ed)?|clear(?:ly)?\s(?:that|shows?)|"
        r"evident(?:ly)?|strong\sevidence|evidenc(?:es|ed|ing)|highlight(?:s|ed)?\sthat|mak(?:e|es|ing)\sclear|"
        r"illustrat(?:e|es|ed)\sthat|attest(?:s|ed)?\sto|bear(?:s)?\switness|tells?\sus\sthat|prove[dn]?\s(?:to\sbe\s)?effective)\b",
    ),
    (
        INDICATES,
        r"\b(?:indicat(?:e|es|ed|ing|ion|ions)|point(?:s|ed|ing)?\sto(?:wards)?(?!\s(?:about\s|around\s)?\d)|signal(?:s|led)?\sthat|impl(?:y|ies)\sthat)\b",
    ),
    (
        SUGGESTS,
        r"\b(?:suggest(?:s|ed|ing|ion|ions)?|may|might|could\sbe(?!\s(?:matched|paired|compared)\b)|appear(?:s|ed)?|seem(?:s|ed)?|possibl[ey]|perhaps|(?:(?<!clear\s)(?<!strong\s)signs\sthat|early\ssigns?)|emerging|confidence\s[^.;]{0,30}\blow|"
        r"tentative(?:ly)?|hint(?:s|ed)?|some\s(?:evidence|signs?|indication)|likely)\b",
    ),
)
"""Words for each strength; the strongest in a sentence is its verb."""
_VERBS: Final = tuple((strength, re.compile(pattern, re.IGNORECASE)) for strength, pattern in VERBS)
_FIGURE: Final = Gated(r"\b(?:figure|table|chart|map|annex|section)\s[\w.]+\s(?=show|illustrat|reveal|highlight)")
"""Words for what a figure shows: they say where to look, and are no finding."""
_DOCUMENT: Final = Gated(r"\b((?:notes|minutes|leaflets?|protocols?|letters?)\b[^.;:]{0,60}?) shows? (?!that\b)")
"""Words with `notes show`: there the verb means say, and does not rate the evidence."""
_CHANGE: Final = re.compile(
    r"(?<!\bor )\b(?:improv\w+|increas\w+|rose|risen|rising|grew|grown|growing|strengthen\w*|"
    r"(?<!which is )(?<!that is )better|safer|healthier|(?<!counted )(?<!counts )more (?!than\b)\w+|"
    r"reduc\w+|fell|fallen|decreas\w+|"
    rf"fewer(?! than (?:{_HOW_MANY}|half|a (?:third|quarter))\b)|"
    r"less (?:often|likely|at risk|frequent\w*)|declin\w+|worse\w*|"
    r"(?<!median )chang\w+(?! (?:how|the way) (?:it|they) (?:counts?|records?)\b)|transform\w+|gain\w*|achiev\w+|"
    r"success\w*|now (?:know|understand|identify|use|share|work|see|treat)\w*|longer|lasting|effective(?:ly)?|"
    r"positive(?:ly)?|benefit\w*|(?<!not )true|"
    r"(?<!any )(?<!once )(?<!no )(?<!what )more(?=[.;]|$))\b",
    re.IGNORECASE,
)
_GOOD: Final = Gated(
    r"\b(?:improv\w+|strengthen\w*|better|safer|healthier|more (?!than\b)\w+|increas\w+|grew|grown|"
    r"gain\w*|achiev\w+|success\w*|transform\w+|effective(?:ly)?|positive(?:ly)?|benefit\w*|lasting|(?<!not )true|"
    r"(?<!any )(?<!once )(?<!no )(?<!what )more(?=[.;]|$))\b"
)
_DENIED: Final = re.compile(
    r"\b(?:no|not|neither|nor|never|without|hardly|barely|scarcely|little|cannot|could not|did not|"
    r"does not|has not|have not|too (?:little|early|soon|few)|not yet|unknown|unclear|nobody|no one)\b",
    re.IGNORECASE,
)
_ATTRIBUTED: Final = Gated(
    r"\b(?:said|say|says|told|report(?:s|ed)?|describ(?:e|es|ed)|felt|feel|thought|think|believ(?:e|es|ed)|"
    r"answer(?:s|ed)? (?:that|yes|no)|agree(?:d|s)?|disagree(?:d|s)?|rated|scored?|"
    r"according to|mention(?:s|ed)?|asked|wrote|noted|sp(?:ea|o)k(?:s|e)? of|"
    r"saw|see(?:s|n)?(?= (?:an?|no) )|expect(?:s|ed)?|put (?:[\w’'-]+ ){1,5}down to)\b"
)
_OURS: Final = "the programme|the (?:team|project|service)|our (?:work|team|programme|project|service|workers|staff)|we"
_CAUSE: Final = re.compile(
    r"\b(?:because of|as a result of|result(?:s|ed|ing)? in|led to|lead(?:s|ing)? to|caus(?:e|es|ed|ing)|thanks to|"
    r"due to(?! be\b)|brought about|(?<!\ba )(?<!\bthe )drive|drives|driven|drove|driving|produc(?:e|es|ed)|"
    r"responsible for|as a consequence|in consequence|the reason (?:for|why|that)|explain(?:s|ed) (?:the|this|why)|"
    r"attribut(?:ed|able) to|owing to|contribut(?:e|es|ed|ing|ion)|made (?:the|a|all the) difference|"
    r"(?:helped|enabled) (?:to )?\w+|"
    r"it (?:is|was) (?:\w+ ){1,9}(?:that|who|which) (?:made|makes|gave|gives|got|kept|brought)|"
    rf"the programme (?:has )?(?:changed|improved|made(?!\s{_HOW_MANY}\b)|reduced|increased|transformed)|"
    rf"(?:{_OURS}) (?:has |have |had )?(?:improved|reduced|increased|transformed|halved|doubled)|"
    rf"(?:improved|reduced|increased|transformed|halved|doubled|cut|raised) by (?:{_OURS}|us))\b",
    re.IGNORECASE,
)
_NAMED: Final = Gated(
    r"\b(?:name[sd]?|put (?:[\w’'-]+ ){1,5}down to|g(?:a|i)ves? (?:[\w’'-]+ ){1,8}as the reason|credit(?:s|ed)?)\b"
)
"""Words that give somebody's account of a cause."""
_WEIGHED: Final = Gated(
    r"\b(?:part|contribution|role|what (?:brought|made|drove))\b[^.;]{0,60}? (?:is|was|has) not (?:yet )?(?:been )?"
    r"(?:shown|known)\b|\b(?:(?:weighed|judged)(?: as)?|(?:is|was|remains) (?:the|a|another|as)) "
    r"(?:\w+ ){0,3}explanation\b|"
    r"\bexplanation (?:\w+ ){0,3}(?:weighed|judged) as\b|"
    r"\bruled out\b|\bhow much [^.;]{1,60} explains? (?:is|was) not (?:yet )?known\b"
)
"""Words for the weight of an explanation, or that the programme's part is not shown."""
_MAY: Final = re.compile(r"\b(?:may|might|could|possibl[ey]|perhaps|plausibl[ey])\b", re.IGNORECASE)
_SHARED: Final = re.compile(
    r"\b(?:contribut\w*|help(?:s|ed)?|one of (?:the|several|many)|in part|partly|part in|among (?:the|several)|"
    r"together with|alongside|as did)\b",
    re.IGNORECASE,
)
_ALONE: Final = re.compile(
    r"\b(?:alone|solely|entirely|wholly|only (?:because|cause|reason)|the sole|single)\b", re.IGNORECASE
)
_SURE: Final = Gated(
    r"(?<!not )(?<!yet )(?<!less )(?<!how )(?<!\bas )\b(?:clear(?:ly)?|strong(?:ly)?|robust|"
    r"consistent(?:ly)? (?:show|indicat)\w*|well[- ]established|firm(?:ly)?|"
    r"definit(?:e|ely|ive)|undisputed|overwhelming(?:ly)?)\b"
)
_LIMITED: Final = Gated(
    r"\b(?:no|nor|neither|only|without)\b[^,]*$|\b(?:do|does|did|is|was|are|were)(?: not|n[’']t)(?: \w+)? $"
)
"""Words that make the next ones less sure."""
_EVERYWHERE: Final = re.compile(
    r"\b(?:everywhere|(?:in|at|across) (?:all|every|each)(?: of the)?(?: \w+)? (?:sites?|places?|cit(?:y|ies)|areas?)|"
    r"all (?:sites|places|cities|areas))\b",
    re.IGNORECASE,
)
_BOTH_SIDES: Final = re.compile(
    r";.{0,120}\bnot\b|\b(?:contested|conflict(?:s|ed|ing)?|(?:both|two) (?:ways|directions)|divided|mixed|disagree\w*|"
    r"disput(?:ed|es)|denied|"
    r"differ(?:s|ed|ent(?:ly)?)?|on the other hand|(?:in|by) contrast|contrary accounts|"
    r"unlike|not (?:everyone|everywhere|all|the same|every\w*)|less so|worse|against (?:it|this|that)|opposite|"
    r"say otherwise|said otherwise|did not (?:agree|think|see|find|feel)|"
    r"(?:but|while|whereas|although|though|however|others|yet)\b.{0,120}\b(?:not|no|never|none|nothing|nobody|only|few|"
    r"fewer|less|declin\w+|fell|harder|negative|lower|hardly|rarely|unchanged|doubt\w*|little|did n[o’']t|\w+n[’']t|"
    r"contradict\w*|\d+% to|\d+ of \d+))\b",
    re.IGNORECASE | re.DOTALL,
)
_NOT_KNOWN: Final = re.compile(
    r"\b(?:not (?:yet )?(?:known|shown|clear|measured|judged|asked|possible|enough|say)|"
    r"cannot (?:yet )?(?:say|tell|be)|"
    r"could not be|too (?:little|few|early|soon)|not enough|no evidence|nothing was|nobody (?:was )?(?:asked|measured)|"
    r"unknown|unclear|insufficient|not due|not expected|remains to be seen|early signs?|will be judged)\b",
    re.IGNORECASE,
)
_NOT_SHOWN: Final = re.compile(
    r"\b(?:do|does|did) not show (?:whether|that|a|any)\b|\bneither a rise nor a fall\b|"
    r"\bno (?:rise|fall) (?:is|was) shown\b|"
    r"\bshows? no (?:rise|fall)\b|\btoo few (?:to|for us)\b|\bchance\b",
    re.IGNORECASE,
)
_OPEN: Final = Gated(
    r"\b(?:whether|no signs? (?:of|that)|hope[ds]?|aim(?:s|ed)?|intend(?:s|ed)?|meant|expect(?:s|ed)?|wanted)\b"
)
"""Words before something that is asked, hoped or planned, and not asserted."""
_COUNTED: Final = Gated(
    r"\d[\d,]* (?:out )?of (?:the )?\d|\bof \d[\d,]* |"
    r"\b(?:share|proportion|percentage|agreement|that) .{0,160}?"
    r"\b(?:rose|risen|rises|fell|fallen|falls|went|gone|grew|grown)\b"
    r".{0,80}?\d%"
)
"""Words of a count: such a sentence says how many, and not that it is so."""
_PARTED: Final = re.compile(
    r";|:\s|,\s(?:and|so|but)\s(?=(?:the|they|it|this|these|young|practi\w+|partners|staff|families)\b)", re.I
)
_SENTENCE: Final = re.compile(r"[^.!?]+(?:\.(?=\d)[^.!?]+)*[.!?]?")


@dataclass(frozen=True)
class Strength:
    """The strongest verb of a text, and whether it asserts a change flatly; `words` are the words that do so."""

    verb: int
    words: str
    flat: bool = False
    """Whether it states a change as a fact, without a verb that says how sure and without a speaker."""


def strength_of(text: str) -> Strength:
    """Return how strongly a text speaks: its strongest sentence. Quotations are somebody else's and do not count."""
    strongest = Strength(0, "")
    for sentence in clauses(text):
        own = _strength(sentence)
        if own.verb > strongest.verb:
            strongest = own
    return strongest


def _strength(sentence: str) -> Strength:
    if _FIGURE.search(sentence):
        return Strength(0, "")
    sentence = _DOCUMENT.sub(r"\1 ", sentence)
    for verb, pattern in _VERBS:
        found = pattern.search(sentence)
        if found and not (verb > INDICATES and _denied_before(sentence, found)):
            return Strength(verb, found[0])
    change = _CHANGE.search(sentence)
    if change and not (_told(sentence, change.start()) or _DENIED.search(sentence) or _WEIGHED.search(sentence)):
        return Strength(SHOWS, change[0], flat=True)
    return Strength(0, "")


def _told(sentence: str, at: int) -> bool:
    """Return whether a sentence about change, at `at`, says who says so, or how many, or only asks or hopes."""
    before = _OPEN.search(sentence[:at]) or _NAMED.search(sentence[:at])
    return bool(_ATTRIBUTED.search(sentence) or _COUNTED.search(sentence) or before)


def _denied_before(sentence: str, verb: re.Match[str]) -> bool:
    """Return whether the sentence denies the verb: `does not show`, `is not yet shown`, `no evidence shows`."""
    if verb[0].lower().startswith(("no ", "without", "beyond", "little ")):
        return False
    before = sentence[: verb.start()]
    denied = (
        r"\b(?:not|no|never|nothing|cannot|nor|neither)\b[\w\s]{0,18}$|\bneither\b[^,;:]{1,40}\bnor\b[^,;:]{1,40}$|"
        r"\bnobody(?: else)?(?: has| had)?(?: yet)?\s*$"
    )
    return re.search(denied, before, re.IGNORECASE) is not None


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text, without what they quote."""
    return tuple(found[0].strip() for found in _SENTENCE.finditer(without_quotations(text)) if found[0].strip())


@lru_cache(maxsize=512)
def clauses(text: str) -> tuple[str, ...]:
    """Return the sentences of a text, split where a new statement begins: the speaker of one did not say the next."""
    return tuple(part.strip() for sentence in sentences(text) for part in _PARTED.split(sentence) if part.strip())


def asserts_good(text: str) -> str:
    """Return the words that say in a text, as a fact, that something got better; empty if there are none."""
    for sentence in clauses(text):
        found = _GOOD.search(sentence)
        if found and not _DENIED.search(sentence) and not _told(sentence, found.start()):
            return found[0]
    return ""


def denies_good(text: str) -> bool:
    """Return whether a text says, as a fact, that something did not get better: `young people are not safer`."""
    for sentence in clauses(text):
        found = _GOOD.search(sentence)
        if found and _denied_before(sentence, found) and not _told(sentence, found.start()):
            return not _NOT_KNOWN.search(sentence)
    return False


def asserts_change(text: str) -> str:
    """Return the words that say in a text, as a fact, that something changed or did not; empty if there are none."""
    for sentence in clauses(text):
        found = _CHANGE.search(sentence)
        if found and not _told(sentence, found.start()) and not _NOT_KNOWN.search(sentence):
            return found[0]
    return ""


def cause_in(text: str) -> str:
    """Return the words that name a cause in a text; empty if there are none."""
    return _first(_CAUSE, text)


def asserts_cause(text: str) -> str:
    """Return the words that name a cause in a text as a fact, not as what somebody said; empty if there are none."""
    for clause in clauses(text):
        found = _CAUSE.search(clause)
        named = found is not None and any(one.start() < found.start() for one in _NAMED.finditer(clause))
        if found and not named and not _told(clause, found.start()) and not _DENIED.search(clause):
            return found[0]
    return ""


def weighs_causes(text: str) -> bool:
    """Return whether a text only reports how causes were weighed, or that none is shown."""
    return bool(_WEIGHED.search(without_quotations(text))) and not asserts_cause(text)


def says_who_named_it(text: str) -> bool:
    """Return whether a text gives a cause as what somebody said or named."""
    plain = without_quotations(text)
    return bool(_NAMED.search(plain) or _ATTRIBUTED.search(plain))


def cause_stated(text: str) -> int:
    """Return how strong a cause the text claims: 1 that it may be one, 2 one of several, 3 the main, 4 the only."""
    plain = without_quotations(text)
    for much, pattern in ((4, _ALONE), (1, _MAY), (2, _SHARED)):
        if pattern.search(plain):
            return much
    return 3


def sure_in(text: str) -> str:
    """Return words too sure for an emerging verdict: clearly, strong, robust; `no clear change` does not count."""
    for clause in clauses(text):
        for found in _SURE.finditer(clause):
            if not _LIMITED.search(clause[: found.start()]):
                return found[0]
    return ""


def doubted(sentence: str) -> bool:
    """Return whether a sentence denies something, or says that it is not known or not shown."""
    return any(words.search(sentence) for words in (_DENIED, _NOT_KNOWN, _NOT_SHOWN))


def change_in(text: str) -> str:
    """Return the words of change in a text, no matter who says so; empty if there are none."""
    return _first(_CHANGE, text)


def everywhere_in(text: str) -> str:
    """Return words that say so of every place; empty if there are none."""
    return _first(_EVERYWHERE, text)


_HARVESTED: Final = Gated(r"\b(?:harvested|reported) changes?\b")
"""Words for a kind of evidence, which are not words of change."""


def _first(pattern: re.Pattern[str], text: str) -> str:
    """Return the first words that match a pattern outside quotations; empty if there are none."""
    found = pattern.search(_HARVESTED.sub(" ", without_quotations(text)))
    return found[0] if found else ""


def shows_both_sides(text: str) -> bool:
    """Return whether a text says that there is another side."""
    return _BOTH_SIDES.search(text) is not None


def says_not_known(text: str) -> bool:
    """Return whether a text says that something is not known, or not yet."""
    return _NOT_KNOWN.search(text) is not None


def says_not_shown(text: str) -> bool:
    """Return whether a text only says that no change is shown."""
    return bool(_NOT_SHOWN.search(text)) and not asserts_good(text)
