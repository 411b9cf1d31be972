# SPDX-License-Identifier: GPL-3.0-or-later
# Where nobody has come, nobody is asked whether they are still there.
start
say ready
said
wait 3600 s
nothing
state idle
