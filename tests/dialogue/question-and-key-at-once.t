# SPDX-License-Identifier: GPL-3.0-or-later
# A key pressed while a question is being recognised: what was heard before it is not answered on top.
start
say ready
said
wait 1 s
somebody begins to speak
wait 1 s
press help
say help
hear apples
nothing
state answering
