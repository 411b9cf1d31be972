# SPDX-License-Identifier: GPL-3.0-or-later
# Help is said, and can be said again.
start
say ready
said
wait 1 s
hear help
say help
sentence 2
press stop
silence
press repeat
say help
