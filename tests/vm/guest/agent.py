# SPDX-License-Identifier: GPL-3.0-or-later
"""What runs in a guest from boot to power-off: the sound of the room, and the host's orders.

The host speaks through a virtual serial port, a line each way. `run NAME ROUND COUNT CHANCE` runs a scenario; all
it prints goes back to the host, then `exit STATUS`. `off` switches the guest off.
"""
import os
import subprocess
import sys
import time
from pathlib import Path

import room

PORT = "/dev/virtio-ports/docent.vm"
SHARE = Path("/share")
SCRATCH = Path("/run/docent-guest")  # memory: it is there when the disk is full
POLL_S = 0.1


def tell(port, line):
    port.write(line.encode(errors="replace") + b"\n")


def run(port, name, *arguments):
    environment = dict(os.environ, PYTHONPATH=str(SHARE / "guest"), PYTHONDONTWRITEBYTECODE="1", PYTHONUNBUFFERED="1",
                       HOME="/root", TMPDIR=str(SCRATCH), LANG="C.UTF-8", DEBIAN_FRONTEND="noninteractive",
                       DEBIAN_PRIORITY="critical")
    with subprocess.Popen([sys.executable, str(SHARE / "scenarios" / name), *arguments], env=environment,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as scenario:
        for line in scenario.stdout:
            tell(port, line.decode(errors="replace").rstrip("\n"))
    tell(port, f"exit {scenario.returncode}")


def main():
    SCRATCH.mkdir(exist_ok=True)
    room.Room().start()
    # The kernel may find the port later than systemd starts this.
    while not os.path.exists(PORT):
        time.sleep(POLL_S)
    with open(PORT, "r+b", buffering=0) as port:
        tell(port, "here")
        line = b""
        while byte := port.read(1):
            if byte != b"\n":
                line += byte
                continue
            order, line = line.decode().split(), b""
            if order[0] == "off":
                subprocess.run(["systemctl", "--no-block", "poweroff"], check=True)
            else:
                run(port, *order[1:])


if __name__ == "__main__":
    main()
