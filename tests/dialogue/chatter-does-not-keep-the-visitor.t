# SPDX-License-Identifier: GPL-3.0-or-later
# Talk that is not understood does not count as the visitor's answer once docent has given up.
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
wait 60 s
say still-there
said
wait 1 s
hear mumbling
sound not-understood
state still-there
wait 20 s
state idle
hear mumbling
say not-understood
