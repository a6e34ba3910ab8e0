"""Pages on which an administrator shapes the system, and everybody their own account."""
