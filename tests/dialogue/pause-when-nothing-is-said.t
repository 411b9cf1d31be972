# SPDX-License-Identifier: GPL-3.0-or-later
# Pausing silence does nothing.
start
say ready
said
wait 1 s
hear pause
nothing
state idle
