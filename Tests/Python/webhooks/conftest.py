import contextlib

import pytest

from harness import Service


class Hooked(Service):
    """A service whose gallery may have webhooks on loopback, and a key that sees to them."""

    def __init__(self, *endpoints, **environment):
        ports = [str(endpoint.port) for endpoint in endpoints] + ["443"]
        defaults = {
            "COUNTERSIGN_WEBHOOKS_ALLOW": "127.0.0.0/8", "COUNTERSIGN_WEBHOOKS_PORTS": ",".join(ports),
            "COUNTERSIGN_WEBHOOKS_RETRY": "1s,1s,1s", "COUNTERSIGN_WEBHOOKS_TIMEOUT": "5s",
        }
        super().__init__(**(defaults | environment))
        self.admin = self.add_key("main", "admin")

    def call(self, method, path, body=None, **more):
        return self.api(method, path, body, key=self.admin, **more)

    def hook(self, url, types=("owner.added",), **more):
        answer = self.call("POST", "/v1/webhooks", {"url": url, "types": list(types)} | more)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def happen(self, count, package="Contoso.Utils"):
        """As many events of the type owner.added."""
        self.owners(package, [f"{package.lower()}-{number}" for number in range(count)])

    def deliveries(self, hook, **query):
        answer = self.call("GET", f"/v1/webhooks/{hook['id']}/deliveries", params={"limit": 200} | query)
        assert answer.status_code == 200, answer.text
        return answer.json()["items"]


@pytest.fixture
def hooked():
    """Makes services, and clears them away."""
    with contextlib.ExitStack() as stack:

        def make(*endpoints, **environment):
            service = Hooked(*endpoints, **environment)
            stack.callback(service.clear)
            return service.start()

        yield make
