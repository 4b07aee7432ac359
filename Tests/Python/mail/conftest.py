import pytest

import composed


@pytest.fixture(scope="session")
def mails():
    return composed.load()
