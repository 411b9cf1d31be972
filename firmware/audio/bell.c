/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/bell.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <sys/eventfd.h>
#include <unistd.h>

int bell_init(struct bell *bell)
{
    atomic_init(&bell->armed, false);
    bell->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return bell->fd < 0 ? -errno : 0;
}

void bell_finish(struct bell *bell)
{
    if (bell->fd >= 0)
        (void)close(bell->fd);
    bell->fd = -1;
}

void bell_arm(struct bell *bell)
{
    (void)atomic_exchange(&bell->armed, true);
}

void bell_ring(struct bell *bell)
{
    if (atomic_exchange(&bell->armed, false))
        (void)eventfd_write(bell->fd, 1);
}

void bell_wait(struct bell *bell, int timeout_ms)
{
    struct pollfd polled = {.fd = bell->fd, .events = POLLIN};
    eventfd_t ignored;
    if (poll(&polled, 1, timeout_ms) > 0)
        (void)eventfd_read(bell->fd, &ignored);
}
