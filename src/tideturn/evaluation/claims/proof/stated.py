"""Match statements by rules of `grammar.toml` with gaps for the title, sources or rival explanations."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

from tideturn.evaluation.claims.gated import Gated, folded, has_each, least, needs
from tideturn.evaluation.claims.proof.acts import acts_at, roles_at, through_at
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.factors import causes_at, effects_at
from tideturn.evaluation.claims.proof.proposition import about, forms, named_at, opened_at, said_again, said_opposite
from tideturn.evaluation.claims.proof.sources import sources_at
from tideturn.evaluation.claims.proof.tellers import prompted_at, says_at, tellers_at
from tideturn.evaluation.claims.proof.weighing import hence_at, reasons_at, rivals_at, weights_at
from tideturn.evaluation.claims.proof.words import grammar, pattern_of, who_in

_GAP: Final = re.compile(
    r"(<(?:claim|opposite|open|asked|topic|about|sources|rival|weighs|weight|because|hence|"
    r"tellers|say|aside|clause|cause|effect|acts|helps|hinders|as|through)>)"
)
_WHETHER: Final = Gated(r"whether\s")
_SINCE: Final = Gated("(?:since |as |because )?")
_SPACE: Final = re.compile(r"\s*")


class Stated(NamedTuple):
    """A matched rule: its name or the meaning of its gaps, its span and the contents of its gaps."""

    means: str
    start: int
    end: int
    gaps: Mapping[str, Any]
    said: str


def stated_at(reading: Reading, kind: str, begin: int) -> Iterator[Stated]:
    """Yield every statement that matches a rule of a kind from `begin`."""
    if (key := ("tree", kind)) not in reading.memo:
        reading.memo[key] = _tree(kind, folded(reading.text))
    for _, means, end, gaps in sorted(_walk(reading, reading.memo[key], begin, {}), key=lambda found: found[0]):
        yield Stated(gaps.get("means", means), begin, end, gaps, reading.text[begin:end].lower())


def _tree(kind: str, text: str) -> dict[str, Any]:
    """Return the rules of a kind whose words a text has, as a tree of their pieces.

    So a piece that begins many rules is matched once. Where a rule ends, the empty string holds its number among the
    rules and its meaning.
    """
    tree: dict[str, Any] = {}
    some = {rule.place: rule for letters, rules in _rules(kind).items() if letters in text for rule in rules}
    for rule in some.values():
        if has_each(rule.needed, text):
            branch = tree
            for piece in rule.pieces:
                branch = branch.setdefault(piece, {})
            branch.setdefault("", []).append((rule.place, rule.means))
    return tree


_Needed = tuple[tuple[str, ...], ...]


class _Rule(NamedTuple):
    place: int
    means: str
    pieces: tuple[str, ...]
    needed: _Needed
    """Groups of letters except the rarest; a text must have one of each."""


@cache
def _rules(kind: str) -> Mapping[str, Sequence[_Rule]]:
    """Return the rules of a kind by each of the rarest letters that they need, so that few are tried."""
    found: dict[str, list[_Rule]] = defaultdict(list)
    every = ((means, _pieces(rule)) for means, rules in grammar()[kind].items() for rule in rules)
    for place, (means, pieces) in enumerate(every):
        needed = _needed(pieces)
        for letters in needed[0] if needed else ("",):
            found[letters].append(_Rule(place, means, pieces, needed[1:]))
    return found


def _needed(pieces: Iterable[str]) -> _Needed:
    """Return the groups of letters that some pieces need, without gaps: a text need not contain a gap's name."""
    needed = (group for piece in pieces for group in needs(piece) if not group[-1].startswith("<"))
    return tuple(sorted(needed, key=least, reverse=True))


@cache
def _pieces(rule: str) -> tuple[str, ...]:
    for name, words in grammar()["phrases"].items():
        rule = rule.replace(f"<{name}>", words)
    return tuple(part for split in _GAP.split(rule) if (part := split.strip()))


@cache
def _built(piece: str) -> Gated | None:
    """Return the pattern of a piece; None if it is a gap."""
    return _SINCE if piece == _SINCE.pattern else None if _GAP.fullmatch(piece) else pattern_of([piece])


