"""A field of several parts that are not known before the page is: a list or a box for each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError


@dataclass(frozen=True)
class Part:
    """One of them. Without choices it is a box to write in."""

    key: str
    label: str
    hint: str = ""
    choices: Sequence[tuple[str, str]] = ()
    required: bool = False
    aside: bool = False
    """Whether it is seldom wanted, and stands behind a heading that opens."""


class PartedWidget(forms.Widget):
    """Draws the parts, each under a name of its own."""

    template_name = "import_export/widgets/parted.html"
    use_fieldset = True
    parts: Sequence[Part] = ()
    aside = ""
    """What the heading says behind which parts stand that are seldom wanted."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What its template is told."""
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
        """What was said of each part."""
        begin = f"{name}-"
        return {key.removeprefix(begin): str(data.get(key, "")) for key in data if key.startswith(begin)}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether nothing of it was sent."""
        return not any(key.startswith(f"{name}-") for key in data)

    def id_for_label(self, id_: str) -> str:
        """The first part."""
        return f"{id_}_0" if id_ else ""


class PartedField(forms.Field):
    """What is said of each part, by its key; one of which nothing is said is not among them."""

    widget = PartedWidget

    def ask(self, parts: Sequence[Part], *, aside: str = "") -> None:
        """Say which parts there are."""
        drawn = cast(Any, self.widget)
        drawn.parts, drawn.aside = parts, aside

    def clean(self, value: Any) -> dict[str, str]:
        """Raises ValidationError for what is no choice, and for each part that must be said and is not."""
        said, wrong = dict(value or {}), []
        found = {}
        for part in cast(PartedWidget, self.widget).parts:
            given = said.get(part.key, "").strip()
            if given and part.choices and given not in dict(part.choices):
                wrong.append(f"Choose one of the list: {part.label}.")
            elif given:
                found[part.key] = given
            elif part.required:
                wrong.append(f"This must be said: {part.label}.")
        if wrong:
            raise ValidationError(wrong)
        return found
