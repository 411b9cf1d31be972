# SPDX-License-Identifier: GPL-3.0-or-later
# Paused while docent asks: it goes on asking.
start
say ready
said
wait 1 s
hear apples or pears
say close apples pears
press pause
silence
state paused
press go-on
say close apples pears
state choosing
