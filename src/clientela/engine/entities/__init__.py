"""What kinds of record there are: entity.py the declaration, registry.py all of them, shape.py what was added live."""
