# SPDX-License-Identifier: GPL-3.0-or-later
# During an answer it goes on at the new volume with the sentence that was cut off.
start
say ready
said
wait 1 s
hear apples
answer apples
sentence 2
press louder
silence
volume -5 dB
answer apples from sentence 2
