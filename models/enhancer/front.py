# SPDX-License-Identifier: GPL-3.0-or-later
"""sphinxbase's own front end by ctypes: log mel energies with its noise removal, as firmware/speech/front_sphinx.c
asks for them."""
import ctypes

import numpy as np

BANDS = 25
ARGUMENTS = ("-logspec yes -lifter 0 -lowerf 130 -upperf 6800 -nfilt 25 -transform dct -remove_noise yes "
             "-remove_silence no").split()


class Front:
    def __init__(self, frames_max=4000):
        self.library = ctypes.CDLL("libsphinxbase.so.3")
        for name in ("cmd_ln_init", "fe_get_args", "fe_init_auto_r"):
            getattr(self.library, name).restype = ctypes.c_void_p
        config = self.library.cmd_ln_init(None, ctypes.c_void_p(self.library.fe_get_args()), 1,
                                          *[argument.encode() for argument in ARGUMENTS], None)
        self.end = ctypes.c_void_p(self.library.fe_init_auto_r(ctypes.c_void_p(config)))
        self.values = np.zeros((frames_max, BANDS), np.float32)
        self.rows = (ctypes.c_void_p * frames_max)(*[row.ctypes.data for row in self.values])
        self.frames_max = frames_max

    def log_mel(self, sound):
        """int16 samples -> frames x BANDS."""
        samples = np.ascontiguousarray(sound, np.int16)
        place, left = ctypes.c_void_p(samples.ctypes.data), ctypes.c_size_t(len(samples))
        frames, more = ctypes.c_int32(self.frames_max - 2), ctypes.c_int32(0)
        self.library.fe_start_stream(self.end)
        self.library.fe_start_utt(self.end)
        self.library.fe_process_frames(self.end, ctypes.byref(place), ctypes.byref(left), self.rows,
                                       ctypes.byref(frames), None)
        self.library.fe_end_utt(self.end, ctypes.c_void_p(self.rows[frames.value]), ctypes.byref(more))
        return self.values[:frames.value].copy()
