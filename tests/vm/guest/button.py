# SPDX-License-Identifier: GPL-3.0-or-later
"""A push button that plugs in: an input device of uinput, which goes when it is unplugged (linux/uinput.h)."""
import errno
import fcntl
import glob
import os
import struct
import subprocess

NAME = "docent-vm-button"
UI_DEV_CREATE, UI_DEV_DESTROY, UI_DEV_SETUP = 0x5501, 0x5502, 0x405C5503
UI_SET_EVBIT, UI_SET_KEYBIT = 0x40045564, 0x40045565
UI_GET_SYSNAME_64 = 0x8040552C
EVIOCGRAB = 0x40044590
EV_SYN, EV_KEY = 0, 1
BUS_USB = 3
KEY_ESC, KEY_ENTER = 1, 28


class Button:
    """Plugged in from creation to unplug()."""

    def __init__(self, name=NAME):
        self.fd = os.open("/dev/uinput", os.O_WRONLY)
        fcntl.ioctl(self.fd, UI_SET_EVBIT, EV_KEY)
        for key in (KEY_ESC, KEY_ENTER):
            fcntl.ioctl(self.fd, UI_SET_KEYBIT, key)
        # struct uinput_setup: bus, vendor, product, version, name, force feedback.
        fcntl.ioctl(self.fd, UI_DEV_SETUP, struct.pack("HHHH80sI", BUS_USB, 1, 1, 1, name.encode(), 0))
        fcntl.ioctl(self.fd, UI_DEV_CREATE)
        subprocess.run(["udevadm", "settle"], check=True)

    def send(self, kind, code, value):
        os.write(self.fd, struct.pack("llHHi", 0, 0, kind, code, value))

    def press(self, key):
        for value in (1, 0):
            self.send(EV_KEY, key, value)
            self.send(EV_SYN, 0, 0)

    def is_grabbed(self):
        """Does some program keep the button to itself, so that it does not also type into a console?"""
        name = bytearray(64)
        fcntl.ioctl(self.fd, UI_GET_SYSNAME_64, name)
        folder = "/sys/devices/virtual/input/" + name.split(b"\0")[0].decode()
        event = os.path.basename(glob.glob(f"{folder}/event*")[0])
        reader = os.open(f"/dev/input/{event}", os.O_RDONLY | os.O_NONBLOCK)
        try:
            fcntl.ioctl(reader, EVIOCGRAB, 1)
        except OSError as error:
            return error.errno == errno.EBUSY
        finally:
            os.close(reader)
        return False

    def unplug(self):
        fcntl.ioctl(self.fd, UI_DEV_DESTROY)
        os.close(self.fd)
