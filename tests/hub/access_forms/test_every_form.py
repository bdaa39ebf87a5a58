"""Every form of the hub keeps a draft of what is typed into it, or says why not; none of a secret does.

Forms are looked for twice: as classes of the hub and of what its pages use of the library, and as they stand in the
templates, where a page may have fields that no class knows of.
"""

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from allauth.account import app_settings as library
from allauth.mfa import app_settings as library_of_factors
from django.forms import BaseForm, HiddenInput, PasswordInput
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver
from sample.policy import RESTRICTED

import tideturn.hub
from tideturn.hub.forms.forms import EditForm
from tideturn.hub.forms.registry import EDITED
from tideturn.hub.ui.forms import Undrafted

HUB = Path(tideturn.hub.__file__).parent
SECRETS = {"password", "password1", "password2", "oldpassword", "again", "code", "credential", "token", "login"}
"""Fields that no draft may hold: what is in them proves who somebody is."""
OF_THE_LIBRARY = {
    "allauth.mfa.webauthn.forms.EditWebAuthnForm": "It is about a second factor.",
    "allauth.mfa.recovery_codes.forms.GenerateRecoveryCodesForm": "It is about a second factor, and only confirms.",
    "allauth.mfa.totp.forms.DeactivateTOTPForm": "It is about a second factor, and only confirms.",
}
"""Forms of the library's pages that are not replaced by ours."""
UNDRAFTED = {
    "access/audit.html": Undrafted.SEARCH,
    "account/login.html": Undrafted.PROOF,
    "account/password_change.html": Undrafted.PROOF,
    "account/password_set.html": Undrafted.PROOF,
    "account/reauthenticate.html": Undrafted.PROOF,
    "accounts/accept.html": Undrafted.PROOF,
    "mfa/authenticate.html": Undrafted.PROOF,
    "mfa/totp/activate_form.html": Undrafted.PROOF,
    "mfa/webauthn/add_form.html": Undrafted.PROOF,
    "mfa/webauthn/edit_form.html": Undrafted.PROOF,
    "mfa/webauthn/reauthenticate.html": Undrafted.PROOF,
}
"""Templates with something to be filled in that is not kept."""
FILLED_IN = re.compile(
    r"<c-fields?\b|<textarea|<select|{{ *\w*(?:form|field)\w*(?:\.\w+)? *}}|<input(?![^>]*type=\"hidden\")"
)
FORM = re.compile(r"<(form|c-confirm)\b([^>]*)>(.*?)</\1>", re.DOTALL)


def classes(of: type[BaseForm] = BaseForm) -> Iterator[type[BaseForm]]:
    """Every form of the hub's own that has fields, and is not there for others to be made from."""
    for one in of.__subclasses__():
        if one.__module__.startswith("tideturn.hub.") and one.base_fields and one.__name__[0] != "_":  # type: ignore[attr-defined]
            yield one
        yield from classes(one)


def modules() -> None:
    for found in pkgutil.walk_packages(tideturn.hub.__path__, "tideturn.hub."):
        if found.name.endswith("forms") or ".access_forms." in found.name:
            import_module(found.name)


def why_not(form: type[BaseForm]) -> str:
    """Why a form keeps no draft; empty where it does, or does not say."""
    return str(getattr(form, "undrafted", ""))


def drafted(form: type[BaseForm]) -> bool:
    return any(issubclass(one.form, form) for one in EDITED.values())


def views(patterns: list[Any]) -> Iterator[Any]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from views(one.url_patterns)
        elif isinstance(one, URLPattern):
            yield one.callback


def test_every_form_is_drafted_or_says_why_not() -> None:
    modules()
    assert f"access.restrict_{RESTRICTED.code}" in EDITED  # the forms of what a room lets be restricted
    found = {one for one in classes() if one is not EditForm and not one.__name__.startswith("Plain")}
    assert len(found) > 25
    silent = {f"{one.__module__}.{one.__name__}" for one in found if drafted(one) == bool(why_not(one))}
    assert silent == set()


def test_whoever_says_that_it_holds_a_secret_does() -> None:
    modules()
    for form in classes():
        if why_not(form) == Undrafted.PROOF:
            assert SECRETS & set(form.base_fields), form  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", sorted(EDITED))
def test_no_draft_holds_a_secret(name: str) -> None:
    form = EDITED[name].form
    assert not SECRETS & set(form.base_fields)
    for field in form.base_fields.values():
        assert not isinstance(field.widget, PasswordInput)
    assert [key for key, field in form.base_fields.items() if isinstance(field.widget, HiddenInput)] == ["opened"]


def test_a_form_of_the_library_is_replaced_by_ours_or_named_here() -> None:
    used = {*library.FORMS.values(), *library_of_factors.FORMS.values()}
    used |= {
        f"{kind.__module__}.{kind.__qualname__}"
        for view in views(get_resolver().url_patterns)
        if (kind := getattr(getattr(view, "view_class", None), "form_class", None))
    }
    theirs = {one for one in used if isinstance(one, str) and not one.startswith("tideturn.hub.")}
    replaced = {base for one in classes() for base in _names(one.__mro__)}
    assert theirs - replaced == set(OF_THE_LIBRARY)


def _names(kinds: tuple[type, ...]) -> set[str]:
    return {f"{kind.__module__}.{kind.__qualname__}" for kind in kinds}


def in_templates() -> Iterator[tuple[str, str, str]]:
    """Every form that is sent by POST: its template, its head, and what stands in it."""
    for path in sorted(HUB.rglob("templates/**/*.html")):
        if "cotton" in path.parts:
            continue
        name = path.relative_to(next(one for one in path.parents if one.name == "templates")).as_posix()
        for tag, head, within in FORM.findall(path.read_text(encoding="utf-8")):
            if tag == "c-confirm" or 'method="post"' in head:
                yield name, head, within


def test_every_form_of_a_template_is_drafted_or_only_confirms_or_is_named_here() -> None:
    forms = list(in_templates())
    assert len(forms) > 25
    found = {name for name, head, within in forms if FILLED_IN.search(within) and "data-draft" not in head}
    assert found == set(UNDRAFTED)


@pytest.mark.parametrize("name", sorted(EDITED))
def test_a_form_that_is_drafted_stands_on_the_page_of_drafts(name: str) -> None:
    template = EDITED[name].template
    while template != "forms/form.html":
        (template,) = re.findall(
            r'{% extends "([\w/]+\.html)" %}', Path(get_template(template).origin.name).read_text()
        )


@pytest.mark.parametrize(
    "within",
    ['<c-field :field="form.reason" />', "<textarea></textarea>", "{{ form }}", "{{ field }}", '<input name="told">'],
)
def test_what_must_be_found(within: str) -> None:
    assert FILLED_IN.search(within)


def test_what_only_confirms_is_none() -> None:
    assert not FILLED_IN.search('{% csrf_token %}<input type="hidden" name="next"><button>Withdraw</button>')
