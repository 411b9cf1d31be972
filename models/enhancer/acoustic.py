# SPDX-License-Identifier: GPL-3.0-or-later
"""Debian's en-us acoustic model in PyTorch: from 39 features a frame to the scores of its phones without context.

Phonetically tied mixtures: each phone has 128 Gaussians in each of three streams (cepstra, deltas, double deltas), each
senone its mixture weights over those of its phone. File formats as pocketsphinx reads them (ms_gauden.c,
ptm_mgau.c).
"""
import os
import struct

import numpy as np
import torch
from torch import nn

FOLDER = "/usr/share/pocketsphinx/model/en-us/en-us"
LANES = 16
STREAMS, DENSITIES, LENGTH, STATES = 3, 128, 13, 3
WEIGHT_STEP = 1024 * np.log(1.0001)  # senone dumps hold 8-bit logarithms to the base 1.0001, shifted by ten bits


def gaussians_read(name):
    """phones x streams x densities x LENGTH."""
    with open(os.path.join(FOLDER, name), "rb") as file:
        data = file.read()
    at = data.index(b"endhdr\n") + len(b"endhdr\n")
    numbers = np.frombuffer(data, "<i4", 8, at)
    phones, streams, densities = numbers[1:4]
    assert (streams, densities) == (STREAMS, DENSITIES) and list(numbers[4:7]) == [LENGTH] * 3
    values = np.frombuffer(data, "<f4", numbers[7], at + 32)
    return torch.tensor(values.copy()).view(phones, streams, densities, LENGTH)


def weights_read():
    """streams x densities x senones, natural logarithms."""
    with open(os.path.join(FOLDER, "sendump"), "rb") as file:
        data = file.read()
    at = 0
    while True:
        size, = struct.unpack_from("<i", data, at)
        at += 4 + size
        if size == 0:
            break
    rows, senones = struct.unpack_from("<2i", data, at)
    at += 8
    assert rows == DENSITIES
    values = np.frombuffer(data, np.uint8, STREAMS * rows * senones, at).reshape(STREAMS, rows, senones)
    return torch.tensor(-WEIGHT_STEP * values.astype(np.float32))


def phones_read():
    """Names of the phones without context, in the order of their states."""
    with open(os.path.join(FOLDER, "mdef"), "rb") as file:
        data = file.read()
    at = 8 + struct.unpack_from("<i", data, 8)[0] + 4  # "BMDF", version, length of a description and the description
    count = struct.unpack_from("<i", data, at)[0]
    at += 4 * 10  # further counts
    return [name.decode() for name in data[at:at + 400].split(b"\0")[:count]]


class Acoustic:
    def __init__(self):
        means, variances = gaussians_read("means"), gaussians_read("variances").clamp(min=1e-4)
        phones = means.shape[0]
        inverse = 1 / variances
        constant = -0.5 * (torch.log(2 * np.pi * variances) + means.square() * inverse).sum(-1)
        # The senones of phones without context come first, STATES for each phone.
        mixtures = weights_read()[:, :, :phones * STATES].exp().view(STREAMS, DENSITIES, phones, STATES)
        self.mixtures = mixtures.permute(0, 2, 3, 1).flatten(1, 2).unsqueeze(-1)  # a group for each phone
        self.constants = [constant[:, stream].reshape(-1) for stream in range(STREAMS)]
        # As convolutions: PyTorch's are fast on any machine, its matrix products only with a tuned BLAS.
        self.kernels = [torch.cat([(-0.5 * inverse[:, stream]).reshape(-1, LENGTH, 1),
                                   (means[:, stream] * inverse[:, stream]).reshape(-1, LENGTH, 1)], dim=1)
                        for stream in range(STREAMS)]

    def scores(self, features):
        """features: frames x 39 -> frames x senones, natural logarithms."""
        frames = features.shape[0]
        # In LANES pieces, for PyTorch gives small batches to its slowest convolution.
        padded = nn.functional.pad(features, (0, 0, 0, -frames % LANES)).view(LANES, -1, features.shape[1])
        total = 0
        for stream in range(STREAMS):
            part = padded[..., stream * LENGTH:(stream + 1) * LENGTH].transpose(1, 2)
            densities = torch.conv1d(torch.cat([part.square(), part], dim=1), self.kernels[stream],
                                     self.constants[stream]).view(LANES, -1, DENSITIES, padded.shape[1])
            best = densities.detach().amax(2, keepdim=True)
            likely = (densities - best).exp().flatten(1, 2)
            mixed = torch.conv1d(likely, self.mixtures[stream], groups=densities.shape[1])
            total = total + torch.log(mixed + 1e-12) + best.expand(-1, -1, STATES, -1).flatten(1, 2)
        return total.transpose(1, 2).flatten(0, 1)[:frames]
