"""PDF by Typst, with the fonts that come along and without the network."""

from datetime import datetime
from importlib.resources import files
from pathlib import Path

import typst

# Inter has Latin, Greek and Cyrillic; the others have what it lacks, in this order.
FONTS = (
    "fontpkg_inter",
    "fontpkg_heebo",
    "fontpkg_noto_sans_arabic",
    "fontpkg_noto_sans_devanagari",
    "fontpkg_noto_sans_thai",
)
FONT_OF_CJK = "noto_cjk_sans_jp_regular"
TEMPLATES = Path(__file__).parent


def typeset(template: str, data: str, made_at: datetime) -> bytes:
    """`data`: JSON that the template reads. The same data of the same moment is the same file."""
    folders = [str(files(package) / "files") for package in FONTS]
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[*folders, str(files(FONT_OF_CJK))]
    )
    compiler = typst.Compiler(
        TEMPLATES / template, root=TEMPLATES, font_paths=fonts, ignore_system_fonts=True, sys_inputs={"data": data}
    )
    made = compiler.compile(format="pdf", timestamp=made_at)
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made
