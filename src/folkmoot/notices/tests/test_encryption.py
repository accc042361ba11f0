from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key, generate_private_key
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.notices.rules.encryption import bytes_of, is_point, point_of, sealed_for, written
from folkmoot.notices.tests.pushes import Browser

# RFC 8291 §5 and its appendix A.
TEXT = b"When I grow up, I want to be a watermelon"
ITS_PUBLIC = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
ITS_PRIVATE = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
ITS_SECRET = "BTBZMqHH6r4Tts7J_aSIgg"
OUR_PRIVATE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz"
    "AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def key_of(number):
    return derive_private_key(int.from_bytes(bytes_of(number)), SECP256R1())


def test_the_example_of_the_standard_is_sealed_as_it_says() -> None:
    sealed = sealed_for(
        TEXT,
        public_key=bytes_of(ITS_PUBLIC),
        secret=bytes_of(ITS_SECRET),
        once=key_of(OUR_PRIVATE),
        salt=bytes_of(SALT),
    )
    assert written(sealed) == SEALED


def test_the_browser_of_our_tests_reads_the_example_of_the_standard() -> None:
    assert Browser(key_of(ITS_PRIVATE), bytes_of(ITS_SECRET)).read(bytes_of(SEALED)) == TEXT


@given(st.text(min_size=1, max_size=60).map(str.encode).filter(lambda text: not text.endswith(b"\0")))
def test_whatever_is_said_is_read_by_its_browser_and_as_long_as_all_else(text) -> None:
    browser = Browser()
    public = point_of(browser.key.public_key())
    once = generate_private_key(SECP256R1())
    sealed = sealed_for(text, public_key=public, secret=browser.secret, once=once, salt=b"s" * 16, size=300)
    assert (browser.read(sealed), len(sealed)) == (text, 16 + 4 + 1 + 65 + 300 + 16)


def test_a_key_that_is_only_as_long_as_one_is_none() -> None:
    # 65 bytes that begin rightly, and lie beside the curve.
    beside = b"\x04" + b"\x01" * 64
    assert [is_point(each) for each in (bytes_of(ITS_PUBLIC), beside, b"", b"\x04")] == [
        True,
        False,
        False,
        False,
    ]


def test_what_is_no_base64_is_nothing() -> None:
    assert [bytes_of(each) for each in ("YQ", "YQ==", "Y", "é", "")] == [b"a", b"a", b"", b"", b""]
