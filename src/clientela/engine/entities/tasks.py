from __future__ import annotations

from django.utils.translation import gettext as _

from clientela.engine.entities.indexing import build_index, drop_index
from clientela.engine.jobs.task import task
from clientela.engine.jobs.work import Work


@task("entities.index", icon="list-tree")
def index_field(work: Work, *, entity: str, key: str) -> None:
    build_index(entity, key)
    work.finish(_("Filters and sorting by this field are fast now."))


@task("entities.unindex", icon="list-tree")
def unindex_field(work: Work, *, entity: str, key: str) -> None:
    drop_index(entity, key)
    work.finish(_("The index is gone."))
