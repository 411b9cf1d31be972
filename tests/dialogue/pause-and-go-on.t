# SPDX-License-Identifier: GPL-3.0-or-later
# Pausing keeps the place; going on begins with the sentence that was cut off.
start
say ready
said
wait 1 s
hear apples
answer apples
sentence 1
sentence 2
press pause
silence
state paused
wait 10 s
state paused
hear go on
answer apples from sentence 2
state answering
