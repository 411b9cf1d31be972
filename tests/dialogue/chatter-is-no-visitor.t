# SPDX-License-Identifier: GPL-3.0-or-later
# Talk that is not meant for docent does not keep it asking.
start
say ready
said
wait 1 s
hear chatter
wait 3600 s
nothing
