# SPDX-License-Identifier: GPL-3.0-or-later
# The question comes as docent begins to ask whether anybody is there: the button's press silences that.
start
say ready
said
wait 1 s
ask for apples
answer apples
said
wait 60 s
say still-there
press next
silence
say list-item pears
