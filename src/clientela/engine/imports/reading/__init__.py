"""Reading customers' files: encodings, CSV dialects, spreadsheets, address books, and the values in their cells.

Pure Python without Django: messages are English templates with parameters (`problems`), translated by the caller.
"""

from .problems import Notice, Unreadable
from .profile import ColumnProfile, profile
from .tables import Row, Table, open_table

__all__ = ["ColumnProfile", "Notice", "Row", "Table", "Unreadable", "open_table", "profile"]
