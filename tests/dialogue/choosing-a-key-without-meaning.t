# SPDX-License-Identifier: GPL-3.0-or-later
# A key without a meaning silences the question, and leaves it open.
start
say ready
said
wait 1 s
hear apples or pears
say close apples pears
press any key
silence
state choosing
wait 1 s
hear pears
answer pears
