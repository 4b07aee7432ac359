"""What stands between schemathesis and the service."""
import re

import schemathesis


@schemathesis.hook
def before_call(context, case, kwargs):
    # What is wrong on purpose stays as it is.
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    # Nobody waits for a minute.
    query = case.query or {}
    if str(query.get("wait", "")).isdigit() and 0 < int(query["wait"]) <= 60:
        query["wait"] = 1
    # Nothing is posted to somebody who is not of this machine: the name stands for nobody (RFC 2606).
    body = case.body
    if isinstance(body, dict) and isinstance(body.get("url"), str):
        body["url"] = re.sub(r"^https://[A-Za-z0-9.-]+", "https://hooks.invalid", body["url"])
