import pytest
from django.urls import NoReverseMatch, reverse, set_script_prefix

from folkmoot.ui.addresses import address_of


def test_an_address_is_what_django_makes_of_its_name() -> None:
    for name in ("desk:today", "decisions:decisions", "accounts:overview"):
        assert [address_of(name), address_of(name)] == [reverse(name)] * 2
    with pytest.raises(NoReverseMatch):
        address_of("desk:nothing")


def test_an_address_below_another_prefix_is_another() -> None:
    assert address_of("desk:desk") == "/desk/"
    set_script_prefix("/below/")
    try:
        assert address_of("desk:desk") == "/below/desk/"
    finally:
        set_script_prefix("/")
