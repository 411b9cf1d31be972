#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# models/english.tsv is what models/english/english_make.c makes of Debian's model today.
set -euo pipefail
if ! "$DOCENT_BUILD_DIR/models/english_make" | cmp - "$DOCENT_SOURCE_DIR/models/english.tsv"; then
    echo "make it again: build/dev/models/english_make > models/english.tsv, and judge with tests/bench/accuracy"
    exit 1
fi
