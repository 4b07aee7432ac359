# Parts that scripts/run and scripts/test share. Sourced by bash; not a command of its own.
# shellcheck shell=bash

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

# Remarks go to standard error; standard output is left to what was asked for.
say() { printf '%s\n' "$*" >&2; }

die() {
    say "error: $*"
    exit 1
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "root is needed for: $* (there is no sudo; run that as root and start again)"
    fi
}

# Debian packages to build with. The Swift toolchain's own needs (a C compiler's headers and so on) came with it.
build_packages=(ca-certificates git libcurl4-openssl-dev libpq-dev libqrencode-dev libsqlite3-dev pkg-config)

# Those of the packages named that are not installed, one a line.
missing_packages() {
    local package
    for package in "$@"; do
        if [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" != installed ]; then
            printf '%s\n' "$package"
        fi
    done
}

index_is_fresh=
# Installs the packages named that are missing, and says which; never removes one, and starts no service.
install_packages() {
    local missing=() guard=/usr/sbin/policy-rc.d made_guard= status=0
    command -v dpkg-query >/dev/null || die "this is not Debian; install what corresponds to: $*"
    mapfile -t missing < <(missing_packages "$@")
    [ "${#missing[@]}" -gt 0 ] || return 0
    say "installing Debian packages: ${missing[*]}"
    if [ -z "$index_is_fresh" ]; then
        as_root apt-get update -qq >&2
        index_is_fresh=yes
    fi
    # A mail server must not start because its tools are wanted. A machine that has its own policy keeps it.
    if [ ! -e "$guard" ]; then
        printf '#!/bin/sh\nexit 101\n' | as_root tee "$guard" >/dev/null
        as_root chmod 755 "$guard"
        made_guard=yes
    fi
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends --no-remove \
        "${missing[@]}" >&2 || status=$?
    [ -z "$made_guard" ] || as_root rm -f "$guard"
    return "$status"
}

# Swift of at least 6.2, which is what Package.swift is written for.
require_swift() {
    local version
    command -v swift >/dev/null || die "swift is not on PATH; Swift 6.2 or later is needed (https://www.swift.org/install)"
    version=$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+\.[0-9]+).*/\1/p' | head -n 1)
    if [ -z "$version" ] || [ "$(printf '6.2\n%s\n' "$version" | sort -V | head -n 1)" != 6.2 ]; then
        die "Swift 6.2 or later is needed; $(command -v swift) is ${version:-of an unknown version}"
    fi
}
