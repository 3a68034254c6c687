"""A process that uses the services, for the tests to kill. Argument: data directory; input: words."""

import json
import signal
import sys
from dataclasses import asdict
from pathlib import Path

from recognize.services import ServicesError, running


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # whoever started the tests may have them ignored
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    try:
        with running(Path(sys.argv[1])) as services:
            print(json.dumps(asdict(services.urls)), flush=True)
            for word in sys.stdin:
                if word == "ensure\n":
                    services.ensure_running()
                    print("ensured", flush=True)
    except ServicesError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
