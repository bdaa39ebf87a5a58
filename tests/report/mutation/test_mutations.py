"""A change to the folder changes the sentence that it makes false, or stops it, and leaves all others as they were."""

from __future__ import annotations

from dataclasses import replace

import pytest
from mutations import AT_ONCE, EVERY
from mutations.edits import edited

from tideturn.dataset.problems import FolderError
from tideturn.report.plain.findings import own_words


def sentences(printed, part):
    """Every text under the headings that `part` ends with; they stand in a document once at most."""
    document, _, tail = part.rpartition(": ")
    found = [
        texts
        for (name, *headings), texts in printed.items()
        if name == (document or "report") and f" > {' > '.join(headings)}".endswith(f" > {tail}")
    ]
    assert len(found) <= 1, f"{part} stands {len(found)} times"
    return found[0] if found else []


def holds(texts, words):
    return any(words in text for text in texts)


def titles_of(dataset):
    """How each outcome is called in the headings of the report and of the plain versions."""
    plain = own_words(dataset)
    return {
        row["outcome_id"]: frozenset({row["title"], plain.get(row["outcome_id"], row["title"])})
        for row in dataset.table("outcomes").to_dicts()
    }


def failed(evaluation):
    return {(check.check, check.claim_id) for check in evaluation.checks if check.status == "fail"}


def evidence(evaluation):
    """Each piece of evidence about an outcome, whichever day it is stamped with."""
    return {item.evidence_id: replace(item, as_of=None) for item in evaluation.evidence if item.outcome_id}


def named(mutations):
    first, *others = mutations
    return f"{first.name} (with {len(others)} more)" if others else first.name


@pytest.mark.parametrize("mutations", AT_ONCE, ids=named)
def test_what_was_true_and_is_false_now_is_no_longer_said(mutations, example, before, read, tmp_path):
    year = mutations[0].year
    was = before(year)
    said = [one for mutation in mutations for one in mutation.said]
    for one in said:
        texts = sentences(was.printed, one.part)
        assert holds(texts, one.before) if one.before else not holds(texts, one.after), f"before, {one}: {texts}"
    folder = edited(example, tmp_path / "programme", [edit for mutation in mutations for edit in mutation.edits])
    if refused := mutations[0].refused:
        with pytest.raises(FolderError) as raised:
            read(folder, year)
        assert {problem.rule for problem in raised.value.problems} == {refused}
        return
    now = read(folder, year)

    for one in said:
        texts = sentences(now.printed, one.part)
        assert not (one.before and holds(texts, one.before)), f"still said, {one}: {texts}"
        assert not one.after or holds(texts, one.after), f"not said, {one}: {texts}"
    stopped = {stop for mutation in mutations for stop in mutation.stopped}
    assert stopped <= failed(now.evaluation) - failed(was.evaluation)
    assert now.asked - was.asked == {mutation.asked for mutation in mutations if mutation.asked}

    titles = titles_of(was.dataset)
    parts = [part for part in {**was.printed, **now.printed} if was.printed.get(part) != now.printed.get(part)]
    assert [part for part in parts if not any(one.may_change(part, titles) for one in mutations)] == []
    old, new = evidence(was.evaluation), evidence(now.evaluation)
    changed = {(new.get(name) or old[name]).outcome_id for name in {**old, **new} if old.get(name) != new.get(name)}
    assert changed <= {outcome for mutation in mutations for outcome in mutation.outcomes}


def test_every_mutation_says_what_it_brings_about():
    assert len({mutation.name for mutation in EVERY}) == len(EVERY) >= 50
    assert all(mutation.said or mutation.stopped or mutation.refused for mutation in EVERY)
