"""How large a file may be. One list, so that the limits can be stated and tested."""

from storecrew.kernel.limited import Limits

MOST_BYTES = 1 << 30  # of the file as it comes
MOST_UNPACKED = 2 << 30  # of what an archive holds
MOST_RATIO = 200  # unpacked to packed, once more than RATIO_FROM was unpacked
RATIO_FROM = 10 << 20
MOST_COLUMNS = 1_000
MOST_LINE = 16 << 20  # bytes without a line break
MOST_CELL = 2 << 20  # characters
MOST_RECORD = 8 << 20  # characters of one row
MOST_ROWS = 5_000_000
MOST_ENTRIES = 20_000  # in an archive
MOST_IMAGE = 20 << 20
MOST_SHEET = 200 << 20  # bytes of XML in a workbook
# What the process may use that opens archives and workbooks.
CHILD = Limits(memory=640 << 20, seconds=120, written=MOST_UNPACKED, patience=125)
