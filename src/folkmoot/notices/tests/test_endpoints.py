import pytest

from folkmoot.notices.rules.endpoints import Endpoint, endpoint_in, is_public

INSIDE = {"push.local:8443", "127.0.0.1:9000"}


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://push.example.org/a?b=c", Endpoint("https", "push.example.org", 443, "/a?b=c")),
        ("https://push.example.org:443", Endpoint("https", "push.example.org", 443, "/")),
        ("https://[2001:db8::1]/a", Endpoint("https", "2001:db8::1", 443, "/a")),
        ("https://push.local:8443/a", Endpoint("https", "push.local", 8443, "/a")),
        ("http://127.0.0.1:9000/a", Endpoint("http", "127.0.0.1", 9000, "/a")),
    ],
)
def test_an_address_of_a_push_service_is_taken(address, found) -> None:
    assert endpoint_in(address, inside=INSIDE) == found


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nonsense",
        "http://push.example.org/a",
        "https://push.example.org:22/a",
        "https://push.example.org:99999/a",
        "https://push.local:8444/a",
        "http://127.0.0.1:9001/a",
        "https://somebody@push.example.org/a",
        "https://push.example.org/a#b",
        "https://push.example.org/a b",
        "https://push.example.org/a\r\nHost: other",
        "https://push.exämple.org/a",
        "https:///a",
        "https://[::1/a",
        "file:///etc/passwd",
        "ftp://push.example.org/a",
        "https://push.example.org/" + "a" * 1000,
    ],
)
def test_any_other_is_not(address) -> None:
    assert endpoint_in(address, inside=INSIDE) is None


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::5db8:d822"]
)
def test_the_internet_at_large_is_public(address) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",  # noqa: S104  -- nobody listens here
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.2.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fd00::1",
        "ff02::1",
        # Those of the old kind, written as new ones.
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "2001:0:4136:e378:8000:63bf:f5ff:fffe",
        "::127.0.0.1",
        "::ffff:0:127.0.0.1",
        "64:ff9b:1::7f00:1",
        "64:ff9b:1::5db8:d822",
        # Of protocols, of sites, and not given out at all.
        "192.0.0.192",
        "192.88.99.1",
        "3fff::1",
        "fec0::1",
        "5f00::1",
        "4000::1",
        "localhost",
        "",
    ],
)
def test_this_machine_and_its_neighbours_are_not(address) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://push.example.org/a", "https://push.example.org"),
        ("https://push.local:8443/a", "https://push.local:8443"),
        ("https://[2001:db8::1]/a", "https://[2001:db8::1]"),
    ],
)
def test_a_service_is_called_by_its_origin(address, origin) -> None:
    found = endpoint_in(address, inside=INSIDE)
    assert found
    assert found.origin == origin
