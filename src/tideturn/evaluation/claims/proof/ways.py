"""Read what somebody said about an outcome: for it, against it, no change, or too early to tell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof.clause import Ground
from tideturn.evaluation.claims.proof.proposition import forms, opposites
from tideturn.evaluation.claims.proof.words import WORD, grammar, ignoring_case, said_in, stem, who_in
from tideturn.evaluation.model import CHANGE

Way = tuple[frozenset[str], ...]
"""Polarities that words can mean: one set per possible reading; every reading must be true."""

FOR: Final[Way] = (frozenset({"supports"}),)
AGAINST: Final[Way] = (frozenset({"contradicts"}), frozenset({"contradicts", "no_change"}))
"""Polarities that a denied rise can mean: a fall or no change."""
NOT_FOR: Final[Way] = (*AGAINST, frozenset({"contradicts", "no_change", "too_early", "mixed"}))
"""Polarities for somebody who did not say it: they may have said anything else."""
_MEANS: Final[Mapping[str, Way]] = {
    "for": FOR,
    "against": (frozenset({"contradicts"}),),
    "no change": (frozenset({"no_change"}),),
    "too early": (frozenset({"too_early"}),),
}
_DENIED: Final = {"verb not": NOT_FOR, "verb deny": AGAINST}
_UP, _DOWN = frozenset({"more"}), frozenset({"fewer", "less", stem("fall")})
"""Words in a title that make a rise, or a fall, the change that it hopes for."""
_DENIAL: Final = Gated(r"(?<=\w)(?:\snot|n[’']t)\b")
_COMPLEMENT: Final = re.compile(r",| rather than | instead of ", re.IGNORECASE)
_RATHER: Final = re.compile(r"\b(?=rather than |instead of )", re.IGNORECASE)
_TURNING: Final = """
no not never none nobody nothing neither nor without hardly barely less fewer lower worse unlikely than rather instead
risen rise rises rose higher up more fall falls fell fallen down doubt doubts doubted deny denied only unless if
"""
"""Words that reverse what a sentence has named. They are not in the grammar file, where removing a rule proves less."""
_OUGHT: Final = Gated(r"\b(?:have|has|had|is|are|was|were) (?:to|been)\b")


def title_of(ground: Ground) -> str:
    """Return the outcome's title without its definition."""
    return re.split(r"\s*\.\s", ground.title)[0].strip(" .")


def content(text: str) -> list[str]:
    """Return the stems of a text's words, without joining words."""
    joining = frozenset(grammar()["joining"]["words"].split())
    return [stem(part) for match in WORD.finditer(text) for part in match[0].split("-") if part.lower() not in joining]


def on_topic(text: str, ground: Ground, *, defined: bool = True) -> bool:
    """Return whether a phrase names the outcome's topic, in words of its title, id and, if `defined`, definition.

    The other thing in a title with `rather than` is not the topic: victims rather than offenders.
    """
    words, plain = content(_RATHER.split(text)[0]), ground.title if defined else title_of(ground)
    known, title = set(content(plain)), title_of(ground)
    known -= set(content(title)) - set(content(_RATHER.split(title)[0]))
    rather = set(content(text)) - set(words) <= set(content(title))
    return bool(words) and set(words) <= known | _code(ground) and rather and not _DENIAL.search(text)


def _code(ground: Ground) -> frozenset[str]:
    """Return the words of the outcome's id, which name it in short."""
    return frozenset(content(ground.claim.outcome_id.replace("_", " ")))


def _named(rest: str, ground: Ground) -> bool:
    return on_topic(rest.partition(" ")[2], ground)


def way_said(text: str, before: str, ground: Ground, *, verb: bool = False) -> Way | None:
    """Return what a verb and its clause say about the outcome; None if that is unclear.

    `before` is the sentence up to there: `that they are not` may refer to it. With `verb`, a clause alone is enough,
    because the sentence has given its verb before.
    """
    text = _THERE.sub(r"\1", text.strip())
    if verb and _CHANGED.match(text):
        text = f"{'said' if text.startswith('that') else 'saw'} {text}"
    for found in said_in(text):
        if found.start == 0 and (way := _told(found.means, text[found.end :].strip(), before, ground)):
            return way
    if yes := _YES.fullmatch(text):
        said = yes["yes"] is not None
        return (FOR if said else AGAINST) if _is_asked(before, ground) and (verb or yes["say"]) else None
    verbs = [found for found in said_in(text) if found.means.partition(" ")[0] == "verb" and found.start == 0]
    if verbs:
        clause = re.sub(r"^that\b", "", text[verbs[0].end :].strip(), flags=re.IGNORECASE)
    elif verb and re.match(r"that\b", text, re.IGNORECASE):
        clause = text[4:]
    else:
        return None
    way = _asserts(clause.strip(), before, ground)
    denied = _DENIED.get(verbs[0].means) if verbs else None
    return way if denied is None else denied if way == FOR else None


