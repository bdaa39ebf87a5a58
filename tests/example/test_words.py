"""The words of the worked example: they hold what was planted, and read as different people's own."""

import hashlib
import os
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from itertools import combinations

import numpy as np
import polars as pl
import pytest

from tideturn.dataset.model import Dataset
from tideturn.dataset.tables import TABLES
from tideturn.evaluation.ledger import gather
from tideturn.evaluation.rules import Rules
from tideturn.example import frame, truth
from tideturn.example.surveys import WISHES
from tideturn.example.theory import theory_tables
from tideturn.example.words import BARRIERS, CAUSES_OF_DELAY, open_answer, words_tables
from tideturn.example.words.interviews import Shelf, transcripts
from tideturn.example.words.passages import bank, outcome_passages
from tideturn.example.words.theme_codes import THEME_CODES

TABLE_SET, TEXTS = words_tables(frame)
INTERVIEWS = TABLE_SET["interviews"]
FILE_OF = dict(INTERVIEWS.select("interview_id", "file").iter_rows())


def said(text: str, turns: str = "A: ") -> list[str]:
    """The sentences of a transcript's turns that begin so."""
    return [
        sentence
        for line in text.splitlines()
        if line.startswith(turns)
        for sentence in re.split(r"(?<=[.?!])\s+", line[3:])
    ]


def settled() -> pl.DataFrame:
    """The agreed codings where there are any, else the only coder's."""
    codings = TABLE_SET["codings"]
    agreed = codings.filter(pl.col("coder") == "agreed")
    alone = codings.filter(~pl.col("interview_id").is_in(agreed["interview_id"].unique().to_list()))
    return pl.concat([agreed, alone])


@pytest.mark.parametrize("name", sorted(TABLE_SET))
def test_table_keeps_its_contract(name):
    table, rows = TABLES[name], TABLE_SET[name]
    assert rows.schema == table.empty().schema
    for column in table.columns:
        cells = rows[column.name].drop_nulls()
        if column.required:
            assert len(cells) == rows.height, column.name
        if column.terms is not None:
            assert set(cells) <= set(column.terms.codes), column.name
    if table.key:
        assert rows.select(table.key).is_unique().all()


def test_references_lead_somewhere():
    known = {**theory_tables(), **TABLE_SET}
    for name, rows in TABLE_SET.items():
        for column in TABLES[name].columns:
            target, _, key = (column.refers_to or "").partition(".")
            if target in known and name != target:
                assert set(rows[column.name].drop_nulls()) <= set(known[target][key]), (name, column.name)


def test_as_many_as_promised():
    assert INTERVIEWS.height == len(TEXTS) == 45
    assert TABLE_SET["changes"].height == 30
    assert TABLE_SET["documents"].height == TABLE_SET["learning"].height == 14
    assert len({passage for texts in outcome_passages().values() for passage in texts}) >= 250
    stakeholders = INTERVIEWS.filter(voice="stakeholder")
    assert {
        "police",
        "custody",
        "health",
        "education",
        "housing",
        "youth justice",
        "courts",
        "voluntary",
    } <= set(stakeholders["sector"])
    assert INTERVIEWS["source"].n_unique() < INTERVIEWS.height
    assert INTERVIEWS["consent_to_quote"].mean() > 0.5
    assert not INTERVIEWS["consent_to_quote"].all()


