"""One's own sign-in pages; `doors` has those for people who are not signed in yet."""

from django.urls import path

from folkmoot.accounts.views import (
    address,
    identity,
    member_address,
    overview,
    recoveries,
    sessions,
    slip_door,
    slips,
    tokens,
)

app_name = "accounts"
urlpatterns = [
    path("account/", overview.overview, name="overview"),
    path("account/address/", address.address, name="address"),
    path("account/address/code/", address.address_code, name="address_code"),
    path("account/address/<uuid:change_id>/refusal/", address.change_refusal, name="change_refusal"),
    path("account/sessions/", sessions.sessions, name="sessions"),
    path("account/sessions/others/end/", sessions.other_sessions_end, name="other_sessions_end"),
    path("account/sessions/<int:session>/end/", sessions.session_end, name="session_end"),
    path("account/tokens/", tokens.tokens, name="tokens"),
    path("account/tokens/new/", tokens.new_token, name="new_token"),
    path("account/tokens/<uuid:token_id>/end/", tokens.token_end, name="token_end"),
    path(
        "account/recovery/<uuid:recovery_id>/refusal/", recoveries.recovery_refusal, name="recovery_refusal"
    ),
    path("account/slip/<uuid:slip_id>/refusal/", slips.slip_refusal, name="slip_refusal"),
    path("account/identity/end/", identity.identity_end, name="identity_end"),
    path("sign-in/slip/", slip_door.slip_door, name="slip_door"),
    path("people/<uuid:person_id>/slip/", slips.slip, name="slip"),
    path("people/<uuid:person_id>/slip/confirmation/", slips.slip_confirmation, name="slip_confirmation"),
    path("people/<uuid:person_id>/slip/<uuid:slip_id>/end/", slips.slip_end, name="slip_end"),
    path("people/<uuid:person_id>/recovery/", recoveries.recovery, name="recovery"),
    path(
        "people/<uuid:person_id>/recovery/confirmation/",
        recoveries.recovery_confirmation,
        name="recovery_confirmation",
    ),
    path("people/<uuid:person_id>/address/", member_address.member_address, name="member_address"),
]
