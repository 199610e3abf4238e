#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes the disk of the machine: machine.sh PROGRAM INTO. Leaves INTO/initramfs, with the drivers of
# the kernel that is in INTO and PROGRAM with everything it loads.
set -eu

program=$(realpath "$1")
here=$(realpath "$(dirname "$0")")
mkdir -p "$2"
cd "$2"

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
