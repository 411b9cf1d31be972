# SPDX-License-Identifier: GPL-3.0-or-later
# "Stop talking" in silence is no question and gets no answer.
start
say ready
said
wait 1 s
hear stop talking
sound end
nothing
state idle
