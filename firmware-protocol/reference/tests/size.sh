#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Rows of the table in README.md: size.sh COMPILER CHIP SIZE SMALLEST MIDDLE ALL
set -eu
compiler=$1 chip=$2 size=$3
shift 3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf '#include "window_bus.h"\nchar unit[sizeof(struct wb_unit)];\n' >"$work/unit.c"
for parts in "level 1:$1" "levels 1 and 2, bitmaps:$2" "everything:$3"; do
    options="-std=c99 -Os -fno-common -Iinclude ${parts#*:}"
    flash=0
    for source in src/*.c; do
        # shellcheck disable=SC2086
        $compiler $options -c "$source" -o "$work/part.o"
        # Code, constants and initial values.
        flash=$((flash + $($size "$work/part.o" | awk 'NR == 2 { print $1 + $2 }')))
    done
    # shellcheck disable=SC2086
    $compiler $options -c "$work/unit.c" -o "$work/unit.o"
    ram=$($size "$work/unit.o" | awk 'NR == 2 { print $2 + $3 }')
    printf '| %s | %s | %s | %s |\n' "$chip" "${parts%%:*}" "$flash" "$ram"
done
