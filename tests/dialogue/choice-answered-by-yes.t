# SPDX-License-Identifier: GPL-3.0-or-later
# "A or B?" "Yes." is no answer: docent asks again.
start
say ready
said
wait 1 s
hear apples or pears
say close apples pears
said
wait 1 s
hear yes please
say close apples pears
