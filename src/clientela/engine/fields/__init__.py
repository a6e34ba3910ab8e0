"""Field types, one file per kind. A field says everything a surface needs to read, show, change and find a value."""
