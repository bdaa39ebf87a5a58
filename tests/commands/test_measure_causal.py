"""`measure causal`: what it answers, what it prints and draws, and what it refuses."""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tideturn.cli import main
from tideturn.commands import measure_causal

Capture = pytest.CaptureFixture[str]
Write = Callable[..., str]

CLAIMS = """interview_id,start,end,from_factor,to_factor,prompted,effect
i1,0,19,days,being sure,yes,helps
i2,0,19,talks,being sure,no,helps
i2,20,37,being sure,asking,no,helps
i1,20,37,being sure,asking,,helps
i3,0,19,luck,asking,no,helps
i1,0,19,luck,asking,no,helps
i4,0,19,luck,asking,no,helps
"""
CHURN = f"""{CLAIMS}i2,0,9,churn,being sure,no,hinders
i3,0,9,churn,being sure,no,hinders
i3,0,9,days,being sure,no,hinders
"""
INTERVIEWS = """interview_id,file,voice,site,year,consent_to_quote,source
i1,i1.txt,staff,north,1,yes,ann
i2,i2.txt,staff,south,1,no,
i3,i3.txt,stakeholder,south,1,yes,
i4,i4.txt,stakeholder,south,2,yes,ann
"""
FACTORS = "factor,node_id\ndays,days\ntalks,days\nbeing sure,sure\nasking,ask\nluck,\n"
LINKS = "link_id,from_node,to_node\nl1,days,sure\nl2,sure,ask\nl3,days,ask\nl4,ask,days\n"
NODES = "node_id,title\ndays,Training days\nsure,People are sure\nask,People ask\n"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(name: str, content: str) -> str:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
        return str(path)

    return written


@pytest.fixture
def theory(write: Write) -> list[str]:
    return [
        *("--interviews", write("interviews.csv", INTERVIEWS), "--factors", write("factors.csv", FACTORS)),
        *("--links", write("toc_links.csv", LINKS)),
    ]


