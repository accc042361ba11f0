from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.accounts.rules.addresses import masked, normal
from folkmoot.accounts.rules.devices import device_of
from folkmoot.accounts.rules.two_officers import Standing, stands_by
from folkmoot.accounts.rules.waiting import WAIT, is_due

ENTERED = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)
WEBKIT = "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5"
MOMENTS = st.integers(0, 365 * 24 * 3600).map(lambda seconds: ENTERED + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Cy@Example.ORG ", "cy@example.org"),
        # A Kelvin sign looks like a K, and would be another address to some programs and the same to others.
        ("mi\u212ae@example.org", "mike@example.org"),
        ("\uff43\uff59@example.org", "cy@example.org"),
    ],
)
def test_an_address_is_compared_without_case_width_or_lookalikes(typed: str, kept: str) -> None:
    assert normal(typed) == kept


@given(st.text())
def test_an_address_that_is_kept_stays_as_it_is(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@pytest.mark.parametrize(
    ("address", "shown"), [("cy@example.org", "c…@example.org"), ("c@example.org", "c…@example.org")]
)
def test_a_masked_address_cannot_be_written_to(address: str, shown: str) -> None:
    assert masked(address) == shown


@pytest.mark.parametrize(
    ("told_after", "asked_after", "expected"),
    [
        (timedelta(0), timedelta(hours=71, minutes=59, seconds=59), False),
        (timedelta(0), timedelta(hours=72), True),
        (timedelta(hours=10), timedelta(hours=72), False),
        (timedelta(hours=10), timedelta(hours=82), True),
        (None, timedelta(days=400), False),
    ],
)
def test_the_wait_is_counted_from_the_telling(
    told_after: timedelta | None, asked_after: timedelta, expected: bool
) -> None:
    told_at = None if told_after is None else ENTERED + told_after
    assert is_due(told_at, at=ENTERED + asked_after) is expected


@given(st.none() | MOMENTS, MOMENTS)
def test_no_address_is_used_before_72_hours(told_at: datetime | None, at: datetime) -> None:
    assert is_due(told_at, at=at) is (told_at is not None and at - told_at >= WAIT)


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        ("Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0", "Firefox, Android"),
        (f"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) {WEBKIT} Safari/604.1", "Safari, iPhone"),
        (f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/126.0 Safari/537.36 Edg/126.0", "Edge, Windows"),
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0.0.0 Safari/537.36",
            "Chrome, Linux",
        ),
        ("curl/8.8.0", ""),
        ("", ""),
    ],
)
def test_a_device_is_named_by_family_and_never_by_version(user_agent: str, device: str) -> None:
    assert device_of(user_agent) == device


OFFICER, OTHER, THIRD, OPERATOR = UUID(int=1), UUID(int=2), UUID(int=3), None


@pytest.mark.parametrize(
    ("entered_by", "offices_by", "expected"),
    [
        (OTHER, [THIRD], True),
        (THIRD, [OTHER, OTHER], True),
        (THIRD, [OTHER, THIRD], False),
        (THIRD, [THIRD], False),
        (OPERATOR, [THIRD], False),
        (OTHER, [OTHER, OPERATOR], False),
    ],
)
def test_an_officer_stands_by_the_hand_that_entered_them_or_gave_them_all_their_offices(
    entered_by: UUID | None, offices_by: list[UUID | None], expected: bool
) -> None:
    assert stands_by(Standing(OFFICER, entered_by, offices_by), OTHER) is expected
