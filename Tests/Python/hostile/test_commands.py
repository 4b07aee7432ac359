"""Wrong usage and wrong configuration: the exit code, one line, and no secret in it."""
import pytest

from harness import Service, free_port

SECRET = "cs_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


@pytest.fixture(scope="module")
def service():
    service = Service()
    yield service
    service.clear()


def one_line(done, code):
    assert done.returncode == code, done
    assert done.stdout == ""
    assert done.stderr.startswith("countersign: ") and done.stderr.count("\n") == 1, done.stderr
    assert done.stderr[:-1].isprintable() and "sekret" not in done.stderr and SECRET not in done.stderr, done.stderr
    return done.stderr


@pytest.mark.parametrize("variable, value, named", [
    ("COUNTERSIGN_NO_SUCH", "1", "COUNTERSIGN_NO_SUCH"),
    ("COUNTERSIGN_HTTP_PROT", "1", "http.port"),
    ("COUNTERSIGN_HTTP_PORT", "abc", "http.port"),
    ("COUNTERSIGN_HTTP_HOST", "a\nb", "http.host"),
    ("COUNTERSIGN_COURIER_RETRY", "5m,5x", "courier.retry"),
    ("COUNTERSIGN_LIMITS_PUBLIC", "maybe", "limits.public"),
    ("COUNTERSIGN_SMTP_URL", "http://user:sekret@relay", "smtp.url"),
    ("COUNTERSIGN_DATABASE_URL", "mysql://user:sekret@host", "database.url"),
    ("COUNTERSIGN_BASE_URL", "ftp://x", "baseURL"),
    ("COUNTERSIGN_LOG_LEVEL", "loud", "log.level"),
    ("COUNTERSIGN_KEYRING_FILE", "/nonexistent", "countersign keyring init"),
])
def test_configuration(service, variable, value, named):
    assert named in one_line(service.run("serve", check=False, env={variable: value}), 78)


def test_variables_of_kubernetes_are_passed_over(service):
    environment = {
        "COUNTERSIGN_PORT": "tcp://10.0.0.1:80", "COUNTERSIGN_SERVICE_HOST": "10.0.0.1",
        "COUNTERSIGN_PORT_80_TCP_ADDR": "10.0.0.1", "COUNTERSIGN_HTTP_PORT": str(free_port()),
    }
    assert service.run("gallery", "list", env=environment).returncode == 0


@pytest.mark.parametrize("arguments, code", [
    (["nope"], 2), (["serve", "--bogus"], 2), (["gallery", "add"], 2), (["key", "revoke", "x"], 2),
    (["key", "revoke", SECRET], 2), (["key", "add", "main", "--scope", "root"], 2), (["message", "show", "x\x1b[2J"], 2),
    (["gallery", "edit", "main", "--set", "nope=1"], 2), (["gallery", "edit", "main", "--set", "limits"], 2),
    (["gallery", "add", "z", "--name", "x", "--url", "javascript:1", "--from", "a@b.org"], 2),
    (["gallery", "add", "z", "--name", "x", "--url", "https://x.org", "--from", "a@b.org\r\nBcc: c@d.org"], 2),
    (["template", "preview", "nope"], 2), (["link", "inspect", "x\x1b[2J"], 1), (["courier", "pause", "--gallery", "no"], 1),
    (["gallery", "edit", "nope", "--name", "x"], 1), (["keyring", "retire", "99"], 1),
    (["serve", "--config", "/nonexistent"], 78), (["serve", "--config", "/etc"], 78),
])
def test_usage(service, arguments, code):
    one_line(service.run(*arguments, check=False), code)
