"""`datapackage.json`: the folder described for any other tool (Tabular Data Package, https://specs.frictionlessdata.io)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from tideturn.dataset.schema import Column, Kind, Table
from tideturn.dataset.tables import TABLES

_TYPES: Final = {
    Kind.TEXT: "string",
    Kind.CODE: "string",
    Kind.CHOICE: "string",
    Kind.YES_NO: "boolean",
    Kind.INTEGER: "integer",
    Kind.NUMBER: "number",
    Kind.DATE: "date",
    Kind.TIME: "string",
    Kind.PERIOD: "string",
}


def package_bytes(title: str, tables: Mapping[str, tuple[Table, Sequence[str]]]) -> bytes:
    """Return the package: one resource for each file, given as its table and its columns."""
    package = {
        "profile": "tabular-data-package",
        "name": "programme",
        "title": title,
        "resources": [_resource(file, table, columns, tables) for file, (table, columns) in tables.items()],
    }
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()


def _resource(
    file: str, table: Table, columns: Sequence[str], tables: Mapping[str, tuple[Table, Sequence[str]]]
) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": resource_name(file),
        "path": file,
        "title": table.title,
        "description": table.purpose,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True},
        "schema": schema_of(table, columns, frozenset(tables)),
    }


def resource_name(file: str) -> str:
    """Return a file's name as its resource's name: lower case, with full stops for slashes."""
    return file.removesuffix(".csv").replace("/", ".").lower()


def schema_of(table: Table, columns: Sequence[str], files: frozenset[str]) -> dict[str, Any]:
    """Return the Table Schema of one file, with foreign keys only to tables among `files`."""
    fields = [_field(table.column(name)) if name in table.names else _answer(name) for name in columns]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    required = table.key and all(table.column(name).required for name in table.key)
    if required:
        schema["primaryKey"] = list(table.key)
    keys = [key for name in columns if name in table.names and (key := _foreign_key(table, name, files))]
    if keys:
        schema["foreignKeys"] = keys
    return schema


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": "string" if column.many else _TYPES[column.kind],
        "description": column.meaning,
    }
    if field["type"] == "boolean":
        field |= {"trueValues": ["yes"], "falseValues": ["no"]}
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.terms is not None and not column.many:
        constraints["enum"] = list(column.terms.codes)
    if column.minimum is not None:
        constraints["minimum"] = column.minimum
    if column.maximum is not None:
        constraints["maximum"] = column.maximum
    return field | ({"constraints": constraints} if constraints else {})


def _answer(name: str) -> dict[str, Any]:
    return {"name": name, "type": "string"}


def _foreign_key(table: Table, name: str, files: frozenset[str]) -> dict[str, Any] | None:
    """Return the foreign key if the other table is in the package and each cell holds one value."""
    column = table.column(name)
    if column.refers_to is None or column.many:
        return None
    other, _, field = column.refers_to.partition(".")
    if other not in TABLES or TABLES[other].file not in files:
        return None
    resource = "" if TABLES[other] is table else resource_name(TABLES[other].file)
    return {"fields": name, "reference": {"resource": resource, "fields": field}}
