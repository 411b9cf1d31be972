# SPDX-License-Identifier: GPL-3.0-or-later
# Whoever presses a key is there, and is talked to again.
start
say ready
said
wait 1 s
hear mumbling
say not-understood
said
wait 1 s
hear mumbling
say not-understood-2
said
wait 300 ms
hear mumbling
say not-understood-3
said
wait 1 s
hear mumbling
sound not-understood
press any key
wait 1 s
hear mumbling
say not-understood
