"""Which of allauth's pages there are, under which address; its own list would open more, signing up among them."""

from allauth.account import views
from django.urls import path

urlpatterns = [
    path("sign-in/", views.request_login_code, name="account_request_login_code"),
    path("sign-in/code/", views.confirm_login_code, name="account_confirm_login_code"),
    path("sign-in/password/", views.login, name="account_login"),
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
]
