# SPDX-License-Identifier: GPL-3.0-or-later
# After the answer it is the last one of all.
start
say ready
said
wait 1 s
hear apples
answer apples
sentence 1
sentence 2
sentence 3
said
wait 1 s
hear say the last sentence again
answer apples from sentence 3
