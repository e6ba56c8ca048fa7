"""Node: that of the virtual environment, else the system's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from clusterkb import assets


def node() -> str:
    """Return the program."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    found = shutil.which("node", path=path)
    assert found, "Node is missing. Run: make setup"
    return found


def run_node(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run it in the folder of the front end."""
    command = [node(), *map(str, arguments)]
    return subprocess.run(command, cwd=assets.folder("web"), capture_output=True, text=True, check=False)
