"""axe-core finds nothing serious or critical on any page, in either language, also at 200 % zoom."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Open
from tests.browser.test_board import PAGES
from tests.browser.visits import LAPTOP

pytestmark = pytest.mark.browser

ZOOMED = (LAPTOP[0] // 2, LAPTOP[1] // 2)  # what a laptop's window is in CSS pixels at 200 %


@pytest.mark.parametrize("size", [LAPTOP, ZOOMED], ids=["laptop", "zoomed"])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_serious_stands_in_the_way_of_anyone(
    open_page: Open, name: str, lang: str, size: tuple[int, int]
) -> None:
    page = open_page(f"/{'' if name == 'overview' else name}?lang={lang}", size).page
    found = Axe().run(page).response["violations"]
    bad = [each["id"] for each in found if each["impact"] in ("serious", "critical")]
    assert bad == []