def answer(capsys: Capture, *arguments: str) -> Any:
    assert main(["measure", "causal", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_links_and_proposals_have_every_promised_key(capsys: Capture, write: Write, theory: list[str]) -> None:
    found = answer(capsys, write("c.csv", CLAIMS), *theory, "--least", "2")
    first, second, third, fourth = found["links"]
    assert {"link_id", "sources", "unprompted", "sites", "voices", "flow"} <= set(first)
    # By hand: ann is one person in i1 and i4; i2 stands for itself.
    assert (first["link_id"], first["sources"], first["unprompted"], first["flow"]) == ("l1", 2, 1, 2)
    assert (first["sites"], first["voices"]) == (["north", "south"], ["staff"])
    assert (second["sources"], second["unprompted"]) == (2, 1)
    # Nobody says that the days led to asking, but both say how: two whole paths, cut at the first step.
    assert (third["sources"], third["flow"], third["people"], third["threads"]) == (0, 2, 2, 2)
    assert third["cut"] == [{"from": "days", "to": "sure", "sources": 2}]
    assert (fourth["sources"], fourth["flow"], fourth["cut"]) == (0, 0, [])
    (proposal,) = found["proposals"]
    assert (proposal["from"], proposal["to"], proposal["sources"]) == ("luck", "ask", 2)
    assert (proposal["from_in_theory"], proposal["to_in_theory"]) == (False, True)
    assert [(row["from"], row["to"], row["sources"]) for row in found["map"]] == [
        ("days", "sure", 2),
        ("luck", "ask", 2),
        ("sure", "ask", 2),
    ]
    # Two people are not the three that a proposal needs if nobody says otherwise.
    assert answer(capsys, write("c.csv", CLAIMS), *theory)["proposals"] == []


def test_what_hinders_has_its_sign_in_links_proposals_and_map(capsys: Capture, write: Write, theory: list[str]) -> None:
    found = answer(capsys, write("c.csv", CHURN), *theory, "--least", "2")
    first = found["links"][0]
    assert (first["sources"], first["against"], first["hinders"], first["flow"]) == (2, 1, 1, 2)
    assert [(one["from"], one["effect"], one["sources"]) for one in found["proposals"]] == [
        ("churn", "hinders", 2),
        ("luck", "helps", 2),
    ]
    assert {(row["from"], row["effect"]): row["against"] for row in found["map"] if row["to"] == "sure"} == {
        ("churn", "hinders"): 0,
        ("days", "helps"): 1,
        ("days", "hinders"): 2,
    }
    assert main(["measure", "causal", write("c.csv", CHURN), *theory, "--least", "2"]) == 0
    told = capsys.readouterr().out
    assert "churn hinders sure" in told
    assert "against" in told
    assert main(["measure", "causal", write("c.csv", CLAIMS), *theory]) == 0
    assert "against" not in capsys.readouterr().out


def test_without_interviews_each_is_a_source_and_without_links_there_is_the_map_alone(
    capsys: Capture, write: Write
) -> None:
    found = answer(capsys, write("c.csv", CLAIMS))
    assert (found["links"], found["proposals"], found["sources"]) == ([], [], 4)
    assert {(row["from"], row["to"]): row["sources"] for row in found["map"]}["luck", "asking"] == 3
    assert all(row["sites"] == row["voices"] == [] for row in found["map"])


def test_columns_may_have_other_names(capsys: Capture, write: Write) -> None:
    renamed = CLAIMS.replace("effect", "sign").replace("interview_id", "who")
    renamed = renamed.replace("from_factor", "cause").replace("to_factor", "effect")
    options = ("--interview", "who", "--from", "cause", "--to", "effect", "--effect", "sign")
    assert answer(capsys, write("r.csv", renamed), *options) == answer(capsys, write("c.csv", CLAIMS))


def test_proposals_are_quoted_only_with_consent(
    capsys: Capture, write: Write, theory: list[str], tmp_path: Path
) -> None:
    for name in ("i1", "i2", "i3", "i4"):
        write(f"transcripts/{name}.txt", f"Luck it was, {name}. And the rest of it is mine.")
    no_consent = INTERVIEWS.replace("i3.txt,stakeholder,south,1,yes", "i3.txt,stakeholder,south,1,no")
    theory[1] = write("interviews.csv", no_consent)
    arguments = (write("c.csv", CLAIMS), *theory, "--least", "2", "--text", str(tmp_path / "transcripts"))
    (proposal,) = answer(capsys, *arguments)["proposals"]
    assert [quote["interview_id"] for quote in proposal["quotes"]] == ["i1", "i4"]
    assert proposal["quotes"][0]["text"] == "Luck it was, i1. An"
    assert main(["measure", "causal", *arguments]) == 0
    assert "luck → ask: “Luck it was, i4. An”" in capsys.readouterr().out


def test_the_chart_is_drawn_and_says_what_it_shows(write: Write, theory: list[str], tmp_path: Path) -> None:
    target = tmp_path / "map.svg"
    nodes = ("--nodes", write("toc_nodes.csv", NODES))
    assert (
        main(["measure", "causal", write("c.csv", CLAIMS), *theory, *nodes, "--least", "2", "--chart", str(target)])
        == 0
    )
    said = [element.text for element in ElementTree.fromstring(target.read_bytes()).iter() if element.text]
    assert {"Training days", "People are sure", "People ask", "luck"} <= set(said)
    assert "A link of the theory that was not said to help" in said
    assert main(["measure", "causal", write("c.csv", CLAIMS), "--chart", str(target)]) == 0
    said = [element.text for element in ElementTree.fromstring(target.read_bytes()).iter() if element.text]
    assert {"days", "talks", "luck", "asking"} <= set(said)


def test_what_people_read_fits_80_columns(
    capsys: Capture, write: Write, theory: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    nodes = ("--nodes", write("toc_nodes.csv", NODES))
    assert main(["measure", "causal", write("c.csv", CLAIMS), *theory, *nodes]) == 0
    told = capsys.readouterr().out
    assert all(len(line) <= 80 for line in told.splitlines())
    assert "Training days" in told
    assert "Nobody mentions 2 of the theory’s 4 links: l3, l4." in told
    assert "Nothing that 3 people or more say is missing from the theory." in told
    assert main(["measure", "causal", write("c.csv", CLAIMS)]) == 0
    assert "luck → asking" in capsys.readouterr().out


def test_the_example_in_the_help_runs(
    example_without_findings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    for name in ("causal_claims", "interviews", "factors", "toc_links"):
        shutil.copy(example_without_findings / f"{name}.csv", tmp_path)
    monkeypatch.chdir(tmp_path)
    program, *arguments = shlex.split(measure_causal.EXAMPLE)
    assert program == "tideturn"
    assert main(arguments) == 0
    assert json.loads(capsys.readouterr().out)["proposals"]
    with pytest.raises(SystemExit):
        main(["measure", "causal", "--help"])
    assert " ".join(measure_causal.EXAMPLE.split()) in " ".join(capsys.readouterr().out.split())


def test_odd_maps_are_reckoned_and_said(capsys: Capture, write: Write) -> None:
    odd = "i1,a,b\ni2,b,a\ni1,a,a\n,a,b\n"
    found = answer(capsys, write("c.csv", f"interview_id,from_factor,to_factor\n{odd}"))
    assert found["rings"] == [["a", "b", "a"]]
    assert len(found["notes"]) == 4
    assert found["notes"][-2] == "2 claims do not say whether the cause helps or hinders, and count as helping."
    assert main(["measure", "causal", write("c.csv", f"interview_id,from_factor,to_factor\n{odd}")]) == 0
    told = capsys.readouterr().err
    assert "tideturn: The map leads back to where it began: “a” → “b” → “a”." in told
    assert "1 claim says that something led to itself (“a”), and is left out." in told


HEAD = "interview_id,from_factor,to_factor\n"


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        (HEAD, [], "there is no claim"),
        ("interview_id,from_factor\ni1,a\n", [], "there is no column “to_factor”"),
        (f"{HEAD}i1,a,b\n", ["--least", "0"], "0 people are too few"),
        (f"{HEAD}i1,a,b\n", ["--chart", "map.png"], "the chart is an SVG"),
        (f"{HEAD}i1,a,b\n", ["--from", "to_factor"], "name one column"),
        (f"{HEAD}i1,a,b\n", ["--text", "."], "nobody knows which text is whose"),
        ("interview_id,from_factor,to_factor,prompted\ni1,a,b,perhaps\n", [], "column prompted: “perhaps” is neither"),
        ("interview_id,from_factor,to_factor,polarity\ni1,a,b,maybe\n", [], "column polarity: “maybe” is not known"),
        ("interview_id,from_factor,to_factor,effect\ni1,a,b,no\n", [], "column effect: “no” is not known"),
        ("interview_id,from_factor,to_factor,sign\ni1,a,b,-\n", ["--effect", "sign"], "column sign: “-” is not known"),
        (f"{HEAD}i1,a,b\n", ["--effect", "sign"], "there is no column “sign”"),
        (f"{HEAD}i1,a,b\n", ["--effect", "to_factor"], "name one column"),
        (f"{HEAD}i1,a,b\n", ["--factors", "factor,node_id\na,n\na,m\n"], "factors.csv: the factor “a” stands for"),
        (f"{HEAD}i1,a,b\n", ["--interviews", "interview_id,source\ni1,p\ni1,q\n"], "“i1” is there twice, with two"),
        ("interview_id,from_factor,to_factor,start,end\ni1,a,b,0,1.5\n", [], "column end: “1.5” is no whole number"),
        (f"{HEAD}i1,a,b\n", ["--links", "link_id,from_node,to_node\nl,n,\n"], "links.csv: row 2 lacks its code"),
        (f"{HEAD}i1,a,b\n", ["--links", "link_id,from_node,to_node\nl,n,m\nl,m,n\n"], "“l” is there twice"),
    ],
)  # fmt: skip
def test_what_cannot_be_reckoned_is_a_sentence(
    capsys: Capture, write: Write, content: str, options: list[str], said: str, tmp_path: Path
) -> None:
    if options and options[0] in ("--factors", "--links", "--interviews"):
        options = [options[0], write(f"{options[0][2:]}.csv", options[1])]
    before = sorted(tmp_path.iterdir())
    path = write("c.csv", content)
    assert main(["measure", "causal", path, *options]) == 2
    assert said in " ".join(capsys.readouterr().err.split())
    assert sorted(tmp_path.iterdir()) == sorted({*before, Path(path)})


@pytest.mark.parametrize(
    ("span", "file", "said"),
    [
        ("5,2", "i1.txt", "a claim of “i1” runs from 5 to 2, and its text from 0 to 9."),
        ("-4,2", "i1.txt", "a claim of “i1” runs from -4 to 2, and its text from 0 to 9."),
        ("0,99", "i1.txt", "a claim of “i1” runs from 0 to 99, and its text from 0 to 9."),
        ("0,2", "../i1.txt", "the transcript “../i1.txt” is not in that folder."),
        ("0,2", "/etc/hostname", "the transcript “/etc/hostname” is not in that folder."),
    ],
)
def test_words_that_cannot_be_those_of_a_claim_are_refused(
    capsys: Capture, write: Write, span: str, file: str, said: str
) -> None:
    text = Path(write("texts/i1.txt", "It helped"))
    path = write("c.csv", f"interview_id,from_factor,to_factor,start,end\ni1,a,b,{span}\n")
    talks = write("interviews.csv", f"interview_id,file,consent_to_quote\ni1,{file},yes\n")
    links = write("links.csv", "link_id,from_node,to_node\nl,n,m\n")
    given = ["--interviews", talks, "--links", links, "--text", str(text.parent), "--least", "1"]
    assert main(["measure", "causal", path, *given]) == 2
    assert said in " ".join(capsys.readouterr().err.split())
