"""`tideturn check`: what it prints, and what it exits with."""

import argparse
import json
import os
import subprocess
import sys

import pytest
from tests.tidewater import PROGRAMME

from tideturn.commands import check
from tideturn.dataset.problems import Problem, Severity

CASES = "case_id,site,received,opened\nC1,L,2018-10-01,2018-10-02\n"
QUERY = "case_id,date,kind,held\nC1,2018-10-01,therapy,yes\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "programme.toml").write_text(PROGRAMME, encoding="utf-8")
    (tmp_path / "cases.csv").write_text(CASES, encoding="utf-8")
    return tmp_path


def run(*arguments):
    top = argparse.ArgumentParser()
    check.add_to(top.add_subparsers())
    args = top.parse_args(["check", *map(str, arguments)])
    return args.run(args)


def test_a_clean_folder_exits_0_and_says_so(folder, capsys):
    assert run(folder) == 0
    out, err = capsys.readouterr()
    assert "The folder is ready to evaluate" in out
    assert err == ""


def test_queries_alone_exit_1(folder, capsys):
    (folder / "sessions.csv").write_text(QUERY, encoding="utf-8")
    assert run(folder) == 1
    out = capsys.readouterr().out
    assert out.splitlines()[:4] == [
        "sessions.csv  1 query",
        "  query  row 2, column date  session_outside_case",
        "    A session on 2018-10-01 of case “C1”, which was opened on 2018-10-02.",
        "    → Correct the date, or the dates of the case.",
    ]
    assert "No errors. 1 query: amend, or give the reason in queries.csv" in out


def test_errors_exit_2_whatever_else_there_is(folder, capsys):
    (folder / "sessions.csv").write_text(QUERY + "C9,2018-10-03,therapy,yes\n", encoding="utf-8")
    assert run(folder) == 2
    out = capsys.readouterr().out
    assert "1 error stops the evaluation: mend it first. Then amend 1 query, or answer it in" in " ".join(out.split())


def test_no_line_is_longer_than_80_columns_where_nobody_looks_at_a_terminal(folder, capsys):
    (folder / "sessions.csv").write_text(QUERY + "C" * 70 + ",2018-10-03,therapy,perhaps\n", encoding="utf-8")
    run(folder)
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 80
    assert "\x1b" not in out


def test_json_holds_every_problem_with_the_same_exit_code(folder, capsys):
    strange = "".join(f"D{number},2018-10-03,therapy,yes\n" for number in range(300))
    (folder / "sessions.csv").write_text(QUERY + strange, encoding="utf-8")
    assert run(folder, "--json") == 2
    answer = json.loads(capsys.readouterr().out)
    assert (answer["errors"], answer["queries"], len(answer["problems"])) == (300, 1, 301)
    assert answer["problems"][1] == {
        "file": "sessions.csv",
        "row": 3,
        "column": "case_id",
        "severity": "error",
        "rule": "unknown_reference",
        "what": "“D0” is not in cases.csv, column case_id.",
        "mend": "Correct the code, or add its row to cases.csv.",
    }


def problems(rule, count):
    return [Problem("a.csv", n, "b", Severity.ERROR, rule, "what", "mend") for n in range(count)]


def test_very_many_of_one_rule_are_printed_as_the_first_few_and_a_count():
    few, many = problems("few", check.MANY), problems("many", check.MANY + 1)
    shown = list(check.shown([*few, *many]))
    assert shown[: check.MANY] == few
    assert shown[check.MANY : -1] == many[: check.SHOWN]
    assert shown[-1] == "… and 181 more of many; --json lists them all."


@pytest.mark.parametrize(
    ("errors", "queries", "sentence"),
    [
        (0, 0, "No errors and no queries. The folder is ready to evaluate, which also checks its findings."),
        (2, 0, "2 errors stop the evaluation: mend them first."),
        (
            1200,
            2,
            "1,200 errors stop the evaluation: mend them first. Then amend 2 queries, or answer them in queries.csv.",
        ),
        (
            0,
            3,
            "No errors. 3 queries: amend, or give the reason in queries.csv (file, key, column, value, reason, by). "
            "--ask asks for each, and writes it.",
        ),
    ],
)
def test_the_closing_sentence_says_what_the_counts_mean(errors, queries, sentence):
    for file in ("a", "p.xlsx, sheet a"):
        of = [Problem(file, 1, "b", Severity.ERROR, "r", "w", "m")] * errors
        told = check.closing(of + [Problem(file, 1, "b", Severity.QUERY, "r", "w", "m")] * queries)
        if file != "a":
            sentence = sentence.replace("queries.csv", "the sheet queries")
            sentence = sentence.replace("writes it", "names the cells to fill in")
        assert told == sentence


@pytest.mark.parametrize("line", ["min_m = 3", "min_n = 2.5", 'attrition_mixed = "half"'])
def test_rules_that_cannot_be_are_errors_here_already(folder, capsys, line):
    (folder / "programme.toml").write_text(f"{PROGRAMME}[rules]\n{line}\n", encoding="utf-8")
    assert run(folder, "--json") == 2
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["file"], problem["rule"]) == ("programme.toml", "rules")
    assert problem["column"] in ("rules", line.split()[0])


@pytest.mark.parametrize("further", [[], ["--json"]])
def test_a_terminal_that_knows_only_ascii_is_spoken_to_all_the_same(folder, further):
    (folder / "sessions.csv").write_text(QUERY, encoding="utf-8")
    call = "import sys, argparse; from tideturn.commands import check; top = argparse.ArgumentParser(); "
    call += "check.add_to(top.add_subparsers()); args = top.parse_args(); sys.exit(args.run(args))"
    done = subprocess.run(
        [sys.executable, "-c", call, "check", str(folder), *further],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, b"")
    assert b"session_outside_case" in done.stdout
    done.stdout.decode("ascii")
