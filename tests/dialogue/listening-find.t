# SPDX-License-Identifier: GPL-3.0-or-later
# Finding a topic with the talk button and the voice.
given microphone button
start
say ready
said
wait 1 s
tap talk
state listening
hear what can I ask
say topic-list
press stop
silence
tap talk
state listening
hear next question
say list-item apples
press stop
silence
tap talk
state listening
hear previous question
say list-item grapes
press stop
silence
tap talk
state listening
hear help
say help
press stop
silence
tap talk
state listening
hear start again
greet
