# SPDX-License-Identifier: GPL-3.0-or-later
# Without a button nothing is heard while docent speaks: it would hear itself.
start
say ready
hear stop talking
nothing
hear apples
nothing
state answering
