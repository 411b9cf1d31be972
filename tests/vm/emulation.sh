# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Sourced by what sets up a Debian of another architecture, whose programs run in user emulation then.

# emulation_enable ARCHITECTURE: the kernel is told of the emulator, unless it is this machine's own architecture.
emulation_enable() {
    local -A emulators=([amd64]=qemu-x86_64 [arm64]=qemu-aarch64 [armhf]=qemu-arm)
    if [ "$1" != "$(dpkg --print-architecture)" ]; then
        [ -e /proc/sys/fs/binfmt_misc/register ] || mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc
        [ -e "/proc/sys/fs/binfmt_misc/${emulators[$1]}" ] || update-binfmts --enable "${emulators[$1]}"
    fi
}
