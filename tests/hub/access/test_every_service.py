"""Every service, page and command of the hub tells the audit, or says why not; every service checks a permission.

What a function comes to is found in its code: every function of the hub that it names, by its own name or as that of a
module, class or value which it names, and what those name in turn.
"""

import ast
import dis
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from datetime import date
from types import CellType, CodeType, FunctionType, ModuleType
from typing import Any
from uuid import uuid4

import pytest
import sample.models
import sample.services
from django.db.transaction import Atomic
from django.urls import URLPattern, URLResolver, get_resolver
from sample.people import person, standing

import tideturn.commands
import tideturn.hub
from tideturn.hub.access import audit_reading
from tideturn.hub.access.roles import CASEWORKER
from tideturn.hub.access.service import DECLARED, SHOWS_NOBODY, Declared, service
from tideturn.hub.access.standing import Standing
from tideturn.hub.accounts import policy as accounts_policy
from tideturn.hub.audit import record as audit_record
from tideturn.hub.audit.actions import Kind, action
from tideturn.hub.audit.disclosing import disclosing
from tideturn.hub.audit.record import record
from tideturn.hub.audit.refusing import RefusedError

OURS = ("tideturn.", "sample")
TELLS = {record, inspect.unwrap(disclosing)}
CHECKS = {Standing.require, Standing.require_unseen, accounts_policy.require, accounts_policy.require_unseen}

OPEN_OF_ACCOUNTS = {
    "log_ins": "Logging in and out, one's own password and sessions: nobody acts on another.",
    "invitations.first_administrator_link": "Whoever runs the machine asks for it in its terminal.",
    "invitations.open_invitation": "Whoever holds the link: nobody has an account yet.",
    "invitations.accept_invitation": "Whoever holds the link: nobody has an account yet.",
    "recoveries.recover_on_server": "Whoever runs the machine, who could do it in the database.",
    "recoveries.open_recovery": "Whoever holds the link, which two colleagues allowed.",
    "recoveries.complete_recovery": "Whoever holds the link, which two colleagues allowed.",
}
"""Accounts lies below access, and cannot use its declarations."""
SILENT_OF_ACCOUNTS = {
    "invitations.open_invitation": "Reads a link, and changes nothing.",
    "invitations.first_administrator_is_missing": "Reads whether there is one, and changes nothing.",
    "recoveries.open_recovery": "Reads a link, and changes nothing.",
    "log_ins.factors_used": "Reads a session, and changes nothing.",
}
OPEN_OF_NOTICES = {
    "acknowledge_notice": "Nobody acknowledges but what was told to themselves.",
}
"""Notices lie below access too, and are each one person's own."""
SILENT_PAGES = {
    "tideturn.hub.ui.pages.style": "Made-up examples; it reads nothing.",
    "allauth.": "The library's page; what it does is told by the adapter and signals of accounts.",
    "tideturn.hub.accounts.factor_views.SecondStep": "The log-in to which it leads is told by the adapter.",
    "tideturn.hub.accounts.factor_views.ShowCodes": "One's own recovery codes.",
    "tideturn.hub.accounts.views.own": "One's own account.",
    "tideturn.hub.accounts.views.people": "Colleagues; no young person.",
    "tideturn.hub.accounts.views.recoveries_waiting": "Colleagues; no young person.",
    "tideturn.hub.accounts.views.person": "A colleague; what is changed is told by the service.",
    "tideturn.hub.notices.pages.notices": "The person's own notices, which hold ids and times.",
    "tideturn.hub.notices.pages.notice": "The person's own notice. The page behind it logs what it shows.",
}
SILENT_COMMANDS = {
    "serve.run": "It starts processes; the link that it shows to the first administrator is told by its service.",
    "keys._list": "Names of keys.",
    "audit._verify": "Reads the audit, and shows faults alone.",
    "audit._restored": "The gap that it signs is itself a link of the audit's chain.",
    "backup._keypair": "It needs no hub, and makes a key that the hub never has.",
    "backup._list": "Names and moments of copies.",
}


def ours(thing: object) -> bool:
    name = thing.__name__ if isinstance(thing, ModuleType) else getattr(thing, "__module__", None)
    return isinstance(name, str) and name.startswith(OURS)


def names(code: CodeType) -> set[str]:
    found = set(code.co_names) | set(code.co_freevars)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            found |= names(constant)
    return found


def named_by(function: FunctionType) -> set[Any]:
    """The functions and classes of ours that its code names: by their own name, or as an attribute of what holds them.

    An attribute of what nothing is known of, as of an argument, is nobody's.
    """
    cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
    things = [*_named(function.__code__, function.__globals__, {name: _within(cell) for name, cell in cells})]
    return {inspect.unwrap(one) if callable(one) else one for one in things if _hashable(one)}


