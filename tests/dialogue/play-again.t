# SPDX-License-Identifier: GPL-3.0-or-later
# Play after an answer says it again.
start
say ready
said
wait 1 s
hear pears
answer pears
said
press play
answer pears
