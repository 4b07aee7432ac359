import itertools

import pytest

from admin.desk import Desk
from harness import Catcher, Service

NUMBERS = itertools.count(1)


@pytest.fixture(scope="module")
def mail():
    catcher = Catcher()
    yield catcher
    catcher.stop()


@pytest.fixture(scope="module")
def house(mail):
    """A running service with two galleries, without limits of clients, at debug."""
    service = Service(f"smtp://{mail.smtp}")
    service.run(
        "gallery", "add", "other", "--name", "Other Gallery", "--url", "https://other.example.com", "--from",
        "no-reply@other.example.com", "--set", "limits=none")
    service.start()
    yield service
    service.clear()


@pytest.fixture
def desks(house, mail):
    """Makes admins, each with a name of their own."""

    def make(*more, gallery="main"):
        return Desk(house, mail, f"admin{next(NUMBERS)}", "--gallery", gallery, *more)

    return make
