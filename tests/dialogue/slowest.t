# SPDX-License-Identifier: GPL-3.0-or-later
# Eighty words a minute are the least.
start
say ready
said
wait 1 s
press slower
rate 140
say slower
press slower
silence
rate 120
say slower
press slower
silence
rate 100
say slower
press slower
silence
rate 80
say slower
press slower
silence
say slowest
