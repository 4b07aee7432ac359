"""That measuring the admin site forgets none of its pages: whatever links lead to is met, and every field is filled in."""
import pytest

from admin.crawl import Crawl, Page, areas, doors, shape
from admin.measure import Ground, typed


@pytest.fixture(scope="module")
def ground():
    ground = Ground(2_000)
    ground.service.start()
    yield ground
    ground.clear()


@pytest.fixture(scope="module")
def crawl(ground):
    return Crawl(ground.load, "main", typed(ground.seed), others=0)


def test_nothing_is_forgotten(crawl):
    assert crawl.faults == []
    assert len(areas()) > 10 and len(doors()) > 5
    assert {"/admin/account", "/admin/shortcuts", "/admin/sign-in", "/admin/again"} <= set(crawl.pages)


def test_each_thing_has_its_page(crawl):
    things = {key.split("/")[4] for key in crawl.pages if key.endswith("/…")}
    assert things >= {"approvals", "blocks", "cases", "keys", "messages", "publications", "reports", "suppressions", "webhooks"}
    assert any(key.endswith("/cases/…/contact") for key in crawl.pages)
    assert any("audit/export?" in key for key in crawl.pages)


def test_a_field_that_is_new_is_told(ground):
    known = {name: values[:1] for name, values in typed(ground.seed).items() if name != "claimant"}
    assert any("claimant of /admin/g/main/cases" in fault for fault in Crawl(ground.load, "main", known, others=0).faults)


def test_what_a_page_leads_to():
    page = Page("""<a href="x?a=1&amp;b=2">y</a><form method="post" action="no"><input name="n"></form>
        <form method="get" action="list"><select name="s"><option value="">any</option><option value="one">1</option>
        </select><input type="search" name="to"><input type="hidden" name="whose" value="mine"></form>""")
    assert page.links == ["x?a=1&b=2"]
    assert page.forms == [("list", {"s": ["one"], "to": None, "whose": ["mine"]})]
    one, other = "0190aaaa-0000-7000-8000-000000000000", "0190bbbb-0000-7000-8000-000000000000"
    assert shape(f"/admin/g/main/cases/{one}") == shape(f"/admin/g/main/cases/{other}")
    assert shape(f"list?before={one}&state=failed") == shape(f"list?before={other}&state=failed&done=saved")
    assert shape("list?state=failed") == shape("list?state=sent") != shape("list?kind=invitation")
