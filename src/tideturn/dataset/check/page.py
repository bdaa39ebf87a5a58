"""Make the reference page of the checks from the rules themselves: `python -m tideturn.dataset.check.page`."""

from __future__ import annotations

import sys

from tideturn.dataset.check import SUBJECTS
from tideturn.dataset.check.rule import Rule


def reference_page() -> str:
    """Return every rule by subject, as Markdown."""
    lines = [
        "# What `tideturn check` looks for",
        "",
        "An *error* stops the evaluation and must be mended. A *query* is amended, or answered with a reason in",
        "`queries.csv` (file, key, column, value, reason, by). An answered query no longer counts for as long as the",
        "value stands: a row that is added above moves nothing, and a value that changes raises the query again.",
        "`tideturn check FOLDER --ask` asks for the answers and writes them.",
        "",
        "- `key` is the record's: its key columns joined by `|`, or its required columns where it has no key. `*`",
        "  answers the same value in every row. It is empty where the query is about the file itself.",
        "- `value` is what was found there. Where it is longer than 60 characters or looks like identity, it is `#`",
        "  and the first 16 digits of its SHA-256, and so is such a part of a key. `tideturn check --json` gives both.",
        "- A file with `row` in place of key and value is still read. Each such answer is itself a query, since it",
        "  would be another record's once a row is added above.",
        "",
        "Beside these rules every cell is held against its column (see the reference of tables): what kind of value it",
        "holds, whether it must be filled, its terms and its range. What looks like identity is told by its kind and",
        "place, never repeated.",
        "",
        "This page is made from the rules by `python -m tideturn.dataset.check.page`.",
    ]
    for subject, rules in SUBJECTS.items():
        lines += ["", f"## {subject}", "", "| rule | | looks for | because |", "|---|---|---|---|"]
        lines += [_row(rule) for rule in rules]
    return "\n".join(lines) + "\n"


def _row(rule: Rule) -> str:
    looks_for, why = (words.replace("|", "\\|") for words in (rule.looks_for, rule.why))
    return f"| `{rule.code}` | {rule.severity.value} | {looks_for} | {why} |"


if __name__ == "__main__":
    sys.stdout.write(reference_page())
