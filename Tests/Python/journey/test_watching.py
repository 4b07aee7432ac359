"""What those see who watch the service: the page of metrics, and traces from a request to its events."""
import json
import re
import sqlite3

import httpx

from harness import HTTP, Service, free_port, link_in, press, wait_for

SAMPLE = re.compile(r'([a-z_:][a-z0-9_:]*)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)*)\})? ([-+]?(?:[0-9.]+(?:e[-+]?[0-9]+)?|Inf)|NaN)')


def metrics(url):
    """Series → value, having looked at the page as strictly as `promtool check metrics` does."""
    answer = httpx.get(url)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert answer.text.endswith("\n")
    types, found, family = {}, {}, None
    for line in answer.text.splitlines():
        if line.startswith("# HELP "):
            family = line.split(" ", 3)[2]
            assert family not in types and line.endswith("."), line
        elif line.startswith("# TYPE "):
            name, kind = line.split(" ")[2:]
            assert name == family and kind in ("counter", "gauge", "histogram"), line
            types[name] = kind
        else:
            match = SAMPLE.fullmatch(line)
            assert match, line
            name, labels, value = match.groups()
            allowed = [family + end for end in ("_bucket", "_sum", "_count")] if types[family] == "histogram" else [family]
            assert name in allowed, line
            assert (types[family] == "counter") == name.endswith("_total"), line
            series = f"{name}{{{labels}}}" if labels else name
            assert series not in found, line
            found[series] = float(value)
    for series, value in found.items():
        if "_bucket{" in series and 'le="+Inf"' in series:
            count = re.sub(r'_bucket\{(.*?),?le="\+Inf"\}', r"_count{\1}", series)
            assert found[count.replace("{}", "")] == value, series
            buckets = [found[other] for other in found if other.startswith(series.split('le="')[0])]
            assert buckets == sorted(buckets), series
    return found


def test_the_numbers_of_a_journey(service, catcher):
    url = f"{service.url}/metrics"
    first = metrics(url)
    assert first["countersign_statistics_up"] == 1
    assert first[f'countersign_relay_circuit{{relay="{catcher.smtp}"}}'] == 0
    id = service.invite("dana").json()["id"]
    link = link_in(catcher.next("dana@example.org"))
    assert HTTP.get(link).status_code == 200 and press(link).status_code == 200
    assert HTTP.get(f"{service.url}/c/forged").status_code == 404
    assert service.invitation(id)["state"] == "accepted"
    sent = (f'countersign_mail_attempts_total{{relay="{catcher.smtp}",outcome="accepted",enhanced="2.0",code="2xx"}}')
    now = wait_for(lambda: (found := metrics(url)).get(sent, 0) >= 2 and found.get(
        'countersign_invitations_recent{outcome="accepted"}') == 1 and found, what="the numbers")
    assert now['countersign_invitation_decisions_total{outcome="accepted"}'] == 1
    assert now['countersign_events_total{type="owner.added"}'] == 3
    assert now['countersign_link_refusals_total{reason="forged"}'] == 1
    assert now['countersign_http_requests_total{route="link",method="POST",status="2xx"}'] == 1
    assert now['countersign_http_request_seconds_count{route="link"}'] == 3
    assert now['countersign_commits_total{outcome="done"}'] > 0
    assert now["countersign_writes_total"] >= now['countersign_commits_total{outcome="done"}']
    page = "".join(line for line in httpx.get(url).text.splitlines(True) if not line.startswith("#"))
    for word in ("dana", "ann", "example.org", "Contoso", service.key, link.rsplit("/", 1)[1]):
        assert word not in page, word


def test_limits_are_counted_by_name():
    service = Service(limits="default").start()
    try:
        service.owners()
        codes = [service.invite(f"guest{number}").status_code for number in range(8)]
        found = metrics(f"{service.url}/metrics")
        refused = sum(value for series, value in found.items() if series.startswith("countersign_limit_refusals_total"))
        assert codes.count(429) == refused > 0
    finally:
        service.clear()


def test_a_relay_that_is_down_shows():
    service = Service(f"smtp://127.0.0.1:{free_port()}").start()
    try:
        service.owners()
        service.invite()
        relay = service.environment["COUNTERSIGN_SMTP_URL"].removeprefix("smtp://")
        found = wait_for(lambda: (found := metrics(f"{service.url}/metrics"))[
            f'countersign_relay_circuit{{relay="{relay}"}}'] == 2 and found, what="the circuit to be open")
        failed = f'countersign_mail_attempts_total{{relay="{relay}",outcome="failed",enhanced="none",code="none"}}'
        assert found[failed] >= 1
        queue = wait_for(lambda: (found := metrics(f"{service.url}/metrics"))[
            'countersign_mail_queue{state="deferred"}'] >= 1 and found, what="the queue")
        assert queue['countersign_mail_recent{state="deferred"}'] >= 1
    finally:
        service.clear()


def test_metrics_on_a_port_of_their_own():
    port = free_port()
    service = Service(COUNTERSIGN_HTTP_METRICS_PORT=port).start()
    try:
        assert httpx.get(f"{service.url}/metrics").status_code == 404
        assert metrics(f"http://127.0.0.1:{port}/metrics")["countersign_statistics_up"] == 1
        for path in ("/", "/healthz", "/v1/events", "/c/x"):
            assert httpx.get(f"http://127.0.0.1:{port}{path}").status_code == 404
    finally:
        service.clear()
    taken = Service(COUNTERSIGN_HTTP_METRICS_PORT=port)
    other = Service(COUNTERSIGN_HTTP_METRICS_PORT=port).start()
    try:
        done = taken.run("serve", check=False)
        assert done.returncode == 1 and "http.metricsPort" in done.stderr and str(port) in done.stderr, done.stderr
    finally:
        other.clear()
        taken.clear()


def test_a_trace_goes_from_the_request_to_its_events(service):
    trace, span = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
    assert service.invite("dana", headers={"traceparent": f"00-{trace}-{span}-01", "tracestate": "a=b"}).status_code == 201
    assert service.invite("erin", headers={"traceparent": f"00-{'0' * 32}-{span}-01"}).status_code == 201
    assert service.invite("faye").status_code == 201
    with sqlite3.connect(f"file:{service.folder}/db.sqlite?mode=ro", uri=True) as database:
        rows = database.execute(
            "SELECT data, trace FROM events WHERE type = 'invitation.created' ORDER BY seq").fetchall()
    traces = {json.loads(data)["username"]: kept for data, kept in rows}
    assert set(traces) == {"dana", "erin", "faye"}
    assert re.fullmatch(rf"00-{trace}-(?!{span})[0-9a-f]{{16}}-01", traces["dana"])
    for name in ("erin", "faye"):
        assert re.fullmatch(r"00-(?!0{32})[0-9a-f]{32}-[0-9a-f]{16}-00", traces[name])
    assert traces["erin"].split("-")[1] != traces["faye"].split("-")[1]
    lines = [json.loads(line) for line in service.log.splitlines() if '"request"' in line]
    mine = [line for line in lines if line.get("trace_id") == trace]
    assert [line["path"] for line in mine] == ["/v1/packages/Contoso.Utils/invitations"]
    assert all(re.fullmatch(r"[0-9a-f]{32}", line["trace_id"]) for line in lines)
    assert traces["faye"].split("-")[1] in {line["trace_id"] for line in lines}
