"""No webhook reaches what is not public: not by its address, not by its spelling, not by a name that moves."""
import os
import socket
import threading
import time

import pytest

from harness import free_port, wait_for

from .endpoint import Endpoint

NAME = "hooks.gallery.example"
# PORT is the listener's: on every address of this machine, so that whatever comes is seen.
SPELLINGS = [
    "https://127.0.0.1:PORT/", "http://127.0.0.1:PORT/", "https://127.1:PORT/", "https://127.0.1:PORT/",
    "https://2130706433:PORT/", "https://017700000001:PORT/", "https://0x7f000001:PORT/", "https://0x7f.1:PORT/",
    "https://0177.0.0.1:PORT/", "https://127.0.0.01:PORT/", "https://127.000.000.001:PORT/", "https://127.0.0.1.:PORT/",
    "https://localhost:PORT/", "https://LOCALHOST:PORT/", "https://a.localhost:PORT/", "https://localhost.:PORT/",
    "https://0:PORT/", "https://0.0.0.0:PORT/", "https://[::1]:PORT/", "https://[::]:PORT/",
    "https://[0:0:0:0:0:0:0:1]:PORT/", "https://[::ffff:127.0.0.1]:PORT/", "https://[::ffff:7f00:1]:PORT/",
    "https://[::127.0.0.1]:PORT/", "https://[64:ff9b::127.0.0.1]:PORT/", "https://[2002:7f00:1::1]:PORT/",
    "https://[::1%25lo]:PORT/", "https://user@127.0.0.1:PORT/", "https://hooks.example.org@127.0.0.1:PORT/",
    "https://hooks.example.org:443@127.0.0.1:PORT/", "https://127.0.0.1:PORT#@hooks.example.org/",
    "https://hooks.example.org\\@127.0.0.1:PORT/", "https://127%2e0.0.1:PORT/", "https://①②⑦.0.0.1:PORT/",
    "https://127。0。0。1:PORT/", "https:127.0.0.1:PORT/", "//127.0.0.1:PORT/", "ftp://127.0.0.1:PORT/",
    "gopher://127.0.0.1:PORT/_x", "file:///etc/passwd", "http+unix://%2ftmp%2fsocket/", "javascript:alert(1)",
    "https://10.0.0.1:PORT/", "https://169.254.169.254:PORT/latest/meta-data/", "https://127.0.0.1:22/",
    "https://127.0.0.1:0/", "https://127.0.0.1:99999/", "https://127.0.0.1:PORT /", "https:///127.0.0.1:PORT/", "",
]
# What a name server could answer; the first that is public stands for all that are, and is reached in no test.
ADDRESSES = [
    "127.0.0.1", "127.8.9.10", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "224.0.0.1", "240.0.0.1", "192.0.2.1", "198.18.0.1", "::1", "::", "fc00::1", "fe80::1", "ff02::1",
    "64:ff9b::7f00:1", "2002:7f00:1::1", "2001:db8::1",
]


