"""Form fields in Designsystemet's dress: class, help and error joined to the input for screen readers."""

from __future__ import annotations

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def input_of(field: BoundField) -> SafeString:
    """The input itself."""
    # Packages repeat the label there; it is gone as soon as one writes, and too pale before.
    field.field.widget.attrs.pop("placeholder", None)
    described = []
    if field.help_text:
        described.append(f"{field.auto_id}_helptext")
    if field.errors:
        described.append(f"{field.auto_id}_error")
    attrs: dict[str, str | bool] = {"class": "ds-input"}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if field.errors:
        attrs["aria-invalid"] = "true"
    return field.as_widget(attrs=attrs)


@register.filter
def kind_of(field: BoundField) -> str:
    """«choices», «checkbox», «file» or «text»: how the field is laid out."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxSelectMultiple | forms.RadioSelect):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    return "text"
