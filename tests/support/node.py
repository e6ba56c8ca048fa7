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


def html_faults(folder: Path) -> list[tuple[str, str]]:
    """Return what html-validate finds in the pages of a folder: the name of the file; place, rule and message."""
    program, rules = "node_modules/html-validate/bin/html-validate.mjs", ".htmlvalidate.json"
    done = run_node(program, "--config", rules, "-f", "text", f"{folder}/*.html")
    assert done.returncode == bool(done.stdout.strip()), done.stderr
    found = (line.removeprefix(f"{folder}/").partition(":") for line in done.stdout.splitlines())
    return [(name, fault) for name, _, fault in found]
