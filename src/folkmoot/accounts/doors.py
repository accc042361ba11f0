"""Which of allauth's pages there are, under which address; its own list would open more, signing up among them."""

from allauth.account import views
from allauth.mfa.base import views as second
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.socialaccount import views as identity
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.module_loading import import_string

from folkmoot.accounts import ceremonies
from folkmoot.accounts.views.second_factor import second_factor

_PROVIDER = "allauth.socialaccount.providers.openid_connect.views"


def _to_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    # Imported when somebody goes there: it brings an HTTP client, 4 MB that few organisations have a use for.
    answer: HttpResponse = import_string(f"{_PROVIDER}.login")(request, provider_id)
    return answer


def _back_from_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    answer: HttpResponse = import_string(f"{_PROVIDER}.callback")(request, provider_id)
    return answer


urlpatterns = [
    path("sign-in/", ceremonies.FirstDoor.as_view(), name="account_request_login_code"),
    path("sign-in/code/", views.confirm_login_code, name="account_confirm_login_code"),
    path("sign-in/password/", ceremonies.PasswordDoor.as_view(), name="account_login"),
    path("sign-in/passkey/", ceremonies.PasskeyDoor.as_view(), name="mfa_login_webauthn"),
    path("sign-in/second/", ceremonies.SecondStep.as_view(), name="mfa_authenticate"),
    path("sign-in/with/cancelled/", identity.login_cancelled, name="socialaccount_login_cancelled"),
    path("sign-in/with/<slug:provider_id>/", _to_provider, name="openid_connect_login"),
    path("sign-in/with/<slug:provider_id>/back/", _back_from_provider, name="openid_connect_callback"),
    path("sign-in/closed/", views.account_inactive, name="account_inactive"),
    path("sign-out/", views.logout, name="account_logout"),
    path("password/forgotten/", views.password_reset, name="account_reset_password"),
    path(
        "password/forgotten/code/",
        views.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path("password/forgotten/new/", views.complete_password_reset, name="account_complete_password_reset"),
    path("account/password/", views.password_change, name="account_change_password"),
    path("account/password/first/", views.password_set, name="account_set_password"),
    path("account/confirmation/", views.reauthenticate, name="account_reauthenticate"),
    path("account/confirmation/code/", second.reauthenticate, name="mfa_reauthenticate"),
    path(
        "account/confirmation/passkey/", ceremonies.SamePasskey.as_view(), name="mfa_reauthenticate_webauthn"
    ),
    path("account/second/", second_factor, name="mfa_index"),
    path("account/second/app/", ceremonies.NewApp.as_view(), name="mfa_activate_totp"),
    path("account/second/app/end/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/second/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/second/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/second/codes/file/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("account/passkeys/", second_factor, name="mfa_list_webauthn"),
    path("account/passkeys/new/", ceremonies.NewPasskey.as_view(), name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/name/", ceremonies.edit_webauthn, name="mfa_edit_webauthn"),
    path("account/passkeys/<int:pk>/end/", ceremonies.remove_webauthn, name="mfa_remove_webauthn"),
]
