"""Show a person their own jobs, with the addresses and the navigation."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from tideturn.hub.access.service import shows_nobody
from tideturn.hub.access.standing import standing_in
from tideturn.hub.common.errors import HubError
from tideturn.hub.crypto import files
from tideturn.hub.jobs import queries
from tideturn.hub.jobs.services import cancel_job
from tideturn.hub.ui.navigation import Section, goes_to


@shows_nobody("One's own jobs: what kind each is and how far.")
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """Show the jobs that the user started."""
    return render(request, "jobs/jobs.html", {"jobs": queries.jobs_of(standing_in(request))})


@require_safe
def job(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a job's progress and its result."""
    return render(request, "jobs/job.html", {"job": queries.job_shown(standing_in(request), pk)})


@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Cancel it."""
    try:
        cancelled = cancel_job(by=standing_in(request), pk=pk)
    except HubError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, "It is cancelled." if cancelled.has_ended else "It is cancelled at its next step.")
    return redirect("jobs:job", pk)


@require_safe
def result(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Download the file that the job made."""
    return files.attachment(queries.result_taken(standing_in(request), pk))


app_name = "jobs"
urlpatterns = [
    path("", jobs, name="jobs"),
    path("<uuid:pk>/", job, name="job"),
    path("<uuid:pk>/cancel/", cancel, name="cancel"),
    path("<uuid:pk>/result/", result, name="result"),
]


def navigate() -> None:
    """Put the page of jobs in the navigation."""
    goes_to("Work under way", "jobs:jobs", Section.ACCOUNT, beneath=("jobs:job",))
