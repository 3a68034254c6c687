"""Recognize: colleagues thank each other for good internal service."""

import os

__version__ = "0.1.0"

# Piccolo finds its engine through this module name.
os.environ.setdefault("PICCOLO_CONF", "recognize.piccolo_conf")
