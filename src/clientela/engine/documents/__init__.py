"""Files on records, and documents made from templates: PDF by Typst, DOCX by docxtpl.

For domains: kinds.register(Kind(…)) in a module papers.py; rendering.render(actor, kind, values, language) gives bytes,
rendering.of_record(actor, kind, record_id, language) fills a kind's own values; files.keep(actor, about, name, data) puts
a made document on a record.
"""
