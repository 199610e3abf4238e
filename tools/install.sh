#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs those of the named Debian packages that are missing. Without root it changes nothing
# and says the one line that would.
set -eu

missing=""
for package in "$@"; do
    status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$status" = installed ] || missing="$missing $package"
done

if ! command -v swift >/dev/null 2>&1; then
    echo "Swift 6.2 or later is needed: install it, then run this again." >&2
    exit 1
fi

[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
    echo "Installing:$missing"
    apt-get update -qq
    # shellcheck disable=SC2086 # a list of names
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
else
    echo "These packages are missing. Run this line, then the same command again:" >&2
    echo "    sudo apt-get install -y$missing" >&2
    exit 1
fi