def _named(code: CodeType, around: dict[str, Any], known: dict[str, Any]) -> Iterator[Any]:
    """What the steps of a code load, one after the other; `known` are names that are its own."""
    known, held, imported = dict(known), None, None
    for step in dis.get_instructions(code):
        if step.opname in ("EXTENDED_ARG", "PUSH_NULL"):
            continue
        if step.opname in ("STORE_FAST", "STORE_DEREF"):
            known[step.argval], held = held, None
            continue
        if step.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            held = around.get(step.argval)
        elif step.opname.startswith(("LOAD_FAST", "LOAD_DEREF")):
            held = known.get(step.argval)
        elif step.opname == "IMPORT_NAME":
            held = imported = importlib.import_module(step.argval) if step.argval.startswith(OURS) else None
        elif step.opname == "IMPORT_FROM":
            held = _attribute(imported, step.argval)
        elif step.opname in ("LOAD_ATTR", "LOAD_METHOD"):
            held = _attribute(held, step.argval)
        else:
            held = None
        if held is not None and (ours(held) or ours(type(held))):
            yield held
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _named(constant, around, known)


def _attribute(owner: Any, name: str) -> Any:
    """An attribute of a module, class or value of ours; None of anything else."""
    if isinstance(owner, (ModuleType, type)):
        found = getattr(owner, name, None) if ours(owner) else None
        if found is None and ours(owner) and hasattr(owner, "__path__"):
            found = importlib.import_module(f"{owner.__name__}.{name}")
    else:
        own = getattr(owner, "__dict__", {})
        found = own.get(name, getattr(type(owner), name, None)) if ours(type(owner)) else None
    return getattr(found, "__func__", found)


def _within(cell: CellType) -> Any:
    try:
        return cell.cell_contents
    except ValueError:  # nothing is in it yet
        return None


def _hashable(thing: object) -> bool:
    try:
        hash(thing)
    except TypeError:
        return False
    return True


def comes_to(start: Callable[..., Any]) -> set[Any]:
    """Every function that it comes to, itself included."""
    waiting, found = [start], set()
    while waiting:
        one = inspect.unwrap(waiting.pop())
        if isinstance(one, type):
            classes = [kind for kind in one.__mro__ if ours(kind)]
            waiting += [it for kind in classes for it in vars(kind).values() if isinstance(it, FunctionType)]
            continue
        if not isinstance(one, FunctionType) or one in found:
            continue
        found.add(one)
        waiting += [thing for thing in named_by(one) if isinstance(thing, (FunctionType, type)) and thing not in found]
    return found


def tells(function: Callable[..., Any]) -> bool:
    return bool(TELLS & comes_to(function))


def is_atomic(function: FunctionType) -> bool:
    """Whether all of it is one transaction."""
    return any(isinstance(_within(cell), Atomic) for cell in function.__closure__ or ())


def modules(package: ModuleType, among: str = "") -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not among or among in found.name.split("."):
            yield importlib.import_module(found.name)


def services() -> dict[str, FunctionType]:
    """Return every public function of every app's services, and every function declared as one elsewhere."""
    found = {}
    for module in [*modules(tideturn.hub, "services"), *modules(sample, "services")]:
        for name, thing in vars(module).items():
            if isinstance(thing, FunctionType) and thing.__module__ == module.__name__ and name[0] != "_":
                found[f"{module.__name__}.{name}"] = thing
    for name in sorted(DECLARED.keys() - found.keys()):
        module, _, function = name.rpartition(".")
        found[name] = getattr(importlib.import_module(module), function)
    return found


