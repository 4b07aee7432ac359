import pytest
from harness import Catcher


@pytest.fixture(scope="module")
def shared():
    """One catcher for a file of tests, each of which begins with a good server and an empty mailbox."""
    catcher = Catcher("--smtps-port", "0", "--user", "ann", "--password", "secret")
    yield catcher
    catcher.stop()


@pytest.fixture
def relay(shared):
    shared.faults({})
    shared.http.delete("/api/messages").raise_for_status()
    return shared


@pytest.fixture(scope="module")
def open_shared():
    catcher = Catcher()
    yield catcher
    catcher.stop()


@pytest.fixture
def open_relay(open_shared):
    """As `relay`, but nobody needs to log in."""
    open_shared.faults({})
    open_shared.http.delete("/api/messages").raise_for_status()
    return open_shared
