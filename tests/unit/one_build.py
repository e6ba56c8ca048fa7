"""One build in a process of its own: ``python one_build.py CHECKOUT HOME full|incremental [PHASE STEP]``.

Prints each phase as it begins. With a phase and a step, the process kills itself as that phase is about
to change the disk for the STEP-th time (from 0), so that every state between two changes can be tried.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from unittest import mock

from clusterkb import assets, build

CHANGES = ("os.rename", "os.remove", "os.symlink", "os.rmdir", "os.mkdir", "shutil.rmtree")


class Trap:
    """An audit hook that counts a phase's changes of the disk and springs at one of them."""

    def __init__(self, phase: str, step: int) -> None:
        self.phase, self.left, self.armed = phase, step, False

    def announce(self, phase: str, what: str) -> None:
        self.armed = phase == self.phase
        os.write(1, f"{phase}\n".encode())

    def hook(self, event: str, details: tuple[object, ...]) -> None:
        if self.armed and (event in CHANGES or (event == "open" and details[1] == "w")):
            if self.left == 0:
                self.armed = False
                os.kill(os.getpid(), signal.SIGKILL)
            self.left -= 1


def main(checkout: str, home: str, mode: str, phase: str = "", step: str = "0") -> None:
    trap = Trap(phase, int(step))
    sys.addaudithook(trap.hook)
    with mock.patch.object(assets, "checkout", return_value=Path(checkout)):
        build.run(Path(home), full=mode == "full", progress=trap.announce)


if __name__ == "__main__":
    main(*sys.argv[1:])
