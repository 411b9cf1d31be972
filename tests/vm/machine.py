# SPDX-License-Identifier: GPL-3.0-or-later
"""A virtual machine: QEMU with a guest root, and the line to the agent inside."""
import selectors
import shutil
import socket
import subprocess
import time
from pathlib import Path

EMULATORS = {
    "amd64": ["qemu-system-x86_64", "-M", "q35"],
    "arm64": ["qemu-system-aarch64", "-M", "virt", "-cpu", "cortex-a72"],
}
CONSOLES = {"amd64": "ttyS0", "arm64": "ttyAMA0"}
BOOT_S = 600  # before a guest that is not there is given up
POLL_S = 0.1


class Failure(Exception):
    """Of the guest, not of a scenario."""


class Machine:
    """`root`: a folder made by guest_root; `share`: the folder that is the guest's /share; `scratch`: for what it needs
    itself. What the guest writes to its disk is kept over power cuts until the object is gone."""

    def __init__(self, arch, root, share, scratch):
        self.arch, self.root, self.share, self.scratch = arch, Path(root), Path(share), Path(scratch)
        self.console = self.scratch / "console.log"
        self.disk = self.scratch / "disk.qcow2"
        self.process = self.port = None
        self.pending = b""
        subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", "-F", "raw", "-b", str(self.root / "disk.ext4"),
                        str(self.disk)], check=True)

    def arguments(self):
        # The guest's clock counts the instructions that it carries out, each a nanosecond: it is a machine of one core
        # and 1 GHz on every host. On a busy one it is slower to watch, but no sound in it is late, and nothing lags.
        # It does not outlive this process, however that ends.
        return ["setpriv", "--pdeathsig", "KILL", *EMULATORS[self.arch],
                "-accel", "tcg", "-icount", "shift=0", "-smp", "1", "-m", "1024", "-nodefaults",
                "-display", "none", "-nic", "none", "-no-reboot",
                "-kernel", str(self.root / "vmlinuz"), "-initrd", str(self.root / "initrd"),
                "-append", f"root=/dev/vda rw console={CONSOLES[self.arch]} quiet "
                "systemd.show_status=0 panic=-1",
                "-drive", f"file={self.disk},if=virtio,format=qcow2,cache=writeback",
                "-virtfs", f"local,path={self.share},mount_tag=share,security_model=none",
                "-chardev", f"socket,id=port,path={self.scratch}/port,server=on,wait=off",
                "-device", "virtio-serial", "-device", "virtserialport,chardev=port,name=docent.vm",
                "-serial", f"file:{self.console}"]

    def boot(self):
        """Returns how long it took until the agent was there, in seconds."""
        start_s = time.monotonic()
        (self.scratch / "port").unlink(missing_ok=True)
        self.process = subprocess.Popen(self.arguments(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, text=True)
        while not (self.scratch / "port").exists():
            if self.process.poll() is not None:
                raise Failure(f"QEMU ended: {self.process.stdout.read().strip()}")
            time.sleep(POLL_S)
        self.port = socket.socket(socket.AF_UNIX)
        self.port.connect(str(self.scratch / "port"))
        self.port.setblocking(False)
        self.pending = b""
        if self.receive(BOOT_S) != "here":
            raise Failure(f"the guest did not boot in {BOOT_S} s: {self.last_words()}")
        return time.monotonic() - start_s

    def last_words(self):
        return " | ".join(self.console.read_text(errors="replace").splitlines()[-12:]) if self.console.exists() else ""

    def send(self, line):
        self.port.setblocking(True)
        self.port.sendall(line.encode() + b"\n")
        self.port.setblocking(False)

    def receive(self, patience_s):
        """The guest's next line; None when it has not come in this time, or the guest is gone."""
        end_s = time.monotonic() + patience_s
        with selectors.DefaultSelector() as selector:
            selector.register(self.port, selectors.EVENT_READ)
            while b"\n" not in self.pending:
                remaining_s = end_s - time.monotonic()
                if remaining_s <= 0 or not selector.select(remaining_s):
                    return None
                data = self.port.recv(65536)
                if not data:
                    return None
                self.pending += data
        line, self.pending = self.pending.split(b"\n", 1)
        return line.decode(errors="replace")

    def cut_power(self):
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.port = self.port and self.port.close()
            self.process = None

    def is_on(self):
        return self.process is not None

    def off(self):
        """Shuts the guest down in an orderly way; a guest that does not is cut off."""
        self.send("off")
        try:
            self.process.wait(BOOT_S)
        except subprocess.TimeoutExpired:
            pass
        self.cut_power()

    def keep_log(self, path):
        if self.console.exists():
            shutil.copyfile(self.console, path)
