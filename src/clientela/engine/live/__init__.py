"""Open pages follow changes made elsewhere: server-sent events, read from the change log."""
