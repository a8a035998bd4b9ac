"""Every page in Chinese: how it looks at each size, what is written on it, whom it keeps out."""

import pytest

from tests.browser.every_page import EveryPage

pytestmark = pytest.mark.browser


class TestChinesePages(EveryPage):
    lang = "zh"
