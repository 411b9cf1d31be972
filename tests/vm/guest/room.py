# SPDX-License-Identifier: GPL-3.0-or-later
"""The room that docent listens to: a quiet noise, played without end into the loopback card, and now and then somebody
who speaks. The card sets the pace, so that all is heard in real time. While there is no card nobody is heard.
"""
import array
import random
import socket
import subprocess
import threading
import time
from pathlib import Path

RATE_HZ = 16000
BLOCK_FRAMES = 320
NOISE_AMPLITUDE = 12  # digital silence is no room at all
NOISE_BLOCKS = 250
RETRY_S = 0.2  # between attempts to open a card that is away
DOOR = "/run/docent-guest.room"  # where to bring files with speech: 16 bit, mono, RATE_HZ, no header
PLAYER = ["aplay", "-q", "-t", "raw", "-f", "S16_LE", "-r", str(RATE_HZ), "-c", "1", "--buffer-time=400000",
          "-D", "plughw:CARD=Loopback,DEV=0,SUBDEV=0", "-"]


class Room(threading.Thread):
    def __init__(self):
        super().__init__(daemon=True)
        self.door = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        Path(DOOR).unlink(missing_ok=True)
        self.door.bind(DOOR)
        self.door.setblocking(False)
        noise = random.Random(1)
        self.noise = [array.array("h", (noise.randint(-NOISE_AMPLITUDE, NOISE_AMPLITUDE)
                                        for _ in range(BLOCK_FRAMES))).tobytes() for _ in range(NOISE_BLOCKS)]
        self.speech = b""

    def next_block(self, number):
        if not self.speech:
            try:
                self.speech = Path(self.door.recv(4096).decode()).read_bytes()
            except BlockingIOError:
                return self.noise[number % NOISE_BLOCKS]
        block, self.speech = self.speech[:2 * BLOCK_FRAMES], self.speech[2 * BLOCK_FRAMES:]
        return block

    def run(self):
        number = 0
        while True:
            with subprocess.Popen(PLAYER, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0) as player:
                try:
                    while True:
                        player.stdin.write(self.next_block(number))
                        number += 1
                except BrokenPipeError:
                    self.speech = b""
            time.sleep(RETRY_S)


def say(path):
    """Have somebody speak the recording."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as door:
        door.sendto(str(path).encode(), DOOR)
