"""URLs of accounts. The library's own names stay, since it looks for them; its pages not listed do not exist."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.webauthn import views as passkeys
from django.urls import URLPattern, URLResolver, path

from tideturn.hub.accounts import factor_views, views
from tideturn.hub.accounts.ways_in import office_is_on

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", views.own, name="accounts_own"),
    path("account/sessions/<slug:kept_under>/end/", views.end_session, name="accounts_end_session"),
    path("account/log-in/", account.login, name="account_login"),
    path("account/log-out/", account.logout, name="account_logout"),
    path("account/ended/", account.account_inactive, name="account_inactive"),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/password/first/", views.first_password, name="account_set_password"),
    path("account/log-in/second-step/", factor_views.SecondStep.as_view(), name="mfa_authenticate"),
    path("account/log-in/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("account/confirm/code/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("account/confirm/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/factors/", factors.index, name="mfa_index"),
    path("account/factors/app/", factor_views.AddApp.as_view(), name="mfa_activate_totp"),
    path("account/factors/app/remove/", factor_views.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("account/factors/passkeys/", factors.index, name="mfa_list_webauthn"),
    path("account/factors/passkeys/add/", factor_views.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("account/factors/passkeys/<int:pk>/", factor_views.RenamePasskey.as_view(), name="mfa_edit_webauthn"),
    path("account/factors/passkeys/<int:pk>/remove/", factor_views.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("account/factors/codes/", factor_views.ShowCodes.as_view(), name="mfa_view_recovery_codes"),
    path("account/factors/codes/new/", factor_views.NewCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("invitation/<str:token>/", views.accept, name="accounts_invitation"),
    path("recovery/<str:token>/", views.recover, name="accounts_recovery"),
    path("people/", views.people, name="accounts_people"),
    path("people/invitations/<uuid:invitation>/withdraw/", views.withdraw_invitation, name="accounts_withdraw"),
    path("people/<uuid:user>/", views.person, name="accounts_person"),
    path("people/<uuid:user>/sessions/end/", views.end_sessions, name="accounts_end_sessions"),
    path("people/<uuid:user>/recover/", views.begin_recovery, name="accounts_begin_recovery"),
    path("people/recoveries/", views.recoveries_waiting, name="accounts_recoveries"),
    path("people/recoveries/<uuid:recovery>/approve/", views.approve_recovery, name="accounts_approve_recovery"),
    path("people/recoveries/<uuid:recovery>/withdraw/", views.withdraw_recovery, name="accounts_withdraw_recovery"),
]

if office_is_on():
    from tideturn.hub.accounts import provider  # the library's models exist only if it is installed

    urlpatterns += [
        path("account/oidc/<slug:provider_id>/login/", provider.log_in, name="openid_connect_login"),
        path("account/oidc/<slug:provider_id>/login/callback/", provider.callback, name="openid_connect_callback"),
    ]
