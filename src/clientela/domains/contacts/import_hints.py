"""What lists of companies and people look like: one without a name is called as it is reached."""

from clientela.engine.imports.hints import Hints, hint

hint(Hints(entity="company", compose={"name": (("website",), ("email",), ("phone",), ("code",))}))
hint(Hints(entity="person", compose={"name": (("email",), ("phone",), ("mobile",))}))
