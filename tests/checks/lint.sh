# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# What the lint scripts share. Sourced by a script that defines
#   tool            the program it needs
#   lint ROOT       judge the tree at ROOT: 0 clean, else findings on standard output
#   bad_tree ROOT   make a tree that must be found fault with
#   good_tree ROOT  make one that must not
set -uo pipefail

# c_files ROOT: every C file, NUL-separated.
c_files() {
    find "$1/firmware" "$1/include" "$1/tests" "$1/models" \( -name '*.c' -o -name '*.h' \) -print0 2>/dev/null || true
}

lint_main() {
    # shellcheck disable=SC2154 # tool is the sourcing script's
    if ! command -v "$tool" >/dev/null; then
        echo "skipped: $tool is not installed"
        exit 77
    fi
    if [ "${1-}" != --self-test ]; then
        lint "$DOCENT_SOURCE_DIR"
        exit
    fi
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    mkdir -p "$scratch"/{good,bad}/{firmware/core,include/docent,tests,build}
    good_tree "$scratch/good"
    bad_tree "$scratch/bad"
    if ! lint "$scratch/good"; then
        echo "a good tree was blamed"
        exit 1
    fi
    if lint "$scratch/bad" >/dev/null; then
        echo "a bad tree was passed"
        exit 1
    fi
}