@pytest.mark.parametrize("file", sorted(TEXTS))
def test_transcript_is_written_as_files_are(file):
    text = TEXTS[file]
    assert text == unicodedata.normalize("NFC", text)
    assert "\r" not in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    turns = text.rstrip("\n").split("\n\n")
    # Nobody is cut off: a question, then what was answered, to the end.
    assert [turn[:3] for turn in turns] == ["Q: ", "A: "] * (len(turns) // 2)
    assert all("\n" not in turn for turn in turns)
    assert 350 <= len(text.split()) <= 700


def test_codings_cover_whole_answers():
    for row in pl.concat(
        [
            TABLE_SET["codings"].select("interview_id", "start", "end"),
            TABLE_SET["causal_claims"].select("interview_id", "start", "end"),
        ]
    ).iter_rows():
        text = TEXTS[FILE_OF[row[0]]]
        assert text[row[1] - 5 : row[1]] == "\n\nA: "
        assert text[row[2] :] == "\n" or text[row[2] : row[2] + 5] == "\n\nQ: "
        assert "\n" not in text[row[1] : row[2]]


def test_offsets_count_characters_and_not_bytes():
    # Apostrophes are typographic, so that a count of bytes would land elsewhere.
    assert all(len(text.encode()) > len(text) for text in TEXTS.values())


def test_interviews_say_what_is_true_of_them():
    outcomes = {outcome.outcome_id for outcome in frame.OUTCOMES}
    coded = settled().filter(pl.col("code").is_in(outcomes))
    found = {(row["interview_id"], row["code"]): row["polarity"] for row in coded.iter_rows(named=True)}
    planted = {
        (interview.interview_id, outcome): polarity
        for interview in frame.INTERVIEWS
        for outcome, polarity in truth.spoken(interview).items()
    }
    assert coded.height == len(found)
    assert found == {place: polarity for place, polarity in planted.items() if polarity is not None}
    assert set(TABLE_SET["asked"].iter_rows()) == set(planted)


def test_spans_hold_words_from_the_bank_that_say_so():
    passages = outcome_passages()
    voices = dict(INTERVIEWS.select("interview_id", "voice").iter_rows())
    of_themes = {one.code: {"supports": one.is_so, "contradicts": one.is_not} for one in THEME_CODES}
    for row in settled().filter(pl.col("polarity").is_not_null()).iter_rows(named=True):
        words = TEXTS[FILE_OF[row["interview_id"]]][row["start"] : row["end"]]
        if row["code"] in of_themes:
            assert words.startswith(of_themes[row["code"]][row["polarity"]])
            continue
        place = (row["code"], voices[row["interview_id"]], row["polarity"])
        assert any(words in texts for (*here, _), texts in passages.items() if tuple(here) == place)


def test_planted_readings_of_documents_and_changes():
    dataset = Dataset(frame.PROGRAMME, {**theory_tables(), **TABLE_SET}, transcripts=TEXTS)
    for year in frame.YEARS:
        _, strands = gather(dataset, year, Rules())
        found = {
            (outcome, strand.kind, strand.voice, scope): strand.reading
            for (outcome, scope), many in strands.items()
            for strand in many
            if strand.kind in ("document", "change") and scope == truth.ALL
        }
        planted = {
            (reading.outcome_id, reading.kind, reading.voice, reading.scope): reading.reading
            for reading in truth.WORDS
            if reading.year == year.number
        }
        assert found == planted


def test_people_do_not_repeat_one_another():
    counted = Counter(sentence for text in TEXTS.values() for sentence in set(said(text)))
    repeated = sum(times for times in counted.values() if times > 1)
    assert repeated / counted.total() < 0.15


def test_nobody_repeats_themselves():
    of_source: dict[str, list[str]] = {}
    for transcript in transcripts():
        of_source.setdefault(transcript.interview.source, []).extend(
            line for line in transcript.text.splitlines() if line.startswith("A: ")
        )
    assert all(len(lines) == len(set(lines)) for lines in of_source.values())


def test_two_interviews_share_few_sentences_questions_included():
    sentences = {file: {*said(text), *said(text, "Q: ")} for file, text in TEXTS.items()}
    shared = {pair: sentences[pair[0]] & sentences[pair[1]] for pair in combinations(sorted(sentences), 2)}
    assert max(len(both) for both in shared.values()) <= 6


def test_interviewer_does_not_lead():
    leading = re.compile(
        r"\b(improv\w*|increas\w*|thanks to|because of|isn’t it|don’t you|would you agree|surely)\b", re.I
    )
    questions = [sentence for text in TEXTS.values() for sentence in said(text, "Q: ")]
    assert not [question for question in questions if leading.search(question)]
    assert not TABLE_SET["causal_claims"]["prompted"].any()


def test_first_outcome_is_unprompted_and_the_rest_are_asked_for():
    outcomes = [outcome.outcome_id for outcome in frame.OUTCOMES]
    coded = settled().filter(pl.col("code").is_in(outcomes)).sort("interview_id", "start")
    first = coded.group_by("interview_id", maintain_order=True).first()
    assert not first["prompted"].any()
    assert coded["prompted"].sum() == coded.height - first.height


def test_two_coders_mostly_agree_and_settle_the_rest():
    codings, coders = TABLE_SET["codings"], TABLE_SET["coders"]
    twice = coders.filter(coder="agreed")["interview_id"].to_list()
    assert len(twice) == 10
    spans = ["interview_id", "start", "end", "code", "polarity"]
    first, second, agreed = (
        set(codings.filter(pl.col("interview_id").is_in(twice), pl.col("coder") == coder).select(spans).iter_rows())
        for coder in ("c1", "c2", "agreed")
    )
    assert first == agreed
    assert 0.7 < len(first & second) / len(first | second) < 1
    by_interview = dict(coders.group_by("interview_id").len().iter_rows())
    assert all(by_interview[interview] == (3 if interview in twice else 1) for interview in FILE_OF)


def test_changes_stand_at_every_stage():
    changes, answers = TABLE_SET["changes"], TABLE_SET["substantiations"]
    assert set(changes["stage"]) == {"discussed", "piloted", "adopted", "embedded", "spread", "reversed"}
    assert {"local", "national"} == set(changes["level"])
    assert "negative" in set(changes["direction"])
    assert {"fully", "partly", "disagree", "cannot_say", "no_reply"} <= set(
        answers["description"].to_list() + answers["contribution"].to_list()
    )
    assert set(answers["independent"]) == {True, False}
    assert answers.filter(pl.col("independent") & (pl.col("voice") == "staff")).is_empty()
    days = [day for year in frame.YEARS for day in (year.start, year.end)]
    assert changes["date"].is_between(days[0], days[-1]).all()
    assert (changes["stage_date"] >= changes["date"]).all()


CAPITALS = frozenset(
    re.findall(
        r"\S+",
        """
        I London London’s Birmingham Greater Manchester National Referral Mechanism NRM GPs Bible Year Nine Sevens
        Monday Tuesday Tuesdays Wednesday Wednesdays Thursday Friday Saturday Sunday Sundays Christmas
        January February March May June August September October December
        """,
    )
)


def prose() -> list[str]:
    """Everything that a reader of the folder may read as words."""
    free = [
        cell
        for name, rows in TABLE_SET.items()
        for column in TABLES[name].columns
        if column.free
        for cell in rows[column.name].drop_nulls()
    ]
    answers = [text for voices in bank("open_answers").values() for texts in voices.values() for text in texts]
    answers += [wish for wishes in WISHES.values() for wish in wishes]
    delays = [words for pair in CAUSES_OF_DELAY for words in pair]
    return [*TEXTS.values(), *free, *answers, *BARRIERS, *delays]


def test_no_name_is_invented():
    # A capital that begins no sentence must be a day, a month, a city or the like: so no person and no smaller place.
    inside = re.compile(r"(?<![.?!:])(?<!^)\s+([A-Z][\w’]*)")
    names = {
        re.sub(r"’(ll|d|ve|m|s)$", "", word)
        for text in prose()
        for line in text.splitlines()
        for word in inside.findall(line.removeprefix("Q: ").removeprefix("A: "))
    }
    assert names <= CAPITALS


def test_nothing_looks_like_an_address_or_a_number_of_somebody():
    looks_like = re.compile(r"@|\d{5,}|\b[A-Z]{1,2}\d|www\.|\d+ [A-Z]\w+ (Street|Road|Lane)")
    assert not [text for text in prose() if looks_like.search(text)]


def test_children_are_never_called_offenders_but_in_telling_of_others():
    told = [
        sentence
        for text in TEXTS.values()
        for sentence in said(text)
        if re.search(r"\b(perpetrator|offender)s?\b", sentence, re.I)
    ]
    assert all(re.search(r"called them|saying offender|used to|stopped", sentence) for sentence in told)


def test_bank_is_written_in_one_hand():
    for text in (text for texts in outcome_passages().values() for text in texts):
        assert text == text.strip()
        assert text[-1] in ".?"
        assert "'" not in text
        assert '"' not in text


def test_open_answers_say_so_in_the_place():
    drawn = [open_answer(np.random.default_rng(seed), "stakeholder", "london", "no_change") for seed in range(40)]
    assert drawn == [
        open_answer(np.random.default_rng(seed), "stakeholder", "london", "no_change") for seed in range(40)
    ]
    own = bank("open_answers")["stakeholder"]["no_change"]
    assert all(any(answer.startswith(text) for text in own) for answer in drawn)
    assert len(set(drawn)) > len(own)
    assert all("Birmingham" not in answer for answer in drawn)
    national = [open_answer(np.random.default_rng(seed), "staff", "national", "supports") for seed in range(20)]
    assert set(national) <= set(bank("open_answers")["staff"]["supports"])


def test_shelf_gives_the_least_used_and_never_twice_to_one_person():
    shelf = Shelf()
    assert [shelf.take("a", ["x", "y"]), shelf.take("b", ["x", "y", "z"]), shelf.take("a", ["x", "y"])] == [
        "x",
        "y",
        "y",
    ]
    with pytest.raises(LookupError, match="nothing left for a"):
        shelf.take("a", ["x", "y"])


def test_same_words_whatever_the_hash_seed():
    code = (
        "import hashlib; from tideturn.example.words import words_tables; t, x = words_tables();"
        "print(hashlib.sha256(repr([(k, v.rows()) for k, v in t.items()] + list(x.items())).encode()).hexdigest())"
    )
    here = hashlib.sha256(
        repr([(name, rows.rows()) for name, rows in TABLE_SET.items()] + list(TEXTS.items())).encode()
    ).hexdigest()
    for seed in ("1", "2"):
        told = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        assert told.stdout.strip() == here
