import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from harness import Catcher, Service  # noqa: E402  (the path is needed first)


@pytest.fixture
def catcher():
    catcher = Catcher()
    yield catcher
    catcher.stop()


@pytest.fixture
def service(catcher):
    """A running service whose mail goes to the catcher, without limits, with a package that ann and carol own."""
    service = Service(f"smtp://{catcher.smtp}").start()
    service.owners()
    yield service
    service.clear()
