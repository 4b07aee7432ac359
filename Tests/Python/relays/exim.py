"""Exim, run from its unpacked Debian package: it cannot be installed beside Postfix, for each is *the* mail server.

`scripts/test` unpacks it to .build/exim. Its binary has the account Debian-exim built in, which only the package's
installer makes; libnss-wrapper shows it that account without touching the machine's.
"""

import os
import pathlib
import shutil
import signal
import subprocess

from .loopback import PASSWORD, USER, Relay, is_root

PACKAGE = pathlib.Path(__file__).parents[3]
BINARY = PACKAGE / ".build/exim/usr/sbin/exim4"

CONFIGURATION = """
primary_hostname = relay.example
exim_path = {folder}/exim4
spool_directory = {folder}/spool
log_file_path = {folder}/log/%slog
pid_file_path = {folder}/exim.pid
keep_environment = LD_PRELOAD : NSS_WRAPPER_PASSWD : NSS_WRAPPER_GROUP
add_environment = <; PATH=/bin:/usr/bin
local_interfaces = 127.0.0.1
daemon_smtp_ports = {starttls_port} : {tls_port}
tls_on_connect_ports = {tls_port}
# Says what was asked for where a connection ended before MAIL.
log_selector = +smtp_no_mail
tls_advertise_hosts = {tls_hosts}
tls_certificate = {certificate}
tls_privatekey = {private_key}
auth_advertise_hosts = {auth_hosts}
acl_smtp_rcpt = rcpt
smtp_accept_max = 200
smtp_accept_max_per_connection = 100000
smtp_accept_queue_per_connection = 0
queue_run_in_order = true
remote_max_parallel = 1
disable_ipv6 = true
smtputf8_advertise_hosts = *
trusted_users = {owner}

begin acl
rcpt:
  deny    !encrypted = *
          message = 5.7.0 TLS first
  deny    !authenticated = *
          message = 5.7.0 Authentication required
  deny    local_parts = nobody-here
          message = 5.1.1 No such mailbox
  accept

begin routers
all:
  driver = accept
  transport = inbox

begin transports
inbox:
  driver = appendfile
  maildir_format
  directory = {folder}/inbox
  create_directory
  mode = 0644
  directory_mode = 0755
  user = {owner}
  group = {owner_group}
  delivery_date_add
  envelope_to_add
  return_path_add

begin retry
* * F,2h,15m

begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
# For clients that do not send it all with the command.
  server_prompts = :
  server_condition = ${{if and{{{{eq{{$auth2}}{{{user}}}}}{{eq{{$auth3}}{{{password}}}}}}}}}
  server_set_id = $auth2
login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = Username:: : Password::
  server_condition = ${{if and{{{{eq{{$auth1}}{{{user}}}}}{{eq{{$auth2}}{{{password}}}}}}}}}
  server_set_id = $auth1
"""


class Exim(Relay):
    name = "exim"
    process: subprocess.Popen | None = None

    def start(self):
        # Run by root it gives itself away to an account that owns nothing; otherwise it stays who it is.
        user_id, group_id = (65534, 65534) if is_root() else (os.getuid(), os.getgid())
        # Not its set-user-id bit: with it the loader would take no preloaded library from us.
        shutil.copyfile(BINARY, self.folder / "exim4")
        (self.folder / "exim4").chmod(0o755)
        accounts = f"root:x:0:0::/:/bin/false\nDebian-exim:x:{user_id}:{group_id}::/:/bin/false\n"
        accounts += "mail:x:8:8::/:/bin/false\n"
        (self.folder / "passwd").write_text(accounts)
        (self.folder / "group").write_text(f"root:x:0:\nmail:x:8:\nDebian-exim:x:{group_id}:\n")
        for name in ("spool", "log", "inbox"):
            (self.folder / name).mkdir()
            if is_root():
                os.chown(self.folder / name, user_id, group_id)
        if is_root():
            os.chown(self.private_key, user_id, group_id)
        configuration = self.folder / "exim.conf"
        configuration.write_text(
            CONFIGURATION.format(
                folder=self.folder, starttls_port=self.starttls_port, tls_port=self.tls_port,
                certificate=self.certificate, private_key=self.private_key, user=USER,
                tls_hosts="*" if self.offers_starttls else "",
                auth_hosts="${if eq{$tls_in_cipher}{}{}{*}}" if self.offers_auth else "",
                password=PASSWORD.replace("\\", "\\\\").replace("$", "\\$").replace("}", "\\}"),
                owner="Debian-exim", owner_group="Debian-exim"))
        configuration.chmod(0o644)
        environment = os.environ | {
            "LD_PRELOAD": "libnss_wrapper.so",
            "NSS_WRAPPER_PASSWD": str(self.folder / "passwd"),
            "NSS_WRAPPER_GROUP": str(self.folder / "group"),
        }
        self.process = subprocess.Popen(
            [self.folder / "exim4", "-C", configuration, "-bdf", "-q1m"], env=environment,
            stdout=subprocess.DEVNULL, stderr=(self.folder / "stderr").open("wb"), start_new_session=True)
        self.wait_until_open(self.process)

    def stop(self):
        if self.process is not None:
            # Its own session: children that still deliver end with it.
            try:
                os.killpg(self.process.pid, signal.SIGTERM)
            except ProcessLookupError:
                pass
            self.process.wait(10)
            self.process = None

    def log(self) -> str:
        files = [self.folder / "stderr", *sorted((self.folder / "log").glob("*"))]
        return "\n".join(path.read_text(errors="replace") for path in files if path.is_file())
