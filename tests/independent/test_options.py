"""By how many each of several answers was chosen is counted at every place and of every voice, and refused if wrong."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from . import statements  # noqa: F401 - registers what recomputes each sentence
from .conftest import SECOND, YEARS
from .folder import Folder
from .placing import Placing
from .printed import DOCUMENTS, Printed, printed_for, tideturn
from .reading import Document, Passage
from .says_options import CHOSEN, NOBODY, choices, several
from .standing import Standing, standing
from .surveys import LONG_VOICES

LABEL = "What has helped agencies to meet? – "
# Only words that give no opinion; such beside an answer; a word that the folder itself names.
NO_OPINION = ("Don’t know", "Prefer not to say;desk", "none of my business")


def told(document: Document, words: str = CHOSEN) -> list[Passage]:
    return [each for each in document.passages if each.text.startswith(words)]


def one(printed: Printed, words: str) -> tuple[Document, Passage]:
    """Return the first passage that says this, and its document."""
    return next(
        (document, each)
        for document in map(printed.document, DOCUMENTS)
        for each in document.passages
        if words in each.text and LABEL in each.near.get("asked", each.text)
    )


def refused(placing: Placing, document: Document, passage: Passage) -> str:
    return "\n".join(placing.why_not(document, passage))


@pytest.fixture(scope="module")
def placing(second: dict[int, Printed]) -> Placing:
    return second[1].placing


@pytest.mark.parametrize("number", YEARS)
def test_every_answer_is_told_of_every_voice_at_every_place(second: dict[int, Printed], number: int) -> None:
    year = second[number].year
    expected = sorted(
        (at.outcome, at.scope, at.voice, label)
        for outcome in year.outcomes
        if several(year, outcome)
        for scope in ("programme", *year.sites_of(outcome))
        for voice in LONG_VOICES
        for at in (Standing(outcome, scope, "survey", voice),)
        for label in choices(year, at)
    )
    found = [
        (at.outcome, at.scope, at.voice, each.near["asked"])
        for document in map(second[number].document, DOCUMENTS)
        for each in told(document)
        if (at := standing(year, each))
    ]
    assert sorted(found) == expected
    assert len(expected) == 4 * 2 * 5  # answers, voices, and the whole with its four places


@pytest.mark.parametrize(
    ("words", "others", "why"),
    [
        ("by 19 of 37 partners", "by 18 of 37 partners", "k: printed “18”, recomputed 19"),
        ("by 19 of 37 partners", "by 19 of 42 partners", "n: printed “42”, recomputed 37"),
        ("by 19 of 37 partners", "by 19 of 37 staff", "noun: printed “staff”"),
        ("(51%; 36% to 67%)", "(52%; 36% to 67%)", "share: printed “52%”"),
        ("(51%; 36% to 67%)", "(51%; 35% to 67%)", "low: printed “35%”"),
        ("(51%; 36% to 67%)", "(51%; 36% to 68%)", "high: printed “68%”"),
        (" (51%; 36% to 67%)", "; too few for a percentage", "37 are enough for a percentage"),
        ("chosen by 19 of 37 partners (51%; 36% to 67%)", NOBODY, "n: printed “nobody”, recomputed 37"),
        (" (51%; 36% to 67%)", "", "no statement places '19', '37'"),
        ("by 4 of 8 partners; too few for a percentage", "by 4 of 8 partners (50%; 22% to 78%)", "8 are too few"),
        (f"{LABEL}None of these", f"{LABEL}None of them", "label: printed"),
        (f"{LABEL}None of these", "What else has helped? – None of these", "no statement places 'None'"),
        ("None of these", "Nine of these", "label: printed"),
    ],
)
def test_another_number_or_label_is_refused(
    second: dict[int, Printed], placing: Placing, words: str, others: str, why: str
) -> None:
    document, passage = one(second[1], words)
    assert not refused(placing, document, passage)
    assert why in refused(placing, document, replace(passage, text=passage.text.replace(words, others)))


def test_the_number_of_another_answer_is_refused(second: dict[int, Printed], placing: Placing) -> None:
    document, passage = one(second[1], "by 19 of 37 partners")
    near = {**passage.near, "asked": f"{LABEL}Evening walks"}
    assert "k: printed “19”, recomputed 7" in refused(placing, document, replace(passage, near=near))
    near["asked"] = f"{LABEL}Morning walks"
    assert "is no answer that they could choose" in refused(placing, document, replace(passage, near=near))


def test_an_answer_that_is_left_out_is_noticed(second: dict[int, Printed], placing: Placing) -> None:
    document, passage = one(second[1], "by 19 of 37 partners")
    less = replace(document, passages=tuple(p for p in document.passages if "by 22 of 37 partners" not in p.text))
    assert "every: the answers that they could choose" in refused(placing, less, passage)


@pytest.mark.parametrize("label", [f"{LABEL}Evening walks", f"{LABEL}None of these"])
@pytest.mark.parametrize(
    ("words", "others"), [("LABEL", "Some other answer"), ("staff", "partners"), ("Whole programme", "Cwm Tawe")]
)
def test_another_name_of_a_piece_of_evidence_is_refused(
    second: dict[int, Printed], placing: Placing, label: str, words: str, others: str
) -> None:
    name = f"{label} (survey, the programme’s own staff; Whole programme)"
    document, passage = one(second[1], name)
    assert not refused(placing, document, passage)
    changed = passage.text.replace(label, others) if words == "LABEL" else passage.text.replace(words, others)
    assert refused(placing, document, replace(passage, text=changed))


def test_who_gives_no_opinion_is_not_counted(tmp_path: Path) -> None:
    """Somebody who ticked only words that give none counts nowhere; beside an answer such words change nothing."""
    folder = shutil.copytree(SECOND, tmp_path / "folder")
    file = folder / "surveys/holi-2021/responses.csv"
    with file.open(encoding="utf-8", newline="") as read:
        rows = list(csv.DictReader(read))
    some = [row for row in rows if (row["voice"], row["year"], row["beth"]) == ("stakeholder", "1", "desk;own")]
    for row, answer in zip(some, NO_OPINION, strict=False):
        row["beth"] = answer
    for row in rows:
        # Of staff, at one place all give no opinion, at one nobody ticks anything, and at one somebody alone does.
        if (row["voice"], row["year"]) == ("staff", "1"):
            row["beth"] = {"coast": NO_OPINION[0], "desk": "", "cwm": row["beth"] * (row["beth"] == "own")}.get(
                row["site"], row["beth"]
            )
    with file.open("w", encoding="utf-8", newline="") as write:
        table = csv.DictWriter(write, list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
    settings = (folder / "programme.toml").read_text(encoding="utf-8")
    assert "no_opinion = [" in settings
    named = settings.replace("no_opinion = [", 'no_opinion = ["None of my business", ', 1)
    (folder / "programme.toml").write_text(named, encoding="utf-8")
    tideturn("evaluate", folder, "--year", 1, "--out", tmp_path / "out", "--page-only")
    printed = printed_for(Folder(folder), {1: tmp_path / "out"})[1]
    for document in map(printed.document, DOCUMENTS):
        passages = tuple(each for each in document.passages if "beth=" in str(each.near) or LABEL in str(each.near))
        ledger = printed.placing.place(replace(document, passages=passages, tables=()))
        assert not ledger.failures, "\n".join(map(str, ledger.failures))
    assert [each.text.partition(" (")[0] for each in told(printed.report)] == [
        *(f"{CHOSEN}{k} of 6 staff; too few for a percentage" for k in (3, 0, 3, 3)),
        *(f"{CHOSEN}{k} of 35 partners" for k in (17, 5, 19, 7)),
    ]
    beside = [each.text for each in printed.evidence.passages if LABEL in each.near.get("asked", "")]
    assert beside.count(NOBODY) == 4
    assert f"{CHOSEN}1 of 1 member of staff; too few for a percentage" in beside
