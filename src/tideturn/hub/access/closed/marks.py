"""The mark that a rule leaves in a statement, so that the database connection can tell that it was applied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, Expression, F, Field, Model, Q

if TYPE_CHECKING:
    from django.db.models.sql.compiler import SQLCompiler

Path = tuple[str, ...]
"""The links from a record to another, by the names of their fields."""


class Ruled(Expression):
    """A condition that is always true. In the statement it names the tables whose rows a rule decided on.

    These are the rule's own table; those that it `covers`: records linked to its own by these paths; and joined tables
    of which whoever meets it sees `whole`, every row. It goes by the tables' aliases, so that it stays right in
    subqueries, and says nothing of another join of the same table.
    """

    output_field = BooleanField()

    def __init__(self, covers: Iterable[Path] = (), whole: frozenset[str] = frozenset()) -> None:
        super().__init__(output_field=BooleanField())
        self.row: Any = F("pk")
        self.covers, self.whole = tuple(covers), whole

    def get_source_expressions(self) -> list[Any]:
        """Return the column that carries the alias, which Django renames as it nests queries."""
        return [self.row]

    def set_source_expressions(self, exprs: Any) -> None:
        """Take the renamed column."""
        (self.row,) = exprs

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        """Return the mark. A comment costs the database nothing, and both strip it alike."""
        joined: Any = compiler.query.alias_map
        aliases = {self.row.alias, *(alias for alias, one in joined.items() if one.table_name in self.whole)}
        for path in self.covers:
            aliases |= set(_along(compiler.query, self.row.alias, path))
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
    """Return the mark for a queryset that decides who may see its rows by a condition beside it, and not by a Rule.

    Rows of further models that it joins are shown with its own. Give the reason as a plain string, as for `unruled`.
    Raises ValueError without one.
    """
    if not because:
        raise ValueError("a condition that stands in for a rule says what it decides")
    return Ruled(whole=frozenset(model._meta.db_table for model in with_it))


def decided_along(model: type[Model], condition: Q) -> frozenset[Path]:
    """Return the paths to linked records on which a rule's condition decides too, since it asks for their site.

    Where such a record can be restricted, it must ask for that as well.
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