def _told(means: str, rest: str, before: str, ground: Ground) -> Way | None:
    """Return what a statement without a verb of saying means, if the rest only names the outcome."""
    way = _moved(means, ground) or _MEANS.get(means)
    if way is None:
        return None
    if not rest or (means.endswith(("fall", "rise")) and _OF_THIS.fullmatch(rest)):
        return way
    whether = _WHETHER.match(rest)
    if means == "too early" and whether and _asserts(whether[1], before, ground) == FOR:
        return way
    topic = means not in ("for", "against") and rest.startswith(("in ", "about "))
    return way if topic and _named(rest, ground) else None


def _moved(means: str, ground: Ground) -> Way | None:
    """Return what a rise, a fall or an improvement, or its denial, says about the outcome."""
    move = means.removeprefix("no ")
    title = set(content(title_of(ground)))
    hoped, feared = {"rise": (_UP, _DOWN), "fall": (_DOWN, _UP)}.get(move, (frozenset(), frozenset()))
    if title & hoped or (move == "better" and _improves(ground)):
        return FOR if means == move else AGAINST
    return _MEANS["against"] if title & feared and means == move else None


_OF_THIS: Final = Gated(r"(?:in|of) (?:it|this|that)")
_CHANGED: Final = Gated(r"that (?:nothing|it|things|there)\b|no (?:change|difference)\b")
"""Words that may follow a verb that is left out: `six reported less, and two no change`."""
_THERE: Final = Gated(r"^(told us|said|reported|explained) in (?:the |our )?interviews?\b")
_WHETHER: Final = Gated(r"(?:whether|if) (.+)")
_YES: Final = Gated(r"(?P<say>(?:said|answered|replied|thought) )?(?:(?P<yes>yes|so|it was|they were)|no|not)")
_IS_ASKED: Final = Gated(r"\b(?:asked|about|on),? (?:whether|if) (?P<q>[^,;:]+?)(?=[,;:])")
_BETTER: Final = Gated(
    r"(?P<what>.*?)\b(?:(?:has|have|had|was|were|is|are|been|being) )*(?:improv(?:ed|ing)|"
    r"(?:got|getting|become|becoming) better|(?:(?<=is )|(?<=are )|(?<=was )|(?<=were ))better)$"
)
_THINGS: Final = Gated(r"(?:it|things|matters|this|that|the (?:situation|position|picture))")


def _is_asked(before: str, ground: Ground) -> bool:
    """Return whether the sentence has said that people were asked if the outcome is true."""
    return any(asserts(found["q"], ground) for found in _IS_ASKED.finditer(before))


def asserts(clause: str, ground: Ground) -> bool:
    """Return whether a clause repeats the outcome's title."""
    return _asserts(clause, "", ground) == FOR


def _improves(ground: Ground) -> bool:
    """Return whether the outcome is that something gets better: a change, and not that practice changes."""
    claims_change = ground.verdict is not None and ground.verdict.claim == CHANGE
    return claims_change and stem("change") not in content(title_of(ground))


def _is_better(clause: str, ground: Ground) -> bool:
    """Return whether a clause says that the outcome's own subject, or things as a whole, got better."""
    found = _BETTER.fullmatch(clause)
    if found is None or not _improves(ground):
        return False
    if _THINGS.fullmatch(found["what"].strip()):
        return True
    words, title = set(content(found["what"])), title_of(ground)
    code = _code(ground)
    core = {word for word in _core(title) if word not in _DEGREES}
    named = words >= code or (words >= core and not re.search(r"ing\b", found["what"]))
    return named and words <= code | set(content(title))


_DEGREES: Final = frozenset({"more", "better", "fewer", "less"})


def _asserts(clause: str, before: str, ground: Ground) -> Way | None:
    """Return FOR if a clause repeats the outcome's title, AGAINST if it denies it, else None."""
    title = title_of(ground)
    denials = [*_DENIAL.finditer(clause)]
    told = _DENIAL.sub("", clause)
    none = re.match(r"(.*\b(?:is|are|was|were) |)no (?=\w+$)", told, re.IGNORECASE)
    if none:
        told = told[: none.end() - 3] + told[none.end() :]
    if re.search(r"[,;:]", clause) and not re.search(r"[,;:]", title):
        return None
    if len(denials) + bool(none) > 1 or (_OUGHT.search(told) and not _OUGHT.search(title)):
        return None
    if not _follows_a_verb(clause, denials):
        return None
    if _is_better(told, ground) or _is_title(_in_its_words(told, title), title, before):
        return AGAINST if denials or none else FOR
    if not denials and not none and _is_turned(clause, title, before):
        return _MEANS["against"]
    return None


