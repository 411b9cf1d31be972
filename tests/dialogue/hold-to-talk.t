# SPDX-License-Identifier: GPL-3.0-or-later
# Hold to talk: what was said while the button was down is judged when it is let go.
given microphone button
start
say ready
said
wait 1 s
ear closed
press talk
sound listening
state listening
ear button
wait 2 s
release talk
judge what was heard
hear apples
answer apples
