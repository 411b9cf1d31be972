#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The service unit as it was made by this build: systemd reads it without a complaint, thinks it safe, and it keeps what
# it must keep. Needs no running systemd.
set -euo pipefail
unit=$DOCENT_BUILD_DIR/firmware/dist/docentd.service
exposure_max_tenths=15

command -v systemd-analyze >/dev/null || {
    echo "skipped: systemd-analyze is not installed"
    exit 77
}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failures=0

complain() {
    echo "FAILED: $*"
    failures=$((failures + 1))
}

# exposure FILE: in tenths; systemd's answer is "→ Overall exposure level for NAME: 0.8 SAFE".
exposure() {
    SYSTEMD_COLORS=0 systemd-analyze security --no-pager --offline=true "$1" |
        sed -n 's/.*Overall exposure level for .*: \([0-9]*\)\.\([0-9]\).*/\1\2/p'
}

found=$(exposure "$unit")
echo "exposure: $found tenths, $exposure_max_tenths at most"
if [ -z "$found" ] || [ $((10#$found)) -gt $exposure_max_tenths ]; then
    complain "the unit is exposed by ${found:-?} tenths"
fi

# The same judge does blame a unit without its protections.
grep -vE '^(Protect|Restrict|SystemCall|Private|CapabilityBoundingSet)' "$unit" >"$scratch/docentd.service"
[ $((10#$(exposure "$scratch/docentd.service"))) -gt $exposure_max_tenths ] || complain "nothing is ever blamed"

# Programs that are not installed here are no mistake of the unit.
sed "s|^\(Exec[A-Za-z]*=\)[^ ]*|\1/bin/true|" "$unit" >"$scratch/docentd.service"
complaints=$(SYSTEMD_COLORS=0 systemd-analyze verify --man=no "$scratch/docentd.service" 2>&1 |
    grep -F "docentd.service" || true)
[ -z "$complaints" ] || complain "$complaints"

for line in Type=notify Restart=always RestrictAddressFamilies=AF_UNIX IPAddressDeny=any ProtectSystem=strict \
    NoNewPrivileges=yes RuntimeDirectory=docent StateDirectory=docent DevicePolicy=closed User=docent LimitCORE=0; do
    grep -qxF "$line" "$unit" || complain "the unit has lost $line"
done
grep -q '^WatchdogSec=[1-9]' "$unit" || complain "the unit has lost its watchdog"
grep -q '^MemoryMax=[1-9]' "$unit" || complain "the unit has lost its memory limit"
grep -q '^CPUQuota=[1-9]' "$unit" || complain "the unit has lost its processor limit"
# Of several filters the last one that names a call decides. Without this one no sound thread gets its priority.
[ "$(grep -E '^SystemCallFilter=.*(@resources|sched_setscheduler)' "$unit" | tail -n 1)" = \
    SystemCallFilter=sched_setscheduler ] || complain "sound threads may not ask for real-time priority"
exit $((failures > 0))
