#!/usr/bin/env bash
# A PostgreSQL server of a test's own: prints its URL, and is gone when standard input ends.
#   Tests/Support/postgres.sh [OPTION=VALUE…]    settings of postgresql.conf beside those below
# It listens on a socket in a folder of its own and on no address; nothing of it is ever flushed to the disk unless
# fsync=on is given.
set -euo pipefail

programs=$(find /usr/lib/postgresql -mindepth 3 -maxdepth 3 -path '*/bin/postgres' -printf '%h\n' 2>/dev/null | sort -V | tail -n 1)
[ -n "$programs" ] || { echo "error: no PostgreSQL server is installed (Debian package postgresql)" >&2 && exit 1; }

folder=$(mktemp -d "${TMPDIR:-/tmp}/countersign-postgres.XXXXXX")
server=
# It does not run as root.
as=()
if [ "$(id -u)" -eq 0 ]; then
    as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
    chown postgres: "$folder"
fi
# shellcheck disable=SC2317
leave() {
    [ -z "$server" ] || "${as[@]}" "$programs/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap leave EXIT
trap 'exit 1' INT TERM HUP

cd "$folder"
"${as[@]}" "$programs/initdb" -D "$folder/data" -U countersign -A trust -E UTF8 --locale=C.UTF-8 -N >"$folder.log" 2>&1 ||
    { cat "$folder.log" >&2 && rm -f "$folder.log" && exit 1; }
rm -f "$folder.log"
{
    echo "unix_socket_directories = '$folder'"
    echo "listen_addresses = ''"
    printf '%s\n' "fsync = off" "max_connections = 400" "shared_buffers = 128MB" "log_min_messages = fatal"
    for option in "$@"; do echo "$option"; done
} >>"$folder/data/postgresql.conf"
"${as[@]}" "$programs/pg_ctl" -D "$folder/data" -l "$folder/data/log" -w start >/dev/null || { cat "$folder/data/log" >&2 && exit 1; }
server=yes
echo "postgres://countersign@/postgres?host=$folder"
# Nothing comes: it ends when the one who wanted the server does.
cat >/dev/null
