import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "browser"))

from chrome import Chrome  # noqa: E402  (the path is needed first)
from harness import Service  # noqa: E402


@pytest.fixture(scope="session")
def gallery():
    """A running service without limits whose mail goes nowhere, with a key that may do everything."""
    service = Service("smtp://127.0.0.1:1")
    service.key = service.add_key("main", "admin", "override")
    try:
        service.start().owners()
        service.invite().raise_for_status()
        yield service
    finally:
        service.clear()


@pytest.fixture(scope="session")
def chrome():
    chrome = Chrome()
    yield chrome
    chrome.stop()
