"""A company of our own making to look at and play with: seeded, so that it is the same for everybody."""
