# SPDX-License-Identifier: GPL-3.0-or-later
# A number when nothing was listed.
start
say ready
said
wait 1 s
hear the first one
say no-such-number
