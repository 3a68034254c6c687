"""Where Piccolo looks for the engine and the app."""

from piccolo.conf.apps import AppRegistry

from recognize.lib.database import DB

__all__ = ["APP_REGISTRY", "DB"]

APP_REGISTRY = AppRegistry(apps=["recognize.piccolo_app"])
