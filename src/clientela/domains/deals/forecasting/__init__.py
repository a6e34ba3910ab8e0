"""Deals by the month in which they should close."""
