"""What a process does whose parent was killed: nobody would ever stop it, and it would keep the port."""

import multiprocessing
import os
import signal
import threading


def end_with_parent() -> None:
    """Returns at once. For processes made by `multiprocessing`; any other is its own master."""
    if (parent := multiprocessing.parent_process()) is None:
        return

    def wait() -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="end with parent", daemon=True).start()
