"""The gate: nothing reaches a record except through here (see gate.py)."""
