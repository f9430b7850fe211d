"""Any table as a timetable: a staff list, a plan on the wall, an export of a program.

In the order in which a file becomes a timetable: `sheets` finds the table, `heads` and `layout` say
what its columns are, `long` and `wide` take lessons from its rows and cells, `days` and `times`
read all days and all times together, `assemble` puts the lessons on them.
"""

from pdsched.timetables.tables.layout import Layout, layout_names, load_layout
from pdsched.timetables.tables.read import TableReading, look_at_table, read_table
from pdsched.timetables.tables.sheets import Frame

__all__ = [
    "Frame",
    "Layout",
    "TableReading",
    "layout_names",
    "load_layout",
    "look_at_table",
    "read_table",
]
