"""Operations of the API, by address and method."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clientela.engine.api import merges, resources, views
from clientela.engine.api.openapi import parameters
from clientela.engine.api.openapi.schemas import name, ref
from clientela.engine.api.problems import KINDS
from clientela.engine.api.resources import Verb
from clientela.engine.entities import registry
from clientela.engine.entities.entity import Entity
from clientela.engine.screens import timeline

Operation = dict[str, Any]

PROBLEM = {"application/problem+json": {"schema": ref("Problem")}}
STATUS = {status: kind for kind, (status, _title) in KINDS.items()}
ALWAYS = (400, 401, 403, 404, 429, 503)
WRITING = (409, 413, 415, 422)
ETAG = {"ETag": {"description": "The record's version.", "schema": {"type": "string"}}}
LOCATION = {"Location": {"description": "Where the new record is.", "schema": {"type": "string"}}}


def responses() -> dict[str, Any]:
    """The problems, to be referred to by their names."""
    found = {
        kind: {"description": str(title), "content": PROBLEM} for kind, (_status, title) in KINDS.items()
    }
    found["unauthenticated"]["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}}}
    for kind in ("too-many-requests", "unavailable"):
        found[kind]["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
    return found


def _operation(
    summary: str,
    operation_id: str,
    tag: str,
    answers: Mapping[str, Any],
    *,
    takes: Mapping[str, Any] | None = None,
    params: list[dict[str, Any]] | None = None,
    fails: tuple[int, ...] = (),
) -> Operation:
    problems = {str(s): {"$ref": f"#/components/responses/{STATUS[s]}"} for s in sorted({*ALWAYS, *fails})}
    found: Operation = {
        "summary": summary,
        "operationId": operation_id,
        "tags": [tag],
        "responses": {**answers, **problems},
    }
    if params:
        found["parameters"] = params
    if takes:
        found["requestBody"] = {
            "required": True,
            "content": {media: {"schema": schema} for media, schema in takes.items()},
        }
    return found


def _gives(schema: str, description: str, headers: Mapping[str, Any] | None = None) -> dict[str, Any]:
    found = {"description": description, "content": {"application/json": {"schema": ref(schema)}}}
    return {**found, "headers": dict(headers)} if headers else found


ONCE = [parameters.ref("idempotency-key")]
MATCH = [*ONCE, parameters.ref("if-match")]


def of_entity(entity: Entity) -> dict[str, dict[str, Any]]:
    """Addresses of an entity and its records."""
    root, single = f"/api/v1/{entity.slug}", f"/api/v1/{entity.slug}/{{id}}"
    here = [parameters.ref("id")]
    paths: dict[str, dict[str, Any]] = {
        root: {"get": _list(entity), "post": _create(entity)},
        f"{root}/batch": {"post": _batch(entity)},
        f"{root}/merges": {"post": _merge(entity)},
        single: {"parameters": here, "get": _get(entity), "patch": _patch(entity), "delete": _delete(entity)},
    }
    for resource, verbs in resources.of(entity).items():
        methods = {method.lower(): _verb(entity, resource, method, verb) for method, verb in verbs.items()}
        paths[f"{single}/{resource}"] = {"parameters": here, **methods}
    return paths


def _list(entity: Entity) -> Operation:
    summary = f"List {entity.label_plural}"
    answers = {"200": _gives(f"{name(entity)}List", "One page.")}
    return _operation(summary, f"list_{entity.key}", entity.key, answers, params=parameters.of_list(entity))


def _create(entity: Entity) -> Operation:
    answers = {"201": _gives(name(entity), "Created.", ETAG | LOCATION)}
    takes = {"application/json": ref(f"{name(entity)}Create")}
    summary = f"Create: {entity.label}"
    return _operation(
        summary, f"create_{entity.key}", entity.key, answers, takes=takes, params=ONCE, fails=WRITING
    )


def _batch(entity: Entity) -> Operation:
    done, partly = (
        _gives("BatchResult", "All done."),
        _gives("BatchResult", "Some could not be done; see each one's status."),
    )
    takes = {"application/json": ref(f"{name(entity)}Batch")}
    summary = f"Create, change, delete or restore up to 1,000 {entity.label_plural}"
    answers = {"200": done, "207": partly}
    return _operation(
        summary, f"batch_{entity.key}", entity.key, answers, takes=takes, params=ONCE, fails=WRITING
    )


def _merge(entity: Entity) -> Operation:
    body = {
        "type": "object",
        "required": list(merges.REQUIRED),
        "properties": merges.BODY,
        "additionalProperties": False,
    }
    return _operation(
        f"Merge {entity.label_plural} into one", f"merge_{entity.key}", entity.key,
        {"201": _gives("Merge", "Merged.", LOCATION)}, takes={"application/json": body}, params=ONCE, fails=WRITING,
    )  # fmt: skip


def _get(entity: Entity) -> Operation:
    answers = {"200": _gives(name(entity), "The record.", ETAG), "304": {"description": "Unchanged."}}
    params = [parameters.ref("if-none-match"), *parameters.selection(entity)]
    return _operation(f"Read: {entity.label}", f"get_{entity.key}", entity.key, answers, params=params)


def _patch(entity: Entity) -> Operation:
    schema = ref(f"{name(entity)}Patch")
    return _operation(
        f"Change: {entity.label}", f"change_{entity.key}", entity.key, {"200": _gives(name(entity), "As it is now.", ETAG)},
        takes={"application/merge-patch+json": schema, "application/json": schema}, params=MATCH, fails=(*WRITING, 412),
    )  # fmt: skip


def _delete(entity: Entity) -> Operation:
    answers = {"204": {"description": "In the recycle bin."}}
    summary = f"Delete: {entity.label}"
    return _operation(
        summary, f"delete_{entity.key}", entity.key, answers, params=MATCH, fails=(409, 412, 422)
    )


def _verb(entity: Entity, resource: str, method: str, verb: Verb) -> Operation:
    takes = None
    if verb.body:
        schema = {"type": "object", "properties": dict(verb.body), "additionalProperties": False}
        takes = {"application/json": {**schema, "required": list(verb.required)} if verb.required else schema}
    given = registry.get(verb.gives) if verb.gives else entity
    answers = {"200": _gives(name(given), "What it made." if verb.gives else "As it is now.", ETAG)}
    return _operation(
        str(verb.label), f"{method.lower()}_{entity.key}_{resource}", entity.key, answers,
        takes=takes, params=MATCH, fails=(*WRITING, 412),
    )  # fmt: skip


# -- addresses of no one entity --------------------------------------------------------------------------------------
def common() -> dict[str, dict[str, Any]]:
    paging = [parameters.ref("after"), parameters.ref("limit")]
    words: dict[str, Any] = {
        "name": "q",
        "in": "query",
        "required": True,
        "schema": {"type": "string", "minLength": 1},
    }
    kind = {
        "name": "entity",
        "in": "query",
        "schema": {"type": "string"},
        "description": "The key of one entity.",
    }
    return {
        "/api/v1/me": {"get": _plain("Who I am", "me", "Me")},
        "/api/v1/entities": {"get": _plain("The kinds of record and their fields", "entities", "Entities")},
        "/api/v1/search": {
            "get": _plain("Find anything", "search", "Hits", [words, parameters.ref("limit")])
        },
        "/api/v1/views": {"get": _plain("Saved views", "views", "Views", [kind]), "post": _keep_view()},
        "/api/v1/views/{id}": {
            "parameters": [parameters.ref("id")],
            "get": _plain("A saved view", "view", "View"),
            "patch": _change_view(),
            "delete": _delete_view(),
        },
        "/api/v1/changes": {
            "get": _plain("What was changed, in order; `after=now` for the end", "changes", "Changes", paging)
        },
        "/api/v1/merges/{id}": {
            "parameters": [parameters.ref("id")],
            "get": _plain("A merge", "merge", "Merge"),
            "delete": _unmerge(),
        },
        **of_files(),
    }


def of_files() -> dict[str, dict[str, Any]]:
    """Files of whatever record, and their contents."""
    text = {"type": "string"}
    where = [{"name": key, "in": "path", "required": True, "schema": text} for key in ("plural", "record")]
    part = {"type": "array", "items": {**text, "contentMediaType": "application/octet-stream"}}
    takes = {"multipart/form-data": {"type": "object", "required": ["file"], "properties": {"file": part}}}
    contents = {"content": {"*/*": {"schema": text}}, "description": "The file, as an attachment."}
    return {
        "/api/v1/{plural}/{record}/files": {
            "parameters": where,
            "get": _operation("Files of a record", "list_files_of", "file", {"200": _gives("FileList", "All.")}),
            "post": _operation(
                "Add files to a record", "add_files_to", "file", {"201": _gives("FileList", "Added.")},
                takes=takes, params=ONCE, fails=WRITING,
            ),
        },
        "/api/v1/{plural}/{record}/timeline": {
            "parameters": where,
            "get": _operation(
                "What happened to a record and around it, newest first, in words", "timeline_of", "system",
                {"200": _gives("Timeline", "A page of it.")},
                params=[
                    {"name": "part", "in": "query", "schema": {**text, "enum": list(timeline.FILTERS)}},
                    parameters.ref("after"), parameters.ref("limit"),
                ],
            ),
        },
        "/api/v1/files/{record}/content": {
            "parameters": where[1:],
            "get": _operation("Contents of a file", "file_content", "file", {"200": contents, "304": {"description": "Unchanged."}}),
        },
    }  # fmt: skip


def _plain(
    summary: str, operation_id: str, schema: str, params: list[dict[str, Any]] | None = None
) -> Operation:
    return _operation(summary, operation_id, "system", {"200": _gives(schema, "Found.")}, params=params)


def _keep_view() -> Operation:
    body = {"type": "object", "required": list(views.REQUIRED), "properties": views.BODY}
    return _operation(
        "Keep a view", "create_view", "system", {"201": _gives("View", "Kept.", LOCATION)},
        takes={"application/json": {**body, "additionalProperties": False}}, params=ONCE, fails=WRITING,
    )  # fmt: skip


def _change_view() -> Operation:
    body = {"type": "object", "properties": views.LOOK, "additionalProperties": False}
    return _operation(
        "Change a view of one's own", "change_view", "system", {"200": _gives("View", "As it is now.")},
        takes=dict.fromkeys(("application/merge-patch+json", "application/json"), body), params=ONCE, fails=WRITING,
    )  # fmt: skip


def _delete_view() -> Operation:
    answers = {"204": {"description": "Deleted."}}
    return _operation("Delete a view", "delete_view", "system", answers, params=ONCE, fails=(409, 422))


def _unmerge() -> Operation:
    answers = {"200": _gives("Merge", "Taken back; `kept` says what was changed since and stays.")}
    return _operation("Take a merge back", "unmerge", "system", answers, params=ONCE, fails=(409, 422))
