"""Picture files for tests."""

import io
from typing import Any

from PIL import Image


def picture_file(size: tuple[int, int] = (40, 30), form: str = "PNG", mode: str = "RGB", **options: Any) -> bytes:
    """A gradient, so that turning and cutting it shows."""
    gradient = Image.linear_gradient("L").resize(size).convert(mode)
    file = io.BytesIO()
    gradient.save(file, form, **options)
    return file.getvalue()
