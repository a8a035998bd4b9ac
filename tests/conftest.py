"""The page's campaign file, built once, and a copy of it for each test; where the published cases are."""

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import settings
from streamlit.components.v2 import manifest_scanner

from campaign.accounts import passwords
from campaign.intake import building
from campaign.settings import FACTS, REFERENCE
from campaign.store import Store
from tests.published import folder

settings.register_profile("any machine", deadline=None)  # no test fails on a time
settings.load_profile("any machine")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser's files first: they take longest, and the others fill the other cores meanwhile."""
    items.sort(key=lambda item: "browser" not in item.path.parts)


@pytest.fixture(scope="session", autouse=True)
def no_time_lost() -> Iterator[None]:
    """What only takes time here: AppTest looks through all installed packages at each run, a tenth of a
    second, and a hash that is hard to guess takes as long. Servers that tests start do as they always do.
    """
    with pytest.MonkeyPatch.context() as patch:
        scan = manifest_scanner.scan_component_manifests
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(scan))
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        yield


@pytest.fixture(scope="session")
def published() -> Path:
    """The folder of published cases the methods must agree with; it is not part of the repository."""
    return folder()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign file of the 2021 page. Never opened for writing: copy it."""
    path = tmp_path_factory.mktemp("built") / "sanchuang-2021.duckdb"
    building.build(path, REFERENCE, FACTS)
    return path


@pytest.fixture(scope="session")
def page_store(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The page's campaign, open for all who only ask it. Never write to it: take `store`."""
    opened = Store(Path(shutil.copy(built, tmp_path_factory.mktemp("page") / "page.duckdb")))
    yield opened
    opened.close()


@pytest.fixture
def campaign_file(built: Path, tmp_path: Path) -> Path:
    """A copy of the page's campaign file, open nowhere."""
    return Path(shutil.copy(built, tmp_path / "page.duckdb"))


@pytest.fixture
def store(campaign_file: Path) -> Iterator[Store]:
    opened = Store(campaign_file)
    yield opened
    opened.close()
