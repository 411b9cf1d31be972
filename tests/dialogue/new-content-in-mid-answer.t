# SPDX-License-Identifier: GPL-3.0-or-later
# New content while docent speaks of the old: the old place is forgotten, the voice is kept.
start
say ready
said
wait 1 s
press louder
volume -5 dB
say louder
said
ask for apples
answer apples
sentence 2
press stop
silence
new content
press repeat
say nothing-to-repeat
said
press quieter
volume -10 dB
say quieter
