"""The README's pictures can still be taken: each way to a screen is gone, here in the small organisation."""

import pytest

from tests.journeys.pictures import SCREENS, picture

HEADINGS = {
    "today": "Today",
    "desk": "Desk",
    "overview": "Federation of Co-operatives",
    "publish": "Write a decision",
}


@pytest.mark.parametrize("name", SCREENS)
def test_a_picture_is_taken(browser, served, tmp_path, name):
    page = picture(browser, served.url, served.path_of(SCREENS[name][0]), name)
    heading = page.get_by_role("heading", level=1).inner_text()
    path = tmp_path / f"{name}.png"
    page.screenshot(path=path)
    page.context.close()
    assert heading == HEADINGS.get(name, heading)
    assert path.stat().st_size > 5_000
