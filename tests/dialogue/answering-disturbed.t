# SPDX-License-Identifier: GPL-3.0-or-later
# Nothing that is heard gets through while docent speaks; a text from the socket does.
start
say ready
said
wait 1 s
ask for apples
answer apples
sentence 2
hear nothing
nothing
hear apples or pears
nothing
hear mumbling near apples and pears
nothing
somebody begins to speak
nothing
mended speaker
nothing
state answering
a text is to be said
silence
say the text
