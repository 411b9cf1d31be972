# SPDX-License-Identifier: GPL-3.0-or-later
# Staff read fast: up to 450 words a minute, whatever the steps to it.
given rate_wpm 420
start
say ready
said
wait 1 s
press faster
rate 440
say faster
press faster
silence
rate 450
say faster
press faster
silence
say fastest
