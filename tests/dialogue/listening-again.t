# SPDX-License-Identifier: GPL-3.0-or-later
# Said again, the last sentence, and more of it, asked with the talk button.
given microphone button
start
say ready
said
wait 1 s
ask for apples
answer apples
sentence 3
said
tap talk
state listening
hear say that again
answer apples
sentence 3
said
tap talk
state listening
hear say the last sentence again
answer apples from sentence 3
said
tap talk
state listening
hear tell me more
more apples
said
tap talk
state listening
hear play this one
answer apples
