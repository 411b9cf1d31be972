#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# firmware/run as somebody without a microphone meets it: it asks itself, prints topic and answer, leaves a sound file.
set -euo pipefail
cd "$DOCENT_SOURCE_DIR"

if grep -qs capture /proc/asound/pcm; then
    echo "skipped: this machine has a microphone, firmware/run would listen to it"
    exit 77
fi

fail() {
    echo "FAILED: $*"
    exit 1
}

rm -f build/answer.wav
output=$(firmware/run 2>&1) || fail "firmware/run ended with $?: $output"
echo "$output"
topic=$(sed -n 's/^Topic: \([^ ]*\) .*/\1/p' <<<"$output")
[ -f "content/erma/$topic.md" ] || fail "no topic of the exhibit was named"
answer=$(build/release/docent answer "$topic")
[[ $output == *"$answer"* ]] || fail "the answer was not printed"
[ "$(head -c 4 build/answer.wav)" = RIFF ] || fail "build/answer.wav is not a sound file"
# Nobody reads aloud faster than 25 letters a second; espeak-ng gives 22,050 frames of two bytes a second.
[ "$(stat -c %s build/answer.wav)" -gt $((${#answer} * 2 * 22050 / 25)) ] || fail "build/answer.wav is too short"

status=0
firmware/run --nonsense >/dev/null 2>&1 || status=$?
[ $status -eq 2 ] || fail "a wrong option ended with $status"
