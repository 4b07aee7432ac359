import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import composed  # noqa: E402  (the path is needed first)


@pytest.fixture(scope="session")
def mails():
    return composed.load()
