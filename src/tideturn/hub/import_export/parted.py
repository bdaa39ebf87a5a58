"""A form field with several parts that are known only when the page is made: a list or a box for each part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError


@dataclass(frozen=True)
class Part:
    """A part of the field. Without choices it is a text box."""

    key: str
    label: str
    hint: str = ""
    choices: Sequence[tuple[str, str]] = ()
    required: bool = False
    aside: bool = False
    """Whether it is rarely needed, and is under a heading that opens."""


class PartedWidget(forms.Widget):
    """Renders the parts, each under its own name."""

    template_name = "import_export/widgets/parted.html"
    use_fieldset = True
    parts: Sequence[Part] = ()
    aside = ""
    """Heading over the parts that are rarely needed."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return the values for the template."""
        context = super().get_context(name, value, attrs)
        said = value if isinstance(value, Mapping) else {}
        base = context["widget"]["attrs"].get("id") or f"id_{name}"
        drawn = [
            {"part": part, "name": f"{name}-{part.key}", "id": f"{base}_{number}", "value": said.get(part.key, "")}
            for number, part in enumerate(self.parts)
        ]
        first, aside = ([one for one in drawn if one["part"].aside is which] for which in (False, True))
        context["widget"] |= {"first": first, "aside": aside, "aside_title": self.aside}
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str]:
        """Return the answer for each part."""
        begin = f"{name}-"
        return {key.removeprefix(begin): str(data.get(key, "")) for key in data if key.startswith(begin)}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Say whether the request holds none of its parts."""
        return not any(key.startswith(f"{name}-") for key in data)

    def id_for_label(self, id_: str) -> str:
        """Return the id of the first part."""
        return f"{id_}_0" if id_ else ""


class PartedField(forms.Field):
    """Answers by the keys of the parts; a part without an answer is left out."""

    widget = PartedWidget

    def ask(self, parts: Sequence[Part], *, aside: str = "") -> None:
        """Set the parts."""
        drawn = cast(Any, self.widget)
        drawn.parts, drawn.aside = parts, aside

    def clean(self, value: Any) -> dict[str, str]:
        """Return the answers. Raise ValidationError for an unknown choice, and for each required part without an
        answer.
        """
        said, wrong = dict(value or {}), []
        found = {}
        for part in cast(PartedWidget, self.widget).parts:
            given = said.get(part.key, "").strip()
            if given and part.choices and given not in dict(part.choices):
                wrong.append(f"Choose an option from the list: {part.label}.")
            elif given:
                found[part.key] = given
            elif part.required:
                wrong.append(f"Fill this in: {part.label}.")
        if wrong:
            raise ValidationError(wrong)
        return found
