"""The OpenAPI 3.1 document, made from the entities as they are now: user-defined fields and options included."""
