"""Tables as people really have them: reading CSV files of any make and size and sheets of workbooks, and writing them.

A table is read in two steps: `layout_of` looks through the file once and says how it is written;
`rows_of` then streams its rows, from the top or from where an earlier reader stopped. `columns_for`
finds which column holds which field, and `parsed_rows` turns cells into values and errors in words.
"""

from folkmoot.kernel.tables.columns import Columns, columns_for, guess_columns
from folkmoot.kernel.tables.layouts import Layout, layout_of
from folkmoot.kernel.tables.parsing import ErrorList, Field, ParsedRow, RowError, parsed_rows
from folkmoot.kernel.tables.rows import Row, rows_of
from folkmoot.kernel.tables.sheets import AT_THE_SERVER, IN_A_PAGE, Bounds, is_workbook, write_sheet
from folkmoot.kernel.tables.workbooks import workbook_of
from folkmoot.kernel.tables.writing import csv_lines

__all__ = [
    "AT_THE_SERVER",
    "IN_A_PAGE",
    "Bounds",
    "Columns",
    "ErrorList",
    "Field",
    "Layout",
    "ParsedRow",
    "Row",
    "RowError",
    "columns_for",
    "csv_lines",
    "guess_columns",
    "is_workbook",
    "layout_of",
    "parsed_rows",
    "rows_of",
    "workbook_of",
    "write_sheet",
]
