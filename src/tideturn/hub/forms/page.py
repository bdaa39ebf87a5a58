"""The page of a form: begun, gone on with, sent, and shown again with both texts where edits meet."""

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
"""Called with `by`; where the form is of a record, with its id as the form says, and with `expected` where it changes
it; with each field.
"""
Told = Callable[[Standing], Mapping[str, Any]]
ASKED: Final = "asked"
"""Under this name the page sends which fields it asked about."""
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
    """The page of a form, and what becomes of it once it is sent.

    `shown` goes to its template, and what is `told` of its record, once it is known who may see it. What the service
    gave is answered by `then`; otherwise it leads to where the form says.

    Raises NotVisibleError for who may not see it, and for who is not logged in, whose words are kept before that;
    RefusedError for who sees the record and may not write in it.
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
        if page is not None:  # who is asked and goes away has lost nothing
            with suppress(HubError):
                services.keep_draft(by=by, opened=page, typed=form.form.typed_in(request.POST))
        raise ReauthenticationRequired  # the answer is the question; once it is answered, what was sent is done
    editing = _Editing(request, form, pk, by, service, then, told, shown)
    if request.method != "POST":
        return editing.begun()
    # A page that is not known again says nothing of how the record stood: all of it is held against the record.
    return editing.sent(page or editing.opened(None))


@dataclass(frozen=True)
class _Editing:
    """Somebody at a form."""

    request: HttpRequest
    form: Edited[Any]
    pk: UUID | None
    by: Standing
    service: Service
    then: Callable[[Any], HttpResponse] | None
    told: Told
    more: Mapping[str, Any]

    def begun(self) -> HttpResponse:
        """The page as the record stands, or with the draft that one goes on with."""
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
        """What becomes of what was sent."""
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
        """Somebody wrote meanwhile. Where nothing collides, both are saved and that is said; else one chooses."""
        data, chosen_before = self.form.form.with_choices(self.request.POST)
        mine = {name: plain(made.cleaned_data.get(name)) for name in self.form.form.typed_fields()}
        for left in reversed(range(_TRIES)):
            now = self.current()
            assert now is not None
            found = meet(opened.base, mine, _plain(now.values))
            if found.collide:
                return self.both(opened, now, found.collide, found.theirs)
            joined = self.bound(data, now, chosen_before.union(found.theirs))
            if not joined.is_valid():  # each for itself is right, and not the two together
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
        """The page that asks, of each field in which edits meet, whose words to keep. Where those of the other were
        chosen before, for a field that is not asked about, they stay chosen: one's own are no longer on the page.
        """
        data, before = self.form.form.with_choices(self.request.POST)
        stay = sorted(before.union(theirs).difference(names))
        made, stands = self.bound(data, now, stay), _plain(now.values)
        if not errors and made.is_valid():
            errors = [f"{now.who or 'Somebody'} changed this while you wrote. Yours is not saved yet."]
        for error in errors:
            made.add_error(None, error)
        made.data = self.request.POST.copy()  # one's own text stands in its field, whatever was chosen
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
        """Do it. Raises EditsMeetError, AlreadySentError, and what the service does."""
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
        """The record as it stands, where the form changes it."""
        if self.form.shows is None or self.pk is None:
            return None
        return queries.current(self.by, self.form, self.pk)

    def opened(self, now: Current | None) -> Opened:
        """A page that is opened now."""
        return Opened(
            user=self.by.user,
            form=self.form.name,
            record=self.pk,
            version=now.version if now else None,
            base=_plain(now.values) if now else {},
        )

    def bound(self, data: Any, now: Current | None, theirs: Any) -> EditForm:
        """The form with what was sent; `theirs` are fields that say what stands in the record."""
        values = dict(now.values) if now else {}
        return self.form.form(data, self.request.FILES, initial=values, by=self.by, of=self.pk, theirs=theirs)

    def shown(
        self, made: EditForm, status: int, *, of: Current | None = None, again: Opened | None = None, **more: Any
    ) -> HttpResponse:
        """The page; what was sent stands in it again, under the page `again`."""
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
