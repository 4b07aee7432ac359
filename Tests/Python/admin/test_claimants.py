"""Whose account a claim names, and whose mailbox stands in it."""
import pytest

from admin.desk import Desk
from harness import Catcher, Service


@pytest.fixture(scope="module")
def house():
    catcher = Catcher()
    service = Service(f"smtp://{catcher.smtp}").start()
    desk = Desk(service, catcher, "grace", "--gallery", "main")
    desk.enrol()
    yield service, desk
    service.clear()
    catcher.stop()


@pytest.mark.parametrize("address,isAnother", [("mal@evil.example", True), ("bob@example.org", False)])
def test_the_case_says_that_the_accounts_mailbox_is_another(house, address, isAnother):
    service, desk = house
    service.owners("Bobs.Own", ("bob",))
    service.owners("Hot.Pack", ("ann",))
    opened = service.api("POST", "/v1/recovery-cases", {
        "package": "Hot.Pack", "claimant": {"name": "Bob", "username": "bob", "email": address}, "why": "Mine.",
        "confirmed": True, "by": "alice"}, key=service.add_key("main", "admin"))
    assert opened.status_code == 201, opened.text
    page = desk.browser.get(f"/admin/g/main/cases/{opened.json()['id']}").text
    assert ("by another mailbox than the claimant’s" in page) == isAnother
    assert ("b***@e***.org" in page) == isAnother, "as the service shows addresses that nobody gave it here"
