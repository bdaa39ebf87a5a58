"""A form's page: open it, continue a draft, send it, and show it again with both texts after an edit conflict."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final
from uuid import UUID

from allauth.account.internal.flows import reauthentication
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import redirect, render
from django.utils.text import get_text_list

from tideturn.hub.access.standing import Standing, standing_in
from tideturn.hub.audit.refusing import RefusedError
from tideturn.hub.common.errors import HubError
from tideturn.hub.common.record_ids import id_written
from tideturn.hub.forms import queries, services
from tideturn.hub.forms.forms import CHOICE, AtFieldError, EditForm
from tideturn.hub.forms.meeting import asked, meet, plain
from tideturn.hub.forms.opened import FIELD, Opened, opened_in
from tideturn.hub.forms.queries import Current
from tideturn.hub.forms.registry import Edited
from tideturn.hub.forms.writing import EditsMeetError

Service = Callable[..., Any]
"""Type of the function that saves the form.

It receives `by` and each field; the record's id, if there is one, under the name that the form gives (`takes`); and
`expected`, the version, if the form changes the record.
"""
Told = Callable[[Standing], Mapping[str, Any]]
ASKED: Final = "asked"
"""Name of the field that lists which fields the page asked about."""
_WRONG: Final = 422
_MEETS: Final = 409
_TRIES: Final = 3


def edit_page(
    request: HttpRequest,
    form: Edited[Any],
    pk: UUID | None,
    service: Service,
    *,
    then: Callable[[Any], HttpResponse] | None = None,
    told: Told = lambda _: {},
    **shown: Any,
) -> HttpResponse:
    """Show a form's page, and handle what is sent from it.

    The template receives `shown`, and what `told` returns about the record once it is clear that the person may see it.
    `then` makes the response from what the service returned; without it, the page redirects to where the form leads.

    Raise NotVisibleError if the person may not see the page, or is not signed in (their words are kept first);
    RefusedError if they see the record but may not write in it.
    """
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    page = opened_in(request.POST)
    if page is not None and (page.form, page.record) != (form.name, pk):
        page = None
    if page is not None and page.user != request.user.pk:
        services.keep_unproven(opened=page, typed=form.form.typed_in(request.POST))
        if request.user.is_authenticated:
            return render(request, "forms/another_person.html", {"address": form.url(pk)}, status=_MEETS)
    by = standing_in(request)
    form.require(by, pk)
    if form.confirmed and reauthentication.is_reauthentication_required(request, app=""):
        if page is not None:  # somebody who is asked to confirm their password and leaves loses nothing
            with suppress(HubError):
                services.keep_draft(by=by, opened=page, typed=form.form.typed_in(request.POST))
        raise ReauthenticationRequired  # the response asks for the password; after that, the form is sent as it was
    editing = _Editing(request, form, pk, by, service, then, told, shown)
    if request.method != "POST":
        return editing.begun()
    # A page that the hub does not recognise does not say how the record stood: compare everything with the record.
    return editing.sent(page or editing.opened(None))


@dataclass(frozen=True)
class _Editing:
    """A person's work at one form."""

    request: HttpRequest
    form: Edited[Any]
    pk: UUID | None
    by: Standing
    service: Service
    then: Callable[[Any], HttpResponse] | None
    told: Told
    more: Mapping[str, Any]

    def begun(self) -> HttpResponse:
        """Show the page with the record's current values, or with the draft that the person continues."""
        now, draft = self.current(), id_written(self.request.GET.get("draft", ""))
        values = dict(now.values if now else self.form.begins(self.by, self.pk))
        opened, words = self.opened(now), None
        if draft is not None:
            words = queries.words(self.by, self.form, self.pk, draft)
            values |= words.typed
            opened = replace(opened, continues=draft, version=words.version, base=words.base)
        made = self.form.form(initial=values | {FIELD: opened.signed()}, by=self.by, of=self.pk)
        others = [one for one in queries.offered(self.by, self.form, self.pk) if one.id != draft]
        changed = now if now and words and now.version != words.version else None
        return self.shown(made, 200, of=now, drafts=others, words=words, changed=changed)

    def sent(self, opened: Opened) -> HttpResponse:
        """Handle what was sent."""
        data, theirs = self.form.form.with_choices(self.request.POST)
        now = self.current() if opened.met is not None else None
        asks = [name for name in self.request.POST.getlist(ASKED) if now and name in self.form.form.typed_fields()]
        unsaid = [name for name in asks if f"{CHOICE}{name}" not in data]
        made = self.bound(data, now, theirs if now else ())

        def wrong(errors: Sequence[str], at: str | None = None) -> HttpResponse:
            if now is not None:
                return self.both(opened, now, asks, (), errors=errors)
            for error in errors:
                made.add_error(at, error)
            return self.shown(made, _WRONG, again=opened)

        if not made.is_valid() or unsaid:
            return wrong([f"Choose which to keep: {made.fields[name].label}." for name in unsaid])
        try:
            return self.done(opened, made, opened.met or opened.version)
        except EditsMeetError:
            return self.meets(opened, made)
        except services.AlreadySentError as error:
            made.add_error(None, f"{error} If you mean to save the same once more, send it again.")
            return self.shown(made, _MEETS, again=self.opened(None))
        except RefusedError:
            raise
        except HubError as error:
            if isinstance(error, AtFieldError) and error.name in made.fields:
                return wrong([str(error.wrong)], error.name)
            return wrong([str(error)], self.form.hindered_at)

    def meets(self, opened: Opened, made: EditForm) -> HttpResponse:
        """Handle an edit conflict. Save both if no field collides, and say so; otherwise ask the person to choose."""
        data, chosen_before = self.form.form.with_choices(self.request.POST)
        mine = {name: plain(made.cleaned_data.get(name)) for name in self.form.form.typed_fields()}
        for left in reversed(range(_TRIES)):
            now = self.current()
            assert now is not None
            found = meet(opened.base, mine, _plain(now.values))
            if found.collide:
                return self.both(opened, now, found.collide, found.theirs)
            joined = self.bound(data, now, chosen_before.union(found.theirs))
            if not joined.is_valid():  # each is valid alone, but not the two together
                return self.both(opened, now, found.theirs, ())
            try:
                answer = self.done(opened, joined, now.version)
            except EditsMeetError:
                if left:
                    continue
                error = "Others are changing this at this moment. Wait a little, then save again."
                return self.both(opened, now, found.theirs, (), errors=[error])
            if found.theirs:
                labels = get_text_list([str(joined.fields[name].label) for name in found.theirs], "and")
                told = f"While you wrote, {now.who or 'Somebody'} changed: {labels}. It stays as they wrote it."
                messages.info(self.request, told)
            return answer
        raise AssertionError("the last try returns")

    def both(
        self,
        opened: Opened,
        now: Current,
        names: Sequence[str],
        theirs: Sequence[str],
        *,
        errors: Sequence[str] = (),
    ) -> HttpResponse:
        """Show the page that asks, for each field in conflict, whose words to keep.

        Fields that are not asked about keep an earlier choice of the other person's words, because the page no longer
        holds this person's own words for them.
        """
        data, before = self.form.form.with_choices(self.request.POST)
        stay = sorted(before.union(theirs).difference(names))
        made, stands = self.bound(data, now, stay), _plain(now.values)
        if not errors and made.is_valid():
            errors = [f"{now.who or 'Somebody'} changed this while you wrote. Yours is not saved yet."]
        for error in errors:
            made.add_error(None, error)
        made.data = self.request.POST.copy()  # the person's own text stays in its field, whatever they chose
        return self.shown(
            made,
            _MEETS,
            of=now,
            again=replace(opened, met=now.version),
            now=now,
            asked=asked(made, names, base=opened.base, stands=stands, sent=self.request.POST),
            taken=asked(made, stay, base=opened.base, stands=stands, sent=self.request.POST),
        )

    def done(self, opened: Opened, made: EditForm, expected: int | None) -> HttpResponse:
        """Save the form and answer. Raise EditsMeetError, AlreadySentError and the service's own errors."""
        given = made.given() | {"by": self.by}
        if self.pk is not None:
            given[self.form.takes] = self.pk
        if self.form.shows is not None:
            given["expected"] = expected
        do = partial(self.service, **given)
        gave = services.send(by=self.by, form=self.form, pk=self.pk, opened=opened, do=do)
        if self.form.said:
            messages.success(self.request, self.form.said)
        return redirect(self.form.leads_to, self.pk or gave.pk) if self.then is None else self.then(gave)

    def current(self) -> Current | None:
        """Return the current record; None if the form does not change one."""
        if self.form.shows is None or self.pk is None:
            return None
        return queries.current(self.by, self.form, self.pk)

    def opened(self, now: Current | None) -> Opened:
        """Return the state of a page that is opened now."""
        return Opened(
            user=self.by.user,
            form=self.form.name,
            record=self.pk,
            version=now.version if now else None,
            base=_plain(now.values) if now else {},
        )

    def bound(self, data: Any, now: Current | None, theirs: Any) -> EditForm:
        """Return the form with the data sent; the fields in `theirs` keep the record's current value."""
        values = dict(now.values) if now else {}
        return self.form.form(data, self.request.FILES, initial=values, by=self.by, of=self.pk, theirs=theirs)

    def shown(
        self, made: EditForm, status: int, *, of: Current | None = None, again: Opened | None = None, **more: Any
    ) -> HttpResponse:
        """Show the page. With `again`, the page holds the data sent, and is signed as that page."""
        of = of or self.current()
        if again is not None:
            data = QueryDict(mutable=True)
            data.update(made.data)
            data[FIELD] = again.signed()
            made.data = data
        shown = {
            "form": made,
            "edited": self.form,
            "title": of.title if of else "",
            "address": self.form.url(self.pk),
            "not_here": {FIELD, *(one.name for key in ("asked", "taken") for one in more.get(key, ()))},
        }
        told = {**self.told(self.by), **self.more}
        return render(self.request, self.form.template, told | more | shown, status=status)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: plain(value) for name, value in values.items()}