def _walk(
    reading: Reading, tree: Mapping[str, Any], at: int, gaps: dict[str, Any]
) -> Iterator[tuple[int, str, int, dict[str, Any]]]:
    """Yield each rule that matches from here: its number, its meaning, its end and the contents of its gaps."""
    space = _SPACE.match(reading.text, at)
    start = space.end() if space else at
    for piece, branch in tree.items():
        if not piece:
            yield from ((place, means, at, gaps) for place, means in branch)
            continue
        key = piece, start
        if key not in reading.memo:
            reading.memo[key] = list(_gap(reading, piece, start))
        for end, held in reading.memo[key]:
            told = (*gaps.get("told", ()), *held.get("told", ()))
            yield from _walk(reading, branch, end, {**gaps, **held, **({"told": told} if told else {})})


def _gap(reading: Reading, piece: str, at: int) -> Iterator[tuple[int, dict[str, Any]]]:
    ground, text = reading.ground, reading.text
    if (pattern := _built(piece)) is not None:
        if found := pattern.match(text, at):
            yield found.end(), {name: said for name, said in found.groupdict().items() if said}
        return
    match piece:
        case "<claim>":
            yield from ((end, {}) for end in (*said_again(ground.named, text, at), *named_at(ground.named, text, at)))
        case "<open>":
            again = (*said_again(ground.named, text, at, loosely=True), *named_at(ground.named, text, at))
            short = opened_at(ground.named, text, at) if _WHETHER.search(text[:at]) else ()
            yield from ((end, {}) for end in dict.fromkeys((*again, *short)))
        case "<opposite>":
            yield from ((end, {}) for end in said_opposite(ground.named, text, at))
        case "<asked>":
            known = " . ".join((ground.title, *(item.text for item in ground.items if item.of_whole)))
            whom = {one.means for one in who_in(known, 0, len(known))}
            for end in about(known, text, at):
                # People that neither the outcome nor a question names are a claim of their own.
                if len(forms(text[at:end])) > 1 and {one.means for one in who_in(text, at, end)} <= whom:
                    yield end, {}
            yield from ((end, {}) for end in named_at(ground.named, text, at))
        case "<topic>" if _WHETHER.match(text, at):
            return
        case "<topic>":
            yield from ((end, {"topic": text[at:end]}) for end in about(ground.title, text, at))
        case "<about>":
            asked = _WHETHER.match(text, at)
            yield from _gap(reading, "<open>" if asked else "<topic>", asked.end() if asked else at)
        case "<sources>":
            yield from ((one.end, {"sources": one.sources}) for one in sources_at(ground, text, at))
        case "<rival>":
            yield from ((end, {"rivals": rivals}) for end, rivals in rivals_at(ground, text, at))
        case "<weighs>" | "<weight>":
            yield from weights_at(ground, text, at, verb=piece == "<weighs>")
        case "<because>":
            yield from ((end, {"reasons": rivals}) for end, rivals in reasons_at(ground, text, at))
            yield at - text[:at].endswith(" "), {}
        case "<hence>":
            yield from hence_at(ground, text, at)
        case "<tellers>":
            yield from ((end, {"tellers": tellers}) for end, tellers in tellers_at(ground, text, at))
        case "<say>":
            yield from ((end, {"told": told}) for end, told in says_at(text, at))
        case "<clause>":
            for stated in stated_at(reading, "clause", at):
                yield stated.end, {**stated.gaps, "means": stated.means}
        case "<cause>":
            yield from ((end, {"cause": part}) for end, part in causes_at(ground, text, at))
        case "<effect>":
            yield from ((end, {"effect": parts}) for end, parts, bare in effects_at(ground, text, at) if not bare)
        case "<aside>":
            yield from ((end, {"told": told}) for end, told in prompted_at(text, at - text[:at].endswith(" ")))
            yield at, {}
        case "<acts>":
            yield from acts_at(ground, text, at)
        case "<helps>" | "<hinders>":
            yield from (one for one in acts_at(ground, text, at) if one[1]["means"] == piece[1:-1])
        case "<as>":
            yield from roles_at(ground, text, at)
        case "<through>":
            yield from through_at(text, at)
