# SPDX-License-Identifier: GPL-3.0-or-later
# Before the first comes the last.
start
say ready
said
wait 1 s
hear previous question
say list-item grapes
