#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs built fuzz targets one after another: fuzz.sh PROGRAMS WORK SECONDS TARGET...
# What they learn stays in WORK/corpus and is built upon by the next run; inputs that break one go
# to WORK/findings. Ends with a table of what was done, and with a status if a target broke.
set -euo pipefail
cd "$(dirname "$0")/.."
programs=$1 work=$2 seconds=$3
shift 3
# Swift's own backtracer would take the crash, and the input would not be kept.
export SWIFT_BACKTRACE=enable=no
# Files a target makes for every input belong into memory.
TMPDIR=$(mktemp -d -p "$([ -w /dev/shm ] && echo /dev/shm || echo "${TMPDIR:-/tmp}")")
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT

# The first inputs of a target, one a file, from what the repository has anyway.
seed() {
    local target=$1 into=$2 number=0 file name line
    case $target in
    configuration) cp examples/*.yaml "$into" ;;
    facts)
        for file in Tests/StoreTests/Golden/*.json; do
            name=$(basename "$file" .json)
            { printf '%s %s officer 2026-11-23 ' "${name%.v*}" "${name##*.v}"; cat "$file"; } \
                >"$into/$name"
        done
        ;;
    esac
    for file in Tests/Fuzz/Seeds/"$target".*; do
        [ -e "$file" ] || continue
        while IFS= read -r line; do
            number=$((number + 1))
            case $file in
            *.hex) printf '%b' "\\x${line// /\\x}" >"$into/seed-$number" ;;
            *) printf '%s' "${line//'\n'/$'\n'}" >"$into/seed-$number" ;;
            esac
        done <"$file"
    done
}

rows=""
failed=0
for target in "$@"; do
    corpus=$work/corpus/$target seeds=$work/seeds/$target findings=$work/findings/$target
    log=$work/$target.log
    rm -rf "$seeds"
    mkdir -p "$corpus" "$seeds" "$findings"
    # What broke it before is tried again first.
    find "$findings" -type f -exec mv -t "$corpus" {} +
    seed "$target" "$seeds"
    {
        grep -aohE '[A-Za-z][A-Za-z-]{2,}' -r "$seeds" | sort -u
        # The ends of what a number may be.
        printf '%s\n' -1 0 9223372036854775807 -9223372036854775808 9999999999999 1e308
    } | sed 's/.*/"&"/' >"$work/$target.dict"
    # No longer than it takes to hold what matters: short inputs are tried faster.
    case $target in
    wires | devices | shares) longest=256 ;;
    configuration) longest=16384 ;;
    *) longest=4096 ;;
    esac
    echo "fuzz-$target for $seconds s"
    "$programs/fuzz-$target" "$corpus" "$seeds" -max_total_time="$seconds" -dict="$work/$target.dict" \
        -max_len=$longest -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 -verbosity=1 \
        -artifact_prefix="$findings/" >"$log" 2>&1 || {
        tail -40 "$log"
        failed=1
    }
    executed=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    edges=$(sed -n 's/.* cov: \([0-9]*\).*/\1/p' "$log" | tail -1)
    corpus=$(sed -n 's/.* corp: \([0-9]*\).*/\1/p' "$log" | tail -1)
    count=$(find "$findings" -type f | wc -l)
    rows+="| $target | $seconds | ${executed:-?} | ${edges:-?} | ${corpus:-?} | $count |"$'\n'
done
printf '| target | seconds | executions | edges | corpus | findings |\n|---|---|---|---|---|---|\n%s' "$rows"
[ "$failed" = 0 ] || { echo "inputs that break a target are in $work/findings" >&2; exit 1; }
