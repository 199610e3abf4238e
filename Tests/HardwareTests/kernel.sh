#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Fetches Debian's kernel, which is not installed: kernel.sh INTO. Leaves INTO/vmlinuz and, under
# INTO/lib, its USB, serial and network drivers.
set -eu

mkdir -p "$1"
cd "$1"

[ "$(id -u)" != 0 ] || apt-get update -qq
package=$(apt-cache depends linux-image-amd64 | sed -n 's/.*Depends: //p' | head -n 1)
echo "Fetching ${package:?apt knows no kernel} (70 MB)"
rm -rf lib boot ./*.deb
apt-get download -qq -o APT::Sandbox::User=root "$package"
mkdir -p lib/modules
dpkg-deb --fsys-tarfile "$package"_*.deb | tar -x --wildcards \
    './boot/vmlinuz-*' './lib/modules/*/modules.*' './lib/modules/*/kernel/drivers/usb/*' \
    './lib/modules/*/kernel/drivers/net/ethernet/intel/e1000/*'
rm ./*.deb
depmod -b . "${package#linux-image-}"
mv boot/vmlinuz-* vmlinuz
