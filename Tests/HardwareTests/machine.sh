#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes the disk of the machine: machine.sh PROGRAM INTO. Leaves INTO/vmlinuz, Debian's kernel, and
# INTO/initramfs, with its serial and USB drivers and PROGRAM with everything it loads.
# The kernel is not installed, and stays in INTO for the next time.
set -eu

program=$(realpath "$1")
here=$(realpath "$(dirname "$0")")
mkdir -p "$2"
cd "$2"

if [ ! -e vmlinuz ]; then
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
fi
version=$(ls lib/modules)

rm -rf root
mkdir -p root/bin root/dev root/proc root/sys root/tmp root/data root/modules root/hall
cp /bin/busybox root/bin/
busybox --list | while read -r name; do [ "$name" = busybox ] || ln -s busybox "root/bin/$name"; done

# In the order in which they may be loaded.
for module in xhci_pci ftdi_sio e1000; do
    modprobe -S "$version" -d . --show-depends "$module"
done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }' | while read -r file; do
    cp "$file" root/modules/
    basename "$file" >>root/modules/order
done

# The program, what it is linked to, and what it and the C library open by name.
gconv=/usr/lib/x86_64-linux-gnu/gconv
for file in $(ldd "$program" | awk '$(NF-1) ~ /^\// { print $(NF-1) }') \
    $gconv/gconv-modules* $gconv/GB18030.so $gconv/GBK.so $gconv/EUC-CN.so $gconv/libGB.so \
    /usr/share/zoneinfo/Asia/Shanghai; do
    mkdir -p "root$(dirname "$file")"
    cp -rL "$file" "root$file"
done
strip --strip-debug -o root/hall/hallkeeper "$program"
cp -r "$here/../../kiosk" root/hall/
cp "$here/hall.yaml" root/hall/
install -m 755 "$here/init" root/init
(cd root && find . | cpio --quiet -o -H newc -R 0:0) >initramfs
