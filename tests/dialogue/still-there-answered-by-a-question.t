# SPDX-License-Identifier: GPL-3.0-or-later
# A question means yes too, and is answered.
start
say ready
said
wait 1 s
hear apples
answer apples
said
wait 60 s
say still-there
said
wait 1 s
hear pears
answer pears
