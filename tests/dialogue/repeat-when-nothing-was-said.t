# SPDX-License-Identifier: GPL-3.0-or-later
# Before anything was asked there is nothing to repeat but that docent is ready.
start
say ready
said
wait 1 s
press repeat
say ready