class Wall:
    """Listens on every address of this machine, and counts who comes."""

    def __init__(self):
        self.socket = socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True, backlog=64)
        self.port, self.connections = self.socket.getsockname()[1], 0
        threading.Thread(target=self.count, daemon=True).start()

    def count(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.connections += 1
            connection.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()


class Names:
    """The file of hosts that the service's system resolver reads (nss_wrapper), which can be changed under it."""

    def __init__(self, folder):
        self.path = folder / "hosts"
        self.time = time.time() - 3600

    def say(self, *addresses, name=NAME):
        new = self.path.with_suffix(".new")
        new.write_text("".join(f"{address} {name}\n" for address in addresses))
        # The wrapper reads the file again where its time is a later second.
        self.time += 10
        os.utime(new, (self.time, self.time))
        new.rename(self.path)

    @property
    def environment(self):
        return {"LD_PRELOAD": "libnss_wrapper.so", "NSS_WRAPPER_HOSTS": str(self.path)}


def test_no_spelling_of_an_address_is_taken(hooked):
    with Wall() as wall:
        service = hooked(wall, COUNTERSIGN_WEBHOOKS_ALLOW="")
        for spelling in SPELLINGS:
            url = spelling.replace("PORT", str(wall.port))
            answer = service.call("POST", "/v1/webhooks", {"url": url})
            assert answer.status_code == 422, (url, answer.text)
            assert [error["pointer"] for error in answer.json()["errors"]] == ["/url"]
        assert service.call("GET", "/v1/webhooks").json()["items"] == []
        assert wall.connections == 0


def test_no_name_leads_inside(hooked, tmp_path):
    names = Names(tmp_path)
    names.say("127.0.0.1")
    with Wall() as wall:
        service = hooked(
            wall, COUNTERSIGN_WEBHOOKS_ALLOW="", COUNTERSIGN_WEBHOOKS_RETRY="10ms", **names.environment)
        hook = service.hook(f"https://{NAME}:{wall.port}/hook")
        for number, address in enumerate(ADDRESSES):
            names.say(address)
            service.happen(1, f"package-{number}")
            failed = wait_for(
                lambda: len(found := service.deliveries(hook, state="failed")) > number and found, what=address)
            assert all(entry["outcome"] == "blocked" for entry in failed[-1]["log"]), (address, failed[-1])
            assert "leads to no address that is public" in failed[-1]["detail"]
        # The same is said of a name that there is not, so that nobody learns which there are.
        unknown = service.hook("https://nowhere.invalid/hook")
        service.happen(1, "package-of-nobody")
        lost = wait_for(lambda: service.deliveries(unknown, state="failed"), what="a name of nobody")[-1]
        assert (lost["detail"], lost["log"][-1]["outcome"]) == (failed[-1]["detail"], "blocked")
        assert wall.connections == 0


def test_one_address_inside_condemns_the_others(hooked, tmp_path):
    names = Names(tmp_path)
    names.say("127.0.0.2", "127.0.0.1")
    with Wall() as wall:
        service = hooked(
            wall, COUNTERSIGN_WEBHOOKS_ALLOW="127.0.0.2", COUNTERSIGN_WEBHOOKS_RETRY="10ms", **names.environment)
        hook = service.hook(f"http://{NAME}:{wall.port}/hook")
        service.happen(1)
        wait_for(lambda: service.deliveries(hook, state="failed"), what="the failure")
        assert wall.connections == 0


def test_a_name_that_moves_between_attempts_is_found_out(hooked, tmp_path):
    """DNS rebinding: 127.0.0.2 stands for outside, 127.0.0.1 for inside."""
    names = Names(tmp_path)
    names.say("127.0.0.2")
    port = free_port()
    with Endpoint(lambda *_: 500, host="127.0.0.2", port=port) as outside, Endpoint(port=port) as inside:
        service = hooked(
            outside, COUNTERSIGN_WEBHOOKS_ALLOW="127.0.0.2", COUNTERSIGN_WEBHOOKS_RETRY="1s,1s", **names.environment)
        hook = service.hook(f"http://{NAME}:{port}/hook")
        service.happen(1)
        heard = wait_for(lambda: outside.heard, what="the first attempt")[0]
        assert heard.headers["host"] == f"{NAME}:{port}"
        names.say("127.0.0.1")
        failed = wait_for(lambda: service.deliveries(hook, state="failed"), what="the end")[0]
        assert [entry["outcome"] for entry in failed["log"]] == ["refused", "blocked", "blocked"]
        assert (len(outside.heard), inside.connections) == (1, 0)
        # And comes back.
        names.say("127.0.0.2")
        outside.answer = lambda *_: 204
        service.call("POST", f"/v1/webhooks/{hook['id']}/redeliver", {"deliveries": [failed["id"]]})
        wait_for(lambda: service.deliveries(hook, state="succeeded"), what="the redelivery")
        assert inside.connections == 0


@pytest.mark.parametrize("variable", ["http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])
def test_no_proxy_of_the_environment_is_used(hooked, variable):
    with Wall() as proxy, Endpoint() as endpoint:
        service = hooked(endpoint, **{variable: f"http://127.0.0.1:{proxy.port}", "no_proxy": ""})
        service.hook(endpoint.url)
        service.happen(1)
        wait_for(lambda: endpoint.heard, what="a delivery")
        assert proxy.connections == 0


def test_plain_http_is_for_networks_that_are_allowed(hooked):
    with Wall() as wall:
        service = hooked(wall, COUNTERSIGN_WEBHOOKS_ALLOW="")
        answer = service.call("POST", "/v1/webhooks", {"url": f"http://hooks.example.org:{wall.port}/"})
        assert answer.status_code == 422 and "https" in answer.text
        answer = service.call("POST", "/v1/webhooks", {"url": "https://hooks.example.org:8080/"})
        assert answer.status_code == 422 and "port" in answer.text
