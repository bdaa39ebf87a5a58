"""Strands of one outcome that read positive, each from a source of its own."""

from __future__ import annotations

from tideturn.evaluation.strand import Strand

SURVEY = Strand(
    "survey", "stakeholder", "positive", "", "partners", tokens=frozenset({"survey:s", "people:stakeholder"})
)
TALK = Strand("interview", "stakeholder", "positive", "", "sources", tokens=frozenset({"people:stakeholder"}))
STAFF = Strand("interview", "staff", "positive", "", "sources", tokens=frozenset({"people:staff"}))
SERIES = Strand(
    "monitoring",
    "record",
    "positive",
    "",
    "records",
    about="the series",
    tokens=frozenset({"series:p"}),
    design="measured",
)
