"""Every call of the document, asked by schemathesis with what it allows and with what it does not."""
import os
import pathlib
import subprocess
import sys

import httpx
import pytest
import yaml

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
# The settings name the hooks from there.
ENVIRONMENT = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}


def close(value):
    """Answers may gain fields one day; here and now they have none that the document does not tell."""
    if isinstance(value, list):
        return [close(item) for item in value]
    if not isinstance(value, dict):
        return value
    value = {name: close(item) for name, item in value.items()}
    if value.get("type") == "object" and "properties" in value:
        value.setdefault("additionalProperties", False)
    return value


@pytest.fixture(scope="module")
def document(gallery, tmp_path_factory):
    served = yaml.safe_load(httpx.get(gallery.url + "/openapi.yaml", timeout=30).text)
    # A problem is told in two parts: which of them is closed does not matter.
    components = served["components"]
    closed = close({name: schema for name, schema in components["schemas"].items() if name != "Problem"})
    components["schemas"] |= closed
    path = tmp_path_factory.mktemp("openapi") / "openapi.yaml"
    path.write_text(yaml.safe_dump(served, allow_unicode=True, sort_keys=False))
    return path


@pytest.mark.timeout(600)
def test_the_service_is_as_its_document_says(gallery, document):
    done = subprocess.run(
        [
            pathlib.Path(sys.executable).with_name("schemathesis"), "--config-file", ROOT / "schemathesis.toml", "run",
            document, "--url", gallery.url, "--header", f"Authorization: Bearer {gallery.key}", "--checks", "all",
            "--max-examples", os.environ.get("COUNTERSIGN_TEST_EXAMPLES", "8"), "--seed", "1", "--no-color",
            "--no-shrink", "--suppress-health-check", "too_slow", "--request-timeout", "20", "--warnings", "off",
        ], cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, timeout=590)
    # A body that was refused may be long; its beginning tells which it was.
    print("\n".join(line[:400] for line in (done.stdout + done.stderr).splitlines()))
    assert done.returncode == 0
    assert gallery.process.poll() is None
    assert "request failed" not in gallery.log


def test_the_program_finds_what_is_wrong(gallery, document, tmp_path):
    """A document that promises what the service does not do is found out."""
    wrong = yaml.safe_load(document.read_text())
    wrong["paths"] = {"/v1/events": wrong["paths"]["/v1/events"]}
    wrong["components"]["schemas"]["EventPage"]["required"].append("total")
    path = tmp_path / "wrong.yaml"
    path.write_text(yaml.safe_dump(wrong, sort_keys=False))
    done = subprocess.run(
        [
            pathlib.Path(sys.executable).with_name("schemathesis"), "--config-file", ROOT / "schemathesis.toml", "run",
            path, "--url", gallery.url, "--header", f"Authorization: Bearer {gallery.key}", "--checks", "all",
            "--max-examples", "3", "--seed", "1", "--no-color", "--suppress-health-check", "too_slow",
        ], cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1 and "total" in done.stdout
