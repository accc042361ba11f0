import pytest

from folkmoot.documents.rules.file_types import JPEG, PNG, WEBP
from folkmoot.documents.rules.pictures import is_picture, without_notes
from folkmoot.documents.tests.samples import PLACE, chunk, exif, jpeg, png, segment, webp
from folkmoot.kernel.errors import Refused

PROFILE = segment(0xE2, b"ICC_PROFILE\0\x01\x01colours")
COLOURS = segment(0xEE, b"Adobe\0\x64\0\0\0\0\0")


def cleared(media_type: str, content: bytes) -> bytes:
    return b"".join(without_notes(media_type, content))


def test_a_photograph_loses_its_notes_and_what_hangs_behind_it_and_keeps_its_colours() -> None:
    notes = [
        exif(1),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + PLACE),
        segment(0xE2, b"MPF\0" + PLACE),
        segment(0xED, b"Photoshop 3.0\0" + PLACE),
        segment(0xFE, PLACE),
    ]
    taken = jpeg(*notes, PROFILE, COLOURS, behind=b"PK\x03\x04" + PLACE)
    assert cleared(JPEG, taken) == jpeg(PROFILE, COLOURS)
    assert PLACE in taken


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_photograph_taken_sideways_still_says_so_and_nothing_else(order: str) -> None:
    shown = cleared(JPEG, jpeg(exif(6, order=order)))
    kept = segment(0xE1, b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0" + b"\0\0\0\0")
    assert shown == b"".join([jpeg()[:20], kept, jpeg()[20:]])
    assert cleared(JPEG, shown) == shown


@pytest.mark.parametrize("orientation", [0, 1, 9, 65535])
def test_an_orientation_that_says_nothing_is_left_out(orientation: int) -> None:
    assert cleared(JPEG, jpeg(exif(orientation))) == jpeg()


def test_notes_that_are_cut_off_are_left_out() -> None:
    assert (
        cleared(JPEG, jpeg(segment(0xE1, b"Exif\0\0II"), segment(0xE1, b"Exif\0\0MM\0\x2a\xff\xff\xff\xff")))
        == jpeg()
    )


def test_a_drawing_loses_its_notes_and_what_hangs_behind_it() -> None:
    notes = [chunk(b"tEXt", b"Author\0" + PLACE), chunk(b"eXIf", PLACE), chunk(b"tIME", bytes(7))]
    kept = [chunk(b"gAMA", bytes(4)), chunk(b"pHYs", bytes(9))]
    assert cleared(PNG, png(*notes, *kept, behind=PLACE)) == png(*kept)


def test_a_webp_picture_loses_its_notes_and_no_longer_says_that_it_has_them() -> None:
    notes = ((b"EXIF", PLACE), (b"XMP ", PLACE))
    taken = webp((b"VP8X", b"\x1c" + bytes(9)), (b"VP8L", b"123"), *notes, behind=PLACE)
    assert cleared(WEBP, taken) == webp((b"VP8X", b"\x10" + bytes(9)), (b"VP8L", b"123"))


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        (JPEG, jpeg()[:40]),
        (JPEG, jpeg()[:-2]),
        (JPEG, b"\xff\xd8\xff"),
        (JPEG, b"\xff\xd8\xff\xe0\0\x01" + bytes(20)),
        (JPEG, b"\xff\xd8xx" + bytes(20)),
        (PNG, png()[:-4]),
        (PNG, png()[:20]),
        (WEBP, webp((b"VP8L", b"1234"))[:-2]),
        (WEBP, b"RIFF\xff\xff\0\0WEBP"),
    ],
)
def test_a_damaged_picture_is_refused(media_type: str, content: bytes) -> None:
    with pytest.raises(Refused, match=r"^This picture is damaged\. Open it, save it anew and attach that\.$"):
        cleared(media_type, content)


def test_pictures_are_these_three() -> None:
    assert [is_picture(each) for each in (JPEG, PNG, WEBP, "application/pdf")] == [True, True, True, False]


def test_small_pictures_in_the_header_of_a_photograph_go() -> None:
    # The first bytes are the marker and the length of the header, which ends with the size of a small picture.
    header = segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\1\1" + PLACE)
    shown = segment(0xE0, b"JFXX\0\x10" + PLACE)
    assert cleared(JPEG, jpeg(header, shown)) == jpeg(segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0"))


def test_a_frame_of_a_moving_picture_loses_its_notes() -> None:
    def frame(*chunks: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
        return b"ANMF", bytes(range(16)) + webp(*chunks)[12:]

    picture = (b"VP8L", b"123")
    taken = webp((b"VP8X", b"\x02" + bytes(9)), frame((b"EXIF", PLACE), picture, (b"XMP ", PLACE)))
    assert cleared(WEBP, taken) == webp((b"VP8X", b"\x02" + bytes(9)), frame(picture))
    with pytest.raises(Refused, match="damaged"):
        cleared(WEBP, webp((b"ANMF", bytes(16) + b"VP8L\xff\xff\0\0")))


@pytest.mark.parametrize("parts", [9_000, 10_001])
@pytest.mark.parametrize(
    ("media_type", "made"),
    [
        (JPEG, lambda parts: jpeg(segment(0xFE, b"") * parts)),
        (PNG, lambda parts: png(chunk(b"IDAT", b"") * parts)),
        (WEBP, lambda parts: webp(*[(b"ICCP", b"")] * parts)),
        (WEBP, lambda parts: webp((b"ANMF", bytes(16) + webp(*[(b"ALPH", b"")] * parts)[12:]))),
    ],
)
def test_a_picture_of_more_parts_than_any_program_writes_is_refused(
    media_type: str, made, parts: int
) -> None:
    if parts == 9_000:
        assert cleared(media_type, made(parts))
        return
    with pytest.raises(Refused, match="damaged"):
        cleared(media_type, made(parts))
