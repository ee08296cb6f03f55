"""Public holidays by calendar, from our own tables; the package `holidays` is asked by an import only."""

from api.documents.calendars.ids import holiday_id, numbered, stem_of
from api.documents.calendars.table import (
    FOLDER,
    SHIPPED,
    Table,
    TableRow,
    calendars,
    holiday_called,
    holidays_of,
    is_calendar,
    read_table,
    table_of,
    table_text,
    tables_with,
)

__all__ = [
    "FOLDER",
    "SHIPPED",
    "Table",
    "TableRow",
    "calendars",
    "holiday_called",
    "holiday_id",
    "holidays_of",
    "is_calendar",
    "numbered",
    "read_table",
    "stem_of",
    "table_of",
    "table_text",
    "tables_with",
]
