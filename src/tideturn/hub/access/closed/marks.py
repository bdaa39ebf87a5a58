"""Mark a statement with the rule that it applies, so that the database connection can check it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, Field, Func, Model, Q

if TYPE_CHECKING:
    from django.db.models.sql.compiler import SQLCompiler

Path = tuple[str, ...]
"""The field names that lead from one record to another."""


class Ruled(Func):
    """A condition that is always true. It names the tables in the statement that a rule decided on.

    These are the rule's own table, the linked tables that it `covers` by these paths, and joined tables that show every
    row to this person (`whole`). It uses the tables' aliases. So it stays right in subqueries, and does not mark
    another join of the same table.
    """

    output_field = BooleanField()

    def __init__(self, covers: Iterable[Path] = (), whole: frozenset[str] = frozenset()) -> None:
        super().__init__("pk")  # Django renames its alias when it nests queries
        self.covers, self.whole = tuple(covers), whole

    def as_sql(self, compiler: SQLCompiler, connection: Any, *_: Any, **__: Any) -> tuple[str, tuple[str | int, ...]]:
        """Return the mark as a comment, which costs the database nothing. SQLite and PostgreSQL both strip it."""
        joined: Any = compiler.query.alias_map
        (row,) = self.get_source_expressions()
        aliases = {row.alias, *(alias for alias, one in joined.items() if one.table_name in self.whole)}
        for path in self.covers:
            aliases |= set(_along(compiler.query, row.alias, path))
        return f"/*ruled {','.join(sorted(aliases))}*/ 1 = 1", ()


def _along(query: Any, alias: str, path: Path) -> Iterator[str]:
    """Yield the aliases of the tables that the statement joins along a path."""
    if not path:
        yield alias
        return
    for joined in query.alias_map.values():
        field = getattr(joined, "join_field", None)
        if joined.parent_alias == alias and isinstance(field, Field) and field.name == path[0]:
            yield from _along(query, joined.table_alias, path[1:])


def ruled_by_hand(because: str, *with_it: type[Model]) -> Ruled:
    """Return the mark for a queryset whose own condition, not a Rule, decides who may see its rows.

    `with_it` names the joined models that it shows as well. Give the reason as a plain string, as for `unruled`.
    Raise ValueError if there is none.
    """
    if not because:
        raise ValueError("a condition that replaces a rule needs to say what it decides")
    return Ruled(whole=frozenset(model._meta.db_table for model in with_it))


def decided_along(model: type[Model], condition: Q) -> frozenset[Path]:
    """Return the paths to linked records that a rule's condition also decides on, because it checks their site.

    If such a record can be restricted, the condition must check that as well.
    """
    asked = {tuple(lookup.split("__")) for lookup in _lookups(condition)}
    sites = {names[: names.index("site")] for names in asked if "site" in names[1:]}
    restricted = {names[: names.index("restricted")] for names in asked if "restricted" in names}
    return frozenset(path for path in sites if path in restricted or not _can_be_restricted(model, path))


def _can_be_restricted(model: type[Model], path: Path) -> bool:
    found: Any = model
    for name in path:
        found = found._meta.get_field(name).related_model
    return any(one.name == "restricted" for one in found._meta.concrete_fields)


def _lookups(condition: Q) -> Iterator[str]:
    for child in condition.children:
        if isinstance(child, Q):
            yield from _lookups(child)
        elif isinstance(child, tuple):
            yield child[0]
