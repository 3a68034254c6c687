"""The one Piccolo app: all tables, one history of migrations."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from recognize.tables import TABLES

APP_CONFIG = AppConfig(
    app_name="recognize",
    migrations_folder_path=str(Path(__file__).parent / "migrations"),
    table_classes=list(TABLES),
)
