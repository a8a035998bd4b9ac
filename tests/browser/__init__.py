"""The board in a real browser. A package, so that its conftest has a name of its own."""

import pytest

pytest.register_assert_rewrite("tests.browser.every_page")  # claims say what they found
