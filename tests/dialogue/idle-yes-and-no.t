# SPDX-License-Identifier: GPL-3.0-or-later
# Yes and no, when nothing was asked, are heard and change nothing.
start
say ready
said
wait 1 s
hear yes please
sound heard
nothing
state idle
hear no thank you
sound heard
nothing
state idle
