# SPDX-License-Identifier: GPL-3.0-or-later
# The sentence that was being said, and on from there.
start
say ready
said
wait 1 s
hear apples
answer apples
sentence 2
press last-sentence
silence
answer apples from sentence 2
