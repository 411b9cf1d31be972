# SPDX-License-Identifier: GPL-3.0-or-later
# A topic without more, and no topic at all.
start
say ready
said
wait 1 s
hear tell me more
say no-more
said
wait 1 s
hear grapes
answer grapes
said
wait 1 s
hear tell me more
say no-more
