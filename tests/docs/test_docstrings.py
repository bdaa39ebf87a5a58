"""Docstrings and comments: a function's begins with what it does, and none is worded as nobody would say it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "tideturn"
BANNED = {
    "whom, whoever": re.compile(r"\bwho(?:m|ever)\b", re.IGNORECASE),
    "wherein, thereof, thereby": re.compile(r"\b(?:wherein|thereof|thereby)\b", re.IGNORECASE),
    "of which, by which": re.compile(r"\b(?:of|by|to|for|at|with|from) which\b", re.IGNORECASE),
    "it is said": re.compile(r"\bit is (?:said|told|recorded|asked|shown|judged)\b", re.IGNORECASE),
    "what becomes of": re.compile(r"\bwhat bec(?:omes?|ame) of\b", re.IGNORECASE),
    "one’s own, one may": re.compile(r"\bone[’']s own\b|\bone may\b", re.IGNORECASE),
    "is told": re.compile(r"\b(?:is|are|was|were|be|been) told\b", re.IGNORECASE),
    "stands in": re.compile(
        r"\bstands? (?:beside|above|below|in|at|on|for|there|alone|after|before|under|over|first|last|next)\b",
        re.IGNORECASE,
    ),
    "by lot": re.compile(r"\bby lot\b", re.IGNORECASE),
    "nothing but, none but, but for": re.compile(r"\b(?:none|nothing) but\b|\bbut for\b", re.IGNORECASE),
    "held against": re.compile(r"\bheld against\b", re.IGNORECASE),
    "bears on": re.compile(r"\bbears? on\b", re.IGNORECASE),
    "brought in, goes out": re.compile(
        r"\b(?:brought|brings?) in\b|\bgoes out\b|\btaken out\b|\blooked through\b", re.IGNORECASE
    ),
    "mend": re.compile(r"(?<!`)\bmend(?:s|ed|ing)?\b(?!`)", re.IGNORECASE),
    "so many": re.compile(r"\bso many\b(?! that)", re.IGNORECASE),
    "as it stands, set down, of itself": re.compile(r"\bas it stands\b|\bset down\b|\bof itself\b", re.IGNORECASE),
}
NO_VERB = re.compile(
    r"[^A-Z]|(?:A|All|An|And|Another|Any|As|At|Before|Both|But|By|Each|Either|Every|Everybody|Everything|Few|For|From|"
    r"Here|How|If|In|It|Its|Less|More|Most|My|No|Nobody|None|Not|Nothing|Of|On|One|Only|Or|Others|Our|Several|Since|So|"
    r"Some|Somebody|Something|Such|That|The|Their|Then|There|These|They|This|Those|Three|To|Two|Under|Until|Up|We|What|"
    r"When|Where|Whether|Which|While|Who|Whose|Why|With|Within|Without|You|Your)\b"
)
"""Beginnings of a function's docstring that are no verb."""
NO_NOUN = re.compile(r"(?:As|By|For|From|How|In|Of|On|So|That|To|With)\b")
"""Beginnings of a constant's docstring that name no thing."""
COMMENT = re.compile(r"(?:^|\s)# (.*)$", re.MULTILINE)
QUOTED = re.compile(r"`[^`]*`|“[^”]*”")
"""Code, and sentences that somebody else says."""
PACKAGES = sorted(path.name for path in SOURCE.iterdir() if path.suffix in ("", ".py") and path.name != "__pycache__")


def _docstrings(tree: ast.Module) -> Iterator[tuple[int, str, str]]:
    """Yield the line and text of each docstring, and what is wrong with its beginning."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        for place, one in enumerate(body if isinstance(body, list) else ()):
            match one:
                case ast.Expr(value=ast.Constant(value=str() as text)):
                    function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
                    begins = NO_VERB if function and place == 0 else NO_NOUN if place else None
                    wrong = begins is not None and begins.match(text.strip())
                    yield one.lineno, " ".join(text.split()), "no verb or noun" if wrong else ""


def faults(source: str) -> Iterator[str]:
    """Yield each fault of a module, with its line."""
    comments = ((source.count("\n", 0, one.start(1)) + 1, one[1], "") for one in COMMENT.finditer(source))
    for line, text, wrong in (*_docstrings(ast.parse(source)), *comments):
        if wrong:
            yield f"{line}: {wrong} at the beginning of “{text[:60]}”"
        plain = QUOTED.sub("", text)
        for name, pattern in BANNED.items():
            if pattern.search(plain):
                yield f"{line}: “{name}” in “{text[:90]}”"


def modules(package: str) -> Iterator[Path]:
    place = SOURCE / package
    yield from (one for one in (sorted(place.rglob("*.py")) or [place]) if "migrations" not in one.parts)


@pytest.mark.parametrize("package", PACKAGES)
def test_a_colleague_would_say_it(package: str) -> None:
    found = [
        f"{path.relative_to(SOURCE)}:{one}" for path in modules(package) for one in faults(path.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        'def one():\n    """What somebody started."""\n',
        'def one():\n    """of a record."""\n',
        'WIDTH = 3\n"""Of a box, in pixels."""\n',
        'class One:\n    """The person of whom it is told."""\n',
        "# it stands in another place\n",
        '"""What becomes of a file."""\n',
    ],
)
def test_a_fault_is_found(source: str) -> None:
    assert [*faults(source)]


def test_plain_words_are_no_fault() -> None:
    plain = (
        'WIDTH = 3\n"""Width of a box in pixels."""\n\n\ndef one():\n    """Return the jobs that a person started."""\n'
    )
    assert [*faults(plain)] == []
