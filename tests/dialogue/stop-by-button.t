# SPDX-License-Identifier: GPL-3.0-or-later
# The stop button silences; going on is still possible.
start
say ready
said
wait 1 s
hear apples
answer apples
sentence 2
press stop
silence
sound end
state idle
press go-on
answer apples from sentence 2
