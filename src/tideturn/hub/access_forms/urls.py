"""The addresses of access."""

from __future__ import annotations

from django.urls import path

from tideturn.hub.access import views
from tideturn.hub.access_forms import views as forms

app_name = "access"
urlpatterns = [
    path("", views.own, name="own"),
    path("break-glass/", forms.break_glass, name="break_glass"),
    path("break-glass/<uuid:pk>/", views.glass_open, name="glass_open"),
    path("break-glass/<uuid:pk>/why/", views.glass_told, name="glass_told"),
    path("staff-session/", forms.staff_session, name="staff_session"),
    path("staff-session/end/", views.end_staff_session, name="end_staff_session"),
    path("staff-sessions/", views.staff_sessions, name="staff_sessions"),
    path("grants/", views.grants, name="grants"),
    path("grants/new/", forms.grant, name="grant"),
    path("grants/cover/", forms.cover, name="cover"),
    path("grants/<uuid:pk>/withdraw/", views.withdraw_grant, name="withdraw_grant"),
    path("authorities/", views.authorities, name="authorities"),
    path("authorities/new/", forms.give_authority, name="give_authority"),
    path("authorities/<uuid:pk>/withdraw/", views.withdraw_authority, name="withdraw_authority"),
    path("restricted/<slug:kind>/<uuid:pk>/", forms.restriction, name="restriction"),
    path("restricted/<slug:kind>/<uuid:pk>/name/", forms.name_person, name="name_person"),
    path("restricted/<slug:kind>/<uuid:pk>/lift/", views.lift_restriction, name="lift_restriction"),
    path("restricted/<slug:kind>/<uuid:pk>/<uuid:user>/withdraw/", views.withdraw_name, name="withdraw_name"),
    path("oversight/", views.oversight, name="oversight"),
    path("oversight/<uuid:pk>/confirm/", views.confirm_authority, name="confirm_authority"),
    path("audit/", views.audit, name="audit"),
    path("audit/audit.csv", views.audit_saved, name="audit_saved"),
]
