#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Run by tests/vm/packages inside a bare Debian, with /srv/old and /srv/new holding the packages. No network.
# shellcheck disable=SC2016,SC2034 # conditions are evaluated later
set -uo pipefail
failures=0
wants=/etc/systemd/system/multi-user.target.wants/docentd.service
own=/etc/docent/content/own

expect() {
    if ! eval "$1"; then
        echo "FAILED: $when: $1"
        failures=$((failures + 1))
    fi
}

# dpkg_run ARGUMENT...: without questions; an edited conffile stays as it is.
dpkg_run() {
    if ! dpkg --force-confdef --force-confold "$@" >/tmp/dpkg.log 2>&1 </dev/null; then
        echo "FAILED: $when: dpkg $*"
        cat /tmp/dpkg.log
        exit 1
    fi
}

installed_well() {
    expect '[ "$(dpkg-query -W -f "\${db:Status-Status}" docent)" = installed ]'
    expect 'dpkg --audit | { ! grep -q .; }'
    expect 'id -nG docent | tr " " "\n" | grep -qx audio'
    expect 'id -nG docent | tr " " "\n" | grep -qx input'
    expect '[ "$(stat -c "%U %G %a" /var/lib/docent)" = "docent docent 750" ]'
    expect '[ -d /etc/docent/content ]'
    expect 'docentd --check'
}

when="first installation"
dpkg_run -i /srv/old/*.deb
installed_well
expect '[ -L $wants ]'
expect '[ "$(docent topics | wc -l)" -ge 10 ]'
expect 'docent topics | grep -q "Earlier?"'
expect 'systemd-analyze verify --man=no docentd.service 2>&1 | { ! grep -F docentd; }'
# Only newer udevs can judge a rule.
if udevadm --help | grep -q '^ *verify'; then
    expect 'udevadm verify /usr/lib/udev/rules.d/70-docent.rules'
fi

when="what a curator does"
mkdir -p $own
printf '# Our museum\n\nWelcome.\n' >$own/exhibit.md
printf '# When is it open?\n\nFrom ten to five.\n\n## Asked as\n- When is the museum open?\n' >$own/opening.md
cp -r /usr/share/docent/content/erma /etc/docent/content/
sed -i '1s/$/ In our own words?/' /etc/docent/content/erma/governance.md
printf '[exhibit]\nname = own\n' >>/etc/docent/docent.conf
printf 'volume_db = 3\nrate_wpm = 200\n' >/var/lib/docent/kept
expect '[ "$(docent topics | cut -f 1)" = opening ]'
expect '[ "$(docent answer opening)" = "From ten to five." ]'
expect 'docent topics --content /etc/docent/content/erma | grep -q "own words"'
written=$(find /etc/docent /var/lib/docent -type f -exec md5sum {} + | sort -k 2)

when="upgrade"
dpkg_run -i /srv/new/*.deb
installed_well
expect '[ -L $wants ]'
expect '[ "$(md5sum $(cut -c 35- <<<"$written"))" = "$written" ]'
expect '[ "$(docent answer opening)" = "From ten to five." ]'
expect '! docent topics --content /usr/share/docent/content/erma | grep -q "Earlier?"'
# The new standard file lies beside the edited one, for whoever wants to compare.
expect '[ -f /etc/docent/docent.conf.dpkg-dist ] && ! grep -q earlier /etc/docent/docent.conf.dpkg-dist'
expect '[ "$(grep -c "^name" /etc/docent/docent.conf)" = 1 ]'
sed -i 's/^name = own/name = erma/' /etc/docent/docent.conf
expect 'docent topics | grep -q "own words"'

when="the service was disabled, then installed again"
systemctl disable docentd.service 2>/dev/null
dpkg_run -i /srv/new/*.deb
expect '[ ! -e $wants ]'
systemctl enable docentd.service 2>/dev/null

when="the exhibit is removed"
dpkg_run -r docent-exhibit-erma
expect '[ ! -e /usr/share/docent/content/erma ] && [ -f /etc/docent/content/erma/governance.md ]'
expect 'docent topics | grep -q "own words"'

when="removal"
dpkg_run -r docent
expect '[ ! -e /usr/bin/docentd ] && [ ! -e /usr/lib/systemd/system/docentd.service ]'
expect '[ -f /etc/docent/docent.conf ] && [ -f $own/opening.md ] && [ -f /var/lib/docent/kept ]'

when="purge"
dpkg_run -P docent docent-exhibit-erma
expect '[ ! -e /etc/docent/docent.conf ] && [ ! -e /etc/docent/docent.conf.dpkg-dist ] && [ ! -e /var/lib/docent ]'
expect '[ -f $own/opening.md ] && grep -q "own words" /etc/docent/content/erma/governance.md'
expect '[ ! -e $wants ] && [ ! -L $wants ]'
expect '[ -z "$(find /var/lib/systemd -name "*docentd*")" ]'

when="installation after a purge"
dpkg_run -i /srv/new/*.deb
installed_well
expect '[ -L $wants ] && docent topics | grep -q "own words"'

when="purge, and nothing is left of a box where nobody wrote anything"
rm -r /etc/docent/content/*
dpkg_run -P docent docent-exhibit-erma
expect '[ ! -e /etc/docent ] && [ ! -e /usr/share/docent ] && [ ! -e /usr/share/doc/docent ]'

[ $failures -gt 0 ] || echo "installed, upgraded, removed, purged and installed again: nothing written was lost"
exit $((failures > 0))
