"""A process that uses the services, for the tests to kill. Argument: data directory; input: words."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from recognize.services import ServicesError, running


def main() -> None:
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
