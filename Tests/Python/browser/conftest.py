import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from chrome import Chrome  # noqa: E402  (the path is needed first)
from elsewhere import Elsewhere  # noqa: E402
from states import World  # noqa: E402


@pytest.fixture(scope="session")
def world():
    world = World()
    try:
        yield world.build()
    finally:
        world.stop()


@pytest.fixture(scope="session")
def browser():
    chrome = Chrome()
    yield chrome
    chrome.stop()


@pytest.fixture
def chrome(browser):
    """The browser, with nothing left of what was before."""
    browser.plain()
    browser.get("about:blank")
    browser.forget()
    return browser


@pytest.fixture(scope="session")
def elsewhere():
    site = Elsewhere()
    yield site
    site.stop()
