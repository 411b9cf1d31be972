# SPDX-License-Identifier: GPL-3.0-or-later
# Reports of an earlier speech come too late to mean anything.
start
say ready
said
wait 1 s
ask for apples
answer apples
sentence 2
ask for pears
silence
answer pears
sentence 3 long ago
press pause
silence
press go-on
answer pears
