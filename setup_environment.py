"""Make the virtual environment with exactly the locked packages. Needs nothing but Python 3.11 or newer.

Run by `make setup`; `python3 setup_environment.py .venv` does the same.
"""

import subprocess
import sys
import venv
from importlib.util import find_spec
from pathlib import Path

PROJECT = Path(__file__).parent


def main(target: str) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036  # run by whichever Python the machine has
        sys.exit(
            f"Recognize needs Python 3.11 or newer; this is {sys.version.split()[0]}. Try: make PYTHON=python3.12 …"
        )
    environment = Path(target).absolute()
    say("1/3 making the virtual environment")
    python = make_environment(environment)
    say("2/3 installing the locked packages")
    install(python, "--require-hashes", "-r", str(PROJECT / "requirements.lock"))
    say("3/3 installing Recognize itself")
    install(python, "--no-deps", "--no-build-isolation", "--editable", str(PROJECT))


def make_environment(environment: Path) -> Path:
    """Returns its Python; it has pip where this one comes with ensurepip, which Debian's does not."""
    python = environment / "bin" / "python"
    has_ensurepip = find_spec("ensurepip") is not None and find_spec("ensurepip._bundled") is not None
    if not has_ensurepip and find_spec("pip") is None:
        sys.exit("This Python comes without pip. On Debian and Ubuntu: apt-get install python3-venv")
    if not python.exists():
        venv.create(environment, with_pip=has_ensurepip, clear=True)
    return python


def install(python: Path, *what: str) -> None:
    """With the environment's own pip or, where it has none, that of the Python which it was made with."""
    own = any(python.parent.glob("pip*"))
    base: str = getattr(sys, "_base_executable", sys.executable)
    pip = [str(python), "-m", "pip"] if own else [base, "-m", "pip", "--python", str(python)]
    run([*pip, "--disable-pip-version-check", "--no-input", "install", *what])


def run(command: list[str]) -> None:
    """Show a count instead of pip's many lines, and all of them when it fails."""
    lines: list[str] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        for line in process.stdout or ():
            lines.append(line)
            found = sum(each.startswith("Collecting") for each in lines)
            if line.startswith("Collecting") and found % 10 == 0:
                say(f"    {found} packages found")
            elif line.startswith("Installing"):
                say("    unpacking them")
    if process.returncode:
        sys.exit("".join(lines[-30:]) + "\npip could not install the packages; what it said stands above")


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
