"""How a field of a form is drawn: which kind it is, what is to be filled in, and where an error leads."""

from __future__ import annotations

from django import forms, template
from django.forms import BoundField
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def kind(field: BoundField) -> str:
    """Return the layout of a control: `tick`, `choices`, `group`, `writing` or `line`."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "tick"
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return "choices"
    if widget.use_fieldset:
        return "group"
    return "writing" if isinstance(widget, forms.Textarea) else "line"


@register.filter
def most(field: BoundField) -> int | None:
    """Return the maximum number of characters, if the page shows how many are left."""
    limit: int | None = getattr(field.field, "max_length", None)
    return limit if kind(field) == "writing" else None


@register.filter
def control(field: BoundField) -> SafeString:
    """Render a control. Never cut off pasted text: count it and show the excess."""
    limit = most(field)
    if limit is None:
        return field.as_widget()
    told = " ".join(filter(None, [field.aria_describedby, f"{field.auto_id}_left"]))
    return field.as_widget(attrs={"maxlength": False, "data-most": str(limit), "aria-describedby": told})


@register.filter
def first_control(field: BoundField) -> str:
    """Return the id that an error message links to: the first of several boxes."""
    if kind(field) == "choices":
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id
