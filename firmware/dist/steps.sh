# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# What firmware/run and tests/run share: steps that show progress, and packages that are installed when missing. Sourced
# by bash with `tree` set to the tree's root.
: "${tree:?must be the root of the tree}"

# One line on stderr in the form every docent program uses, then the end.
fail() {
    echo "docent: $*" >&2
    exit 1
}

# step TEXT COMMAND...: run a command quietly. After two seconds its text is shown, and how long it took at the end; a
# command that fails shows its last lines. Output is kept in build/log/.
step() {
    local text=$1 log start pid shown=no
    shift
    mkdir -p "$tree/build/log"
    log=$(tr -cs 'a-z0-9\n' '-' <<<"${text,,}")
    log=$tree/build/log/${log%-}.log
    start=$SECONDS
    "$@" >"$log" 2>&1 </dev/null &
    pid=$!
    while kill -0 "$pid" 2>/dev/null; do
        if [ "$shown" = no ] && [ $((SECONDS - start)) -ge 2 ]; then
            echo "$text ..."
            shown=yes
        fi
        sleep 0.1
    done
    if ! wait "$pid"; then
        tail -n 30 "$log" >&2
        fail "$text: failed: see build/log/${log##*/}"
    fi
    [ "$shown" = no ] || echo "$text: $((SECONDS - start)) s"
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        DEBIAN_FRONTEND=noninteractive "$@"
    else
        sudo -n env DEBIAN_FRONTEND=noninteractive "$@"
    fi
}

# packages_missing GROUP...: those of the groups in packages.txt that are not installed, one a line.
packages_missing() {
    local group package wanted
    while read -r group package _; do
        for wanted in "$@"; do
            [ "$group" = "$wanted" ] || continue
            [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
        done
    done < <(grep -v '^ *\(#\|$\)' "$tree/firmware/dist/packages.txt")
}

# packages_ensure GROUP...: install what is missing. Package lists are fetched only then; a list that cannot be fetched
# is no reason to stop, as a package may still be had from the others.
packages_ensure() {
    local missing
    command -v dpkg-query >/dev/null || fail "this is not Debian: use Debian 12 or 13"
    mapfile -t missing < <(packages_missing "$@")
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "packages are missing (${missing[*]}): run as root or install sudo"
        # Ask for the password now, in the open, and not in a step whose output is hidden.
        sudo -v || fail "packages are missing (${missing[*]}): run as root, or as one who may use sudo"
    fi
    step "Fetching package lists" fetch_lists
    step "Installing ${#missing[@]} package(s)" as_root apt-get -q -y --no-install-recommends \
        -o DPkg::Lock::Timeout=300 -o APT::Cmd::Disable-Script-Warning=true install "${missing[@]}"
}

fetch_lists() {
    as_root apt-get -q -o DPkg::Lock::Timeout=300 update || echo "some package lists could not be fetched"
}

# debian_sources SUITE: lines for an apt source list with another release of Debian, from where this machine's own come,
# so that no address is written here.
debian_sources() {
    local here
    here=$(. /etc/os-release && echo "$VERSION_CODENAME")
    # shellcheck disable=SC2016 # apt's own variables
    apt-get indextargets --format '$(ORIGIN)|deb $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
        sed -n 's/^Debian|//p' | sort -u | awk -v here="$here" -v suite="$1" '
            $3 == here || $3 == here "-updates" || $3 == here "-security" { sub("^" here, suite, $3); print; n++ }
            END { exit n == 0 }' || fail "apt knows no Debian $here: run apt-get update"
}

# build_preset PRESET: configure and build into build/<preset>. Two that want the same wait for each other.
build_preset() {
    local cache=$tree/build/$1/CMakeCache.txt lock
    mkdir -p "$tree/build"
    exec {lock}>"$tree/build/$1.lock"
    flock "$lock"
    # A tree that was moved or copied has a cache that points elsewhere: start that build again.
    if [ -f "$cache" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$tree" "$cache"; then
        rm -rf "${tree:?}/build/$1"
    fi
    step "Configuring ($1)" cmake -S "$tree" --preset "$1"
    step "Building ($1)" cmake --build "$tree/build/$1"
    exec {lock}>&-
}
