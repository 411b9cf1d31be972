# SPDX-License-Identifier: GPL-3.0-or-later
# A tap while choosing listens; so does the talk button, and what is heard is the choice.
start
say ready
said
wait 1 s
hear apples or pears
say close apples pears
said
wait 1 s
state choosing
tap
state listening
hear the second one
answer pears
said
wait 1 s
hear apples or pears
say close apples pears
said
wait 1 s
state choosing
press talk
state listening
wait 1 s
hear pears or plums
say close pears plums
release talk
nothing
state choosing
