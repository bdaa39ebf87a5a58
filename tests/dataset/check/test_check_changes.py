"""Systems change: priorities, substantiations, ties, waves, pathways."""

from tideturn.dataset.check.changes import (
    independent_staff,
    pathway_unknown,
    pathway_unreadable,
    pathway_without_file,
    priority_elsewhere,
    priority_not_in_force,
    reversal_without_day,
    tie_to_itself,
    tie_without_answer,
    waves_out_of_order,
)


def test_a_priority_counts_only_while_in_force_and_is_asked_about_at_another_site(folder, places):
    priorities = [
        {
            "priority_id": "P1",
            "title": "t",
            "element": "pathways",
            "from": "2019-01-01",
            "to": "2019-06-30",
            "site": "L",
        },
        {"priority_id": "P2", "title": "t", "element": "pathways", "from": "2019-01-01"},
    ]
    rows = [
        {"site": site, "date": day, "priority_id": code}
        for site, day, code in (
            ("L", "2019-01-01", "P1"),
            ("L", "2019-07-01", "P1"),
            ("M", "2019-02-01", "P1"),
            ("M", "2020-02-01", "P2"),
            ("M", "2018-12-31", "P2"),
        )
    ]
    found = places(priority_not_in_force, folder(priorities=priorities, activities=rows))
    assert found == [("activities.csv", row, "priority_id") for row in (3, 6)]
    elsewhere = places(priority_elsewhere, folder(priorities=priorities, activities=rows))
    assert elsewhere == [("activities.csv", 4, "priority_id")]


def test_staff_cannot_confirm_from_outside(folder, places):
    rows = [
        {"change_id": "C1", "substantiator": "S1", "independent": independent, "voice": voice}
        for independent, voice in (("yes", "staff"), ("no", "staff"), ("yes", "stakeholder"), ("yes", ""))
    ]
    assert places(independent_staff, folder(substantiations=rows)) == [("substantiations.csv", 2, "independent")]


def test_a_reversed_change_needs_its_day(folder, places):
    rows = [{"stage": "reversed"}, {"stage": "reversed", "reversed_on": "2019-02-01"}, {"stage": "adopted"}]
    assert places(reversal_without_day, folder(changes=rows)) == [("changes.csv", 2, "reversed_on")]


def test_ties_to_itself_or_told_by_one_who_did_not_answer_are_found(folder, places):
    ties = [{"wave": "1", "from": a, "to": b, "level": "3"} for a, b in ("AB", "AA", "BA", "CA")]
    waves = [
        {"wave": "1", "date": "2019-01-01", "organisation_id": who, "responded": answered}
        for who, answered in (("A", "yes"), ("B", "no"))
    ]
    assert places(tie_to_itself, folder(ties=ties)) == [("ties.csv", 3, "to")]
    assert places(tie_without_answer, folder(ties=ties)) == []
    assert places(tie_without_answer, folder(ties=ties, waves=waves)) == [
        ("ties.csv", 4, "from"),
        ("ties.csv", 5, "from"),
    ]


def test_waves_asked_in_the_wrong_order_are_a_query(folder, places):
    rows = [
        {"wave": wave, "date": day, "organisation_id": "A", "responded": "yes"}
        for wave, day in (("1", "2019-01-01"), ("1", "2019-03-01"), ("2", "2019-02-01"), ("3", "2019-02-01"))
    ]
    assert places(waves_out_of_order, folder(waves=rows)) == [("waves.csv", 4, "date")]


def test_what_a_pathway_names_must_exist(folder, places):
    pathway = {
        "outcome_id": "O9",
        "steps": [{"name": "arrive"}, {"name": "leave"}],
        "pilots": [{"site": "X"}, {"site": "L"}],
        "local": [{"site": "Y"}],
        "constraints": [{"name": "c", "after": "arrive", "then": "levae"}],
    }
    assert places(pathway_unknown, folder(pathways={"custody": pathway})) == [
        ("pathways/custody.toml", None, column)
        for column in ("outcome_id", "pilots.site", "local.site", "constraints.then")
    ]
    lists = {"outcome_id": ["O1"], "steps": [{"name": ["arrive"]}], "pilots": [{"site": {}}, {"site": ["L"]}]}
    lists["constraints"] = [{"after": ["leave"]}]
    assert places(pathway_unknown, folder(pathways={"custody": lists})) == [
        ("pathways/custody.toml", None, column) for column in ("outcome_id", "pilots.site", "constraints.after")
    ]
    events = [{"pathway": name, "case_id": "1"} for name in ("custody", "other", "other")]
    assert places(pathway_without_file, folder(pathways={"custody": pathway}, events=events)) == [
        ("events.csv", 3, "pathway")
    ]


def test_a_word_that_a_pathway_file_does_not_know_and_a_rule_that_is_none(folder, places):
    step, rule = [{"name": "a"}, {"name": "b"}], {"after": "a", "then": "b"}
    sound = {"name": "P", "outcome_id": "O1", "steps": step}
    sound["constraints"] = [rule, {**rule, "within_hours": 1.5}, {**rule, "template": "precedence", "within_days": 2}]
    assert places(pathway_unreadable, folder(pathways={"p": sound})) == []
    wrongly = ({"within_day": 2}, {"within_hours": "2"}, {"template": ["response"]}, {"then": ""})
    rules = [{**rule, **changed} for changed in wrongly]
    wrong = {"steps": [{"name": "a", "optinal": True}], "constraint": [rule], "constraints": rules}
    assert places(pathway_unreadable, folder(pathways={"p": wrong})) == [
        ("pathways/p.toml", None, column)
        for column in (
            "constraint",
            "steps.optinal",
            "constraints.within_day",
            "constraints.within_hours",
            "constraints.template",
            "constraints.then",
        )
    ]
