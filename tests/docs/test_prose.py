"""The words of reports: no construction that reads as translated, and no sentence that has to be read twice."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "tideturn"
MODULES = sorted(
    path.relative_to(SOURCE).as_posix()
    for part in ("report/sections", "report/plain", "evaluation", "evaluation/ledger", "evaluation/drafting")
    for path in (SOURCE / part).glob("*.py")
)
"""The modules that write sentences of a report."""
BANNED = {
    "whom": r"\bwhom\b",
    "whoever": r"\bwhoever\b",
    "wherein": r"\bwherein\b",
    "of which, by which, from which": r"\b(?:of|by|from) which\b",
    "it is said, it was recorded": r"\bit (?:is|was) (?:said|told|recorded|written down)\b",
    "what becomes of": r"\bwhat becomes? of\b",
    "thereby": r"\bthere(?:by|of|in)\b",
    "upon": r"\bupon\b",
}
LONGEST = 25  # words in a sentence of a report (WORDS)
_FIELD = re.compile(r"\{[^{}]*\}")


def sentences(path: Path) -> Iterator[tuple[int, str]]:
    """Yield every sentence that a module writes, with its line; what is filled in counts as one word."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if id(node) in documented:
            continue
        if isinstance(node, ast.JoinedStr):
            text = "".join(part.value if isinstance(part, ast.Constant) else "…" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        if re.search(r"[a-z]{2,} [a-z]{2,}", text):
            for sentence in re.split(r"(?<=[.!?;:]) +", _FIELD.sub("…", text)):
                yield node.lineno, sentence


@pytest.mark.parametrize("module", MODULES)
def test_no_sentence_reads_as_translated(module: str) -> None:
    found = [
        f"{module}:{line}: “{name}” in “{sentence.strip()}”"
        for line, sentence in sentences(SOURCE / module)
        for name, pattern in BANNED.items()
        if re.search(pattern, sentence, re.IGNORECASE)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("module", MODULES)
def test_no_sentence_is_too_long(module: str) -> None:
    found = [
        f"{module}:{line}: {len(sentence.split())} words in “{sentence.strip()}”"
        for line, sentence in sentences(SOURCE / module)
        if len(sentence.split()) > LONGEST
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "written",
    ["It is said that they came.", "the people whom we asked", "a number from which it follows", "one " * 26 + "end."],
)
def test_what_is_wrong_is_found(written: str, tmp_path: Path) -> None:
    (tmp_path / "wording.py").write_text(f"SAID = {written!r}\n", encoding="utf-8")
    found = list(sentences(tmp_path / "wording.py"))
    assert any(
        len(text.split()) > LONGEST or any(re.search(pattern, text, re.IGNORECASE) for pattern in BANNED.values())
        for _, text in found
    )
