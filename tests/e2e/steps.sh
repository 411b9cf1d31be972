#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# steps.sh with made-up dpkg-query, apt-get and sudo: what is installed when, and what is said when it cannot be.
# shellcheck disable=SC2016 # conditions are evaluated later
set -uo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failures=0

# case_run NAME COMMAND...: COMMAND after sourcing steps.sh in a tree of its own; output in $output, status in $status.
# $installed lists the packages that are there; $user is the user's number.
case_run() {
    name=$1
    shift
    rm -rf "$scratch/tree" "$scratch/calls"
    mkdir -p "$scratch/tree/firmware/dist" "$scratch/bin"
    printf '# comment\n\nbuild  one  why\nbuild  two\nrun    three\n' >"$scratch/tree/firmware/dist/packages.txt"
    fake dpkg-query "case \" $installed \" in *\" \${!#} \"*) printf installed ;; *) exit 1 ;; esac"
    fake id "echo $user"
    fake apt-get "echo \"apt-get \$*\" >>'$scratch/calls'; ${apt_fails:-true}"
    output=$(PATH="$scratch/bin:/usr/bin:/bin" tree=$scratch/tree bash -c \
        'set -euo pipefail; . "$1/firmware/dist/steps.sh"; shift; "$@"' bash "$DOCENT_SOURCE_DIR" "$@" 2>&1)
    status=$?
    calls=$(cat "$scratch/calls" 2>/dev/null)
}

fake() {
    printf '#!/bin/bash\n%s\n' "$2" >"$scratch/bin/$1"
    chmod +x "$scratch/bin/$1"
}

expect() {
    if ! eval "$1"; then
        echo "FAILED: $name: $1"
        echo "  status $status, output: $output"
        echo "  calls: $calls"
        failures=$((failures + 1))
    fi
}

user=0 installed="one two three"
case_run "nothing missing" packages_ensure build run
expect '[ $status -eq 0 ] && [ -z "$output" ] && [ -z "$calls" ]'

installed="one three"
case_run "one missing" packages_ensure build run
expect '[ $status -eq 0 ] && [[ $calls == "apt-get "*" update"*"apt-get "*"--no-install-recommends"*" install two" ]]'

case_run "group not asked for" packages_ensure run
expect '[ $status -eq 0 ] && [ -z "$calls" ]'

apt_fails='[[ $* != *install* ]]'
case_run "install fails" packages_ensure build
expect '[ $status -eq 1 ] && [[ $output == *"docent: Installing 1 package(s): failed: see build/log/"* ]]'

apt_fails='[[ $* != *update* ]]'
case_run "lists not fetched" packages_ensure build
expect '[ $status -eq 0 ] && [[ $calls == *install\ two* ]]'

apt_fails='' user=1000
fake sudo 'exit 1'
case_run "sudo refused" packages_ensure build
expect '[ $status -eq 1 ] && [ -z "$calls" ] && [[ $output == "docent: packages are missing (two): run as root"* ]]'

fake sudo 'while [[ ${1-} == -* ]]; do shift; done; "$@"'
case_run "sudo granted" packages_ensure build
expect '[ $status -eq 0 ] && [[ $calls == *install\ two* ]]'

user=0
case_run "slow step is shown" step "Sleeping Beauty" sleep 2.5
expect '[ $status -eq 0 ] && [[ $output == "Sleeping Beauty ..."*"Sleeping Beauty: "*" s" ]]'

case_run "quick step is not" step "Blink" true
expect '[ $status -eq 0 ] && [ -z "$output" ]'

exit $((failures > 0))
