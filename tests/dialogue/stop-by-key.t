# SPDX-License-Identifier: GPL-3.0-or-later
# Any key silences speech at once; what was being said can be gone on with.
start
say ready
said
wait 1 s
hear apples
answer apples
sentence 2
press any key
silence
state idle
wait 1 s
hear go on
answer apples from sentence 2
