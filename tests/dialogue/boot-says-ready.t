# SPDX-License-Identifier: GPL-3.0-or-later
# When docent has started it says so, and a key cuts that off like any other speech.
start
say ready
state answering
press any key
silence
state idle
