"""Postfix with a configuration, queue and password file of its own; the machine's Postfix, if any, is not touched.

Its master needs root: where the tests run as somebody else it is started through sudo.
"""

import grp
import os
import pwd
import subprocess

from .loopback import PASSWORD, USER, Relay, is_root

REALM = "relay.example"

MAIN = """
compatibility_level = 3.6
myhostname = relay.example
mydestination =
mynetworks =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
maillog_file = {folder}/log/maillog
maillog_file_prefixes = {folder}
smtputf8_enable = yes
biff = no

smtpd_tls_security_level = {tls_level}
smtpd_tls_auth_only = yes
smtpd_tls_cert_file = {certificate}
smtpd_tls_key_file = {private_key}
smtpd_sasl_auth_enable = {auth}
smtpd_sasl_path = smtpd
smtpd_sasl_local_domain = {realm}
smtpd_sasl_security_options = noanonymous
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = check_recipient_access inline:{{ {{nobody-here@ = 550 5.1.1 No such mailbox}} }},
    permit_sasl_authenticated, reject
# Takes no line end but CRLF: what is not one could smuggle a second mail into the first.
smtpd_forbid_bare_newline = reject
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
default_process_limit = 100

virtual_mailbox_domains = static:all
virtual_mailbox_maps = static:inbox/
virtual_mailbox_base = {folder}
virtual_minimum_uid = 1
virtual_uid_maps = static:{user_id}
virtual_gid_maps = static:{group_id}
virtual_transport = virtual
"""

# service type private unprivileged chroot wakeup processes command
MASTER = """
127.0.0.1:{starttls_port} inet n - n - - smtpd
127.0.0.1:{tls_port} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""


class Postfix(Relay):
    name = "postfix"
    started = False

    def start(self):
        postfix = pwd.getpwnam("postfix")
        # The inbox belongs to whoever runs the tests, or to nobody where that is root, whom virtual(8) refuses.
        owner = pwd.getpwnam("nobody") if is_root() else pwd.getpwuid(os.getuid())
        configuration = self.folder / "etc"
        for folder in (configuration, configuration / "sasl", self.folder / "log", self.inbox):
            folder.mkdir()
        values = {
            "folder": self.folder, "starttls_port": self.starttls_port, "tls_port": self.tls_port,
            "certificate": self.certificate, "private_key": self.private_key, "realm": REALM,
            "user_id": owner.pw_uid, "group_id": owner.pw_gid,
            "tls_level": "encrypt" if self.offers_starttls else "none", "auth": "yes" if self.offers_auth else "no",
        }
        (configuration / "main.cf").write_text(MAIN.format(**values))
        (configuration / "master.cf").write_text(MASTER.format(**values))
        passwords = self.folder / "sasldb2"
        # Debian's Postfix looks for this beside main.cf, whatever cyrus_sasl_config_path says.
        (configuration / "sasl" / "smtpd.conf").write_text(
            "pwcheck_method: auxprop\nauxprop_plugin: sasldb\nmech_list: PLAIN LOGIN\n"
            f"sasldb_path: {passwords}\n")
        subprocess.run(
            ["/usr/sbin/saslpasswd2", "-p", "-c", "-u", REALM, "-f", passwords, USER],
            input=PASSWORD.encode(), check=True)
        for folder in ("queue", "data"):
            (self.folder / folder).mkdir()
        self._as_root("chown", "root:root", self.folder / "queue", configuration)
        self._as_root("chown", "postfix:root", self.folder / "data")
        self._as_root("chown", f"{owner.pw_uid}:{owner.pw_gid}", self.inbox)
        self._as_root("chown", f"root:{grp.getgrgid(postfix.pw_gid).gr_name}", passwords)
        self._as_root("chmod", "0640", passwords)
        self._as_root("/usr/sbin/postfix", "-c", configuration, "start")
        self.started = True
        self.wait_until_open()

    def stop(self):
        if self.started:
            self._as_root("/usr/sbin/postfix", "-c", self.folder / "etc", "stop")
            self.started = False
        if not is_root():
            self._as_root("rm", "-rf", self.folder)

    def _as_root(self, *command):
        done = subprocess.run([*([] if is_root() else ["sudo", "-n"]), *command], capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"{command[0]}: {done.stderr}{self.log()}")

    def log(self) -> str:
        path = self.folder / "log" / "maillog"
        return path.read_text(errors="replace") if path.is_file() else ""
