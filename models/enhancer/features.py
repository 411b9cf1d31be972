# SPDX-License-Identifier: GPL-3.0-or-later
"""sphinxbase's front end in PyTorch: 16 kHz sound (int16 scale) to log mel energies and cepstra, batched.

The arguments are those of Debian's en-us model (feat.params) with -remove_noise no; constants not named there are
sphinxbase's defaults (fe.h). Compared with its program sphinx_fe on 2 s of speech: cepstra differ by 0.0005 at most.
"""
import math

import torch

RATE_HZ, FRAME, SHIFT, FFT = 16000, 410, 160, 512
BANDS, CEPSTRA, LIFTER = 25, 13, 22
LOW_HZ, HIGH_HZ = 130.0, 6800.0
FLOOR = 1e-4


def mel_filters():
    """Triangles of equal area whose corners lie on the transform's frequencies: FFT/2+1 by BANDS."""
    def mel(hz):
        return 2595 * math.log10(1 + hz / 700)

    step_hz = RATE_HZ / FFT
    width = (mel(HIGH_HZ) - mel(LOW_HZ)) / (BANDS + 1)
    corners = [700 * (10 ** ((mel(LOW_HZ) + i * width) / 2595) - 1) for i in range(BANDS + 2)]
    corners = [int(hz / step_hz + 0.5) * step_hz for hz in corners]
    filters = torch.zeros(FFT // 2 + 1, BANDS)
    for band in range(BANDS):
        low, top, high = corners[band:band + 3]
        for bin_number in range(FFT // 2):
            hz = bin_number * step_hz
            if low <= hz <= high:
                height = min((hz - low) / (top - low), (high - hz) / (high - top))
                filters[bin_number, band] = height * 2 / (high - low)
    return filters


def dct_matrix():
    rows = [[math.cos(math.pi / BANDS * i * (j + 0.5)) * math.sqrt((1 if i == 0 else 2) / BANDS)
             * (1 + LIFTER / 2 * math.sin(i * math.pi / LIFTER)) for j in range(BANDS)] for i in range(CEPSTRA)]
    return torch.tensor(rows).T


FILTERS, DCT = mel_filters(), dct_matrix()
WINDOW = torch.hamming_window(FRAME, periodic=False)


def mel_energies(sound):
    """batch x samples -> batch x frames x BANDS energies."""
    before = torch.cat([torch.zeros_like(sound[:, :1]), sound[:, :-1]], dim=1)
    frames = (sound - 0.97 * before).unfold(1, FRAME, SHIFT) * WINDOW
    return torch.fft.rfft(frames, FFT).abs().square() @ FILTERS


def log_mel(sound):
    return torch.log(mel_energies(sound) + FLOOR)


def cepstra(log_energies):
    return log_energies @ DCT