def pages(patterns: list[Any]) -> Iterator[Callable[..., Any]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from pages(one.url_patterns)
        elif isinstance(one, URLPattern):
            yield getattr(one.callback, "view_class", one.callback)


def said(table: dict[str, str], name: str) -> bool:
    return any(name.startswith(one) for one in table)


SERVICES = services()
OF_ACCOUNTS = "tideturn.hub.accounts.services."
OF_NOTICES = "tideturn.hub.notices.services."


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_tells_the_audit_or_says_why_not(name: str) -> None:
    assert tells(SERVICES[name]) or said(SILENT_OF_ACCOUNTS, name.removeprefix(OF_ACCOUNTS))


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_checks_a_permission_or_says_why_not(name: str) -> None:
    declared = DECLARED.get(name)
    if declared is not None:
        assert (declared.needs is None) == bool(declared.open_because)
        return
    if name.startswith(OF_NOTICES):
        assert name.removeprefix(OF_NOTICES) in OPEN_OF_NOTICES
        return
    assert name.startswith(OF_ACCOUNTS), "a service of a room above accounts is declared by @service"
    own = name.removeprefix(OF_ACCOUNTS)
    assert CHECKS & comes_to(SERVICES[name]) or said(OPEN_OF_ACCOUNTS | SILENT_OF_ACCOUNTS, own)


@pytest.mark.parametrize("name", [name for name, function in SERVICES.items() if tells(function)])
def test_a_service_is_done_with_its_event_or_not_at_all(name: str) -> None:
    """What `@service` declares is; below access a service says `@transaction.atomic` itself."""
    assert name in DECLARED or is_atomic(SERVICES[name]) or name == f"{OF_ACCOUNTS}delivery.send_link"


@pytest.mark.django_db
def test_what_the_audit_cannot_be_told_is_not_done(monkeypatch) -> None:
    def fails(*given: object, **named: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(sample.services, "record", fails)
    by = standing(person((CASEWORKER, "london")))
    with pytest.raises(OSError, match="full"):
        sample.services.add_child(by=by, reference="R-1", name="Planted Namesworth", site="london")
    assert not sample.models.Child.objects.exists()


@pytest.mark.parametrize("name", DECLARED)
def test_a_service_tells_what_it_declares(name: str) -> None:
    function = inspect.unwrap(SERVICES[name])
    constant = next(key for key, value in vars(_actions_of(function)).items() if value is DECLARED[name].audits)
    assert constant in names(function.__code__)


def _actions_of(function: FunctionType) -> ModuleType:
    return function.__globals__.get("actions") or importlib.import_module(function.__module__)


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name, declared in DECLARED.items() if declared.needs])
def test_nobody_enters_a_service_without_its_permission(name: str) -> None:
    """Whatever it is given, and before it looks at that."""
    given = {one: None for one in inspect.signature(SERVICES[name]).parameters if one != "by"}
    with pytest.raises(RefusedError, match=DECLARED[name].needs.refusal):
        SERVICES[name](by=standing(person()), **given)


def test_every_page_tells_the_audit_or_says_why_not() -> None:
    silent = []
    for view in {*pages(get_resolver("sample.urls").url_patterns)}:
        name = f"{view.__module__}.{view.__qualname__}"
        if not (getattr(view, SHOWS_NOBODY, "") or said(SILENT_PAGES, name) or tells(view)):
            silent.append(name)
    assert silent == []


def test_every_command_of_the_hub_tells_the_audit_or_says_why_not() -> None:
    silent = []
    for module in modules(tideturn.commands):
        if "the_hub" not in vars(module) or module.__name__.endswith(".hub"):
            continue
        own = module.__name__.removeprefix("tideturn.commands.")
        for name in _runs(module):
            if not (said(SILENT_COMMANDS, f"{own}.{name}") or tells(vars(module)[name])):
                silent.append(f"{own}.{name}")
    assert silent == []


def _runs(module: ModuleType) -> set[str]:
    """What a module's commands run: `set_defaults(run=…)`."""
    calls = [node for node in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(node, ast.Call)]
    return {
        word.value.id
        for call in calls
        for word in call.keywords
        if word.arg == "run" and isinstance(word.value, ast.Name)
    }


def test_whoever_is_excused_is_there() -> None:
    """No excuse outlives what it excused."""
    own = {name.removeprefix(OF_ACCOUNTS) for name in SERVICES}
    for table in (OPEN_OF_ACCOUNTS, SILENT_OF_ACCOUNTS):
        assert [one for one in table if not any(name.startswith(one) for name in own)] == []
    assert {f"{OF_NOTICES}{one}" for one in OPEN_OF_NOTICES} <= set(SERVICES)
    shown = {f"{view.__module__}.{view.__qualname__}" for view in pages(get_resolver("sample.urls").url_patterns)}
    assert [one for one in SILENT_PAGES if not any(name.startswith(one) for name in shown)] == []


# What must be found.

THOUGHT = action("sample.think_aloud", Kind.WRITE, "thought")


def _quiet(*, by: Standing, day: date) -> None:
    str(day)


def _through_another(*, by: Standing) -> None:
    _tells_indeed(by)


def _tells_indeed(by: Standing) -> None:
    record(THOUGHT, by=by.user, via=by.via, on=None, subjects=[uuid4()])


def _of_a_like_name(request: Any, thing: Any) -> tuple[Any, ...]:
    return audit_reading.PAGE, thing.record, thing.disclosing


def _tells_by_a_module() -> None:
    audit_record.record(THOUGHT, by=None, via="page")


def _tells_by_what_it_imports() -> None:
    from tideturn.hub.audit import record as within

    def inner() -> None:
        within.record(THOUGHT, by=None, via="page")

    inner()


def test_one_that_is_silent_is_found(monkeypatch) -> None:
    monkeypatch.setattr(inspect.getmodule(_quiet), "OURS", ("tideturn.", "sample", __name__))
    assert not tells(_quiet)
    assert not tells(_of_a_like_name)
    assert tells(_through_another)
    assert tells(_tells_indeed)
    assert tells(_tells_by_a_module)
    assert tells(_tells_by_what_it_imports)


def test_a_service_neither_open_nor_guarded_cannot_be_declared() -> None:
    with pytest.raises(ValueError, match="needs a permission or says why none"):
        service(THOUGHT)
    assert Declared(THOUGHT, None, "why").open_because == "why"
