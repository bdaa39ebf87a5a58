"""The guides by role speak of what there is: every table in its own role's guide, and no file or column that is not."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from tests.folder_claims import Sentence, claim_of, clauses_of

from tideturn.cli import COMMANDS
from tideturn.dataset.guidance import ROLES, tables_of
from tideturn.dataset.tables import SURVEY_TABLES, TABLES
from tideturn.evaluation.claims.proof.clause import all_proved
from tideturn.evaluation.claims.references import fill

GUIDES = Path(__file__).parents[2] / "docs" / "guide"
PAGE_OF = {role: role.replace(" ", "-") for role in ROLES} | {"team manager": "programme-manager"}
EVERY_TABLE = [*TABLES.values(), *SURVEY_TABLES.values()]


def guide(name: str) -> str:
    return (GUIDES / f"{name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("role", "page"), PAGE_OF.items())
def test_a_roles_guide_names_every_table_that_the_role_fills_in(role: str, page: str):
    text = guide(page)
    missing = [table.file for table in tables_of(role) if f"`{table.file}`" not in text]
    assert missing == []


@pytest.mark.parametrize("page", sorted(path.stem for path in GUIDES.glob("*.md")))
def test_a_guide_names_no_table_and_no_command_that_is_not_there(page: str):
    text = guide(page)
    files = set(re.findall(r"`([a-z_]+\.csv)`", text))
    assert files <= {table.file for table in EVERY_TABLE}
    assert set(re.findall(r"`tideturn ([a-z]+)", text)) <= set(COMMANDS)


@pytest.mark.parametrize("page", sorted(path.stem for path in GUIDES.glob("*.md")))
def test_every_guide_says_what_to_mind_about_privacy(page: str):
    assert re.search(r"^## (Privacy|What may leave)$", guide(page), re.MULTILINE)


def test_there_is_a_decision_page_for_each_number_in_a_row_with_a_status():
    pages = sorted((GUIDES.parent / "adr").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        status = re.search(r"^Status: (accepted|superseded by \[\d+\]\((.+)\))", page.read_text(encoding="utf-8"), re.M)
        assert status, page.name
        assert status[2] is None or page.with_name(status[2]) in pages


def test_the_finding_to_copy_is_proved():
    blocks = re.findall(r"```\n(claim_id.*?)```", guide("evaluator"), re.DOTALL)
    finding, edge = (next(csv.DictReader(block.splitlines())) for block in blocks)
    about = ("example", int(finding["year"]), finding["outcome_id"], finding["scope"])
    sentence = Sentence(*about, evidence=(edge["evidence_id"],), proved=True, text=finding["text"])
    text, _, wrong = fill(sentence.text, claim_of(sentence).evidence)
    assert not wrong
    assert edge["claim_id"] == finding["claim_id"]
    assert all_proved(clauses_of(sentence._replace(text=text)))