def _is_turned(clause: str, title: str, before: str) -> bool:
    """Return whether a clause says the title with its comparison reversed: `less is shared` for what was named."""
    said, known, it = forms(_THAN.sub("", clause)), set(forms(before)), _OF_IT.search(before)
    return len(said) > 1 and any(
        _within(said, one) and {turned, one[-1]} <= set(said) and (it or set(one) - set(said) <= known)
        for one, turned in opposites(title)
    )


_THAN: Final = Gated(r" than (?:before|it (?:was|had been)|(?:it|they) used to(?: be)?)$")


def _in_its_words(clause: str, title: str) -> str:
    """Return a clause with each way of saying a word of the title replaced by that word."""
    own = set(content(title))
    for word, ways in grammar()["title"]["ways"].items():
        if word in own:
            clause = ignoring_case(rf"\b(?:{ways})\b").sub(word, clause)
    return clause


def _is_title(told: str, title: str, before: str) -> bool:
    """Return whether words are the title's, reversed in the passive, or with missing words that were named before."""
    whole, core = content(_COMPLEMENT.split(title)[0]), _core(title)
    words = content(told)
    if _DONE.search(told) and words and core and words[-1] == core[0]:
        core, whole = core[1:] + core[:1], [word for word in whole if word in core and word != core[0]] + core[:1]
    if not core or not _within(words, whole):
        return False
    missing = [word for word in core if word not in words]
    own = [word for word in words if word in core]
    refers = _stands_for(told, title) and (not words or (words == core[-len(words) :] and _is_subject(missing, title)))
    refers = refers or bool(_THEM.search(told) and own and own == core[: len(own)])
    it = bool(words) and _OF_IT.search(before) is not None
    return not missing or (refers and _named_before(missing if words else core, core, before, it=it))


_THEM: Final = Gated(r" (?:it|them)$")
_DONE: Final = Gated(r"\b(?:is|are|was|were|been|being) (?:\w+(?:ed|en|ood)|known|met)$")
_OF_IT: Final = Gated(r"\b(?:of|about|on) (?:it|this|that)\b")


def _follows_a_verb(clause: str, denials: Sequence[re.Match[str]]) -> bool:
    verbs = r"(?:is|are|was|were|has|have|had|do|does|did)$"
    return all(re.search(rf"\b{verbs}", clause[: found.start()], re.IGNORECASE) for found in denials)


def _core(title: str) -> list[str]:
    """Return the words that a repeated title must have: without people and without what `of` adds."""
    plain = re.sub(r"\bof \w+", " ", _COMPLEMENT.split(title)[0].partition(" across ")[0])
    return [word for word in content(plain) if word not in _free(title)]


def _free(title: str) -> set[str]:
    people = {word for found in who_in(title, 0, len(title)) for word in content(title[found.start : found.end])}
    return people | {stem("practitioners")}


def _within(words: Sequence[str], whole: Sequence[str]) -> bool:
    """Return whether words are a subsequence of the whole."""
    left = iter(whole)
    return all(word in left for word in words)


def _stands_for(clause: str, title: str) -> bool:
    """Return whether a clause refers back: `they are`, for the people at the start of a title, or `it has`."""
    found = re.match(r"(?P<they>they)\b|(?:it|this|that)\b", clause.strip(), re.IGNORECASE)
    return found is not None and (not found["they"] or _MANY.match(title) is not None)


_MANY: Final = re.compile(r"(?:[A-Z][a-z]+ )?(?:people|[a-z]*[^s’'\W]s|[A-Z][a-z]*[^s’'\W]s) ")
"""Subject of a title, which `they` may replace."""
_IS: Final = Gated(r" (?:is|are|has|have)\b")


def _is_subject(words: Sequence[str], title: str) -> bool:
    """Return whether words are only of a title's subject, before its verb: risk, of risk that falls."""
    verb = _IS.search(title)
    subject = content(title[: verb.start()]) if verb else content(title)[:-1] if re.search(r"[’']s ", title) else []
    return set(words) <= set(subject) - _DEGREES


def _named_before(missing: Sequence[str], core: Sequence[str], before: str, *, it: bool) -> bool:
    """Return whether the sentence has named the outcome so far, or `it`, without denying or reversing it."""
    turning = {stem(word) for word in _TURNING.split()}
    orders = (missing, [*missing[1:], *missing[:1]])
    named = it or any(_within(one, content(before)) for one in orders)
    return named and not (set(content(before)) - set(core)) & turning
