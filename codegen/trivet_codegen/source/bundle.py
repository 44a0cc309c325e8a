"""A contract in one document: what other files hold is brought in under names, and nothing else changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import cast

from trivet_codegen.problem import Place, Problem, Problems
from trivet_codegen.source.documents import Documents
from trivet_codegen.source.places import FIELDS, sections
from trivet_codegen.source.pointer import pointer, tokens
from trivet_codegen.source.values import Json

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]+")


def bundle(documents: Documents) -> dict[str, Json]:
    """One self-contained document, with every member in the order in which the contract has it.

    Without references to other files that is the entry itself. Objects of other files come under `components`: under
    the name that the entry gives them, or the last token of their pointer, or their file's stem. Where a name is taken
    by something else, the file's stem comes before it. Objects that `components` has no section for, path items among
    them, are written where they are referred to. A Swagger 2.0 document keeps its own sections, such as
    `definitions`. The result shares no value with the documents.

    Raises Problems if a reference cannot be followed, or if the entry is not an object.
    """
    place = Place(documents.entry)
    value = documents.value(place)
    if not isinstance(value, dict):
        raise Problems(Problem(place, "not-openapi", "this is not an OpenAPI document"))
    return _Bundle(documents, value).made()


class _Bundle:
    """What was brought in so far: `_names` says where each target stands, `_waiting` what is still to copy."""

    def __init__(self, documents: Documents, entry: dict[str, Json]) -> None:
        self._documents = documents
        self._entry = entry
        self._names: dict[tuple[str, Place], str] = {}
        self._kept: set[Place] = set()
        self._sections = sections(entry)
        self._waiting: list[tuple[str, str, Json, Place]] = []
        self._taken: dict[str, set[str]] = {kind: set() for kind in self._sections}
        self._open: list[Place] = []
        self._root = Place(documents.entry)

    def made(self) -> dict[str, Json]:
        self._keep_names_of_the_entry()
        whole_kind = "swagger" if "swagger" in self._entry else "document"
        whole = cast("dict[str, Json]", self._copy(self._entry, Place(self._documents.entry), whole_kind))
        while self._waiting:
            kind, name, value, place = self._waiting.pop(0)
            section = whole
            for token in self._sections[kind]:
                section = cast("dict[str, Json]", section.setdefault(token, {}))
            section[name] = self._copied_whole(value, place, kind)
        return whole

    def _named(self) -> Iterator[tuple[str, dict[str, Json], Place]]:
        """What the entry names, by kind, with the section's place; it or what is around may stand in another file."""
        for kind, way in self._sections.items():
            members, place = self._entry, Place(self._documents.entry)
            for token in way:
                members, place = self._behind(members.get(token), place.child(token))
            yield kind, members, place

    def _behind(self, value: Json, place: Place) -> tuple[dict[str, Json], Place]:
        ref = _only_ref(value)
        if ref is not None:
            value, place = self._target(ref, place)
        return (value if isinstance(value, dict) else {}), place

    def _keep_names_of_the_entry(self) -> None:
        """What the entry's components take from other files has the name that they give it, and their place."""
        entry = self._documents.entry
        for kind, members, place in self._named():
            self._taken[kind].update(members)
            for name, member in members.items():
                at, named = place.child(name), f"#{pointer([*self._sections[kind], name])}"
                if at.document != entry:
                    self._names.setdefault((kind, at), named)
                ref = _only_ref(member)
                if ref is None or (at.document == entry and ref.startswith("#")):
                    continue
                target = self._target(ref, at)[1]
                if target.document != entry and (kind, target) not in self._names:
                    self._names[kind, target] = named
                    self._kept.add(at)

    def _target(self, ref: str, at: Place) -> tuple[Json, Place]:
        """What a reference means in the end: objects that are a `$ref` and nothing else are passed through."""
        value, place = self._documents.resolve(ref, at)
        seen = {place}
        while (next_ref := _only_ref(value)) is not None and place.document != self._documents.entry:
            value, place = self._documents.resolve(next_ref, place)
            if place in seen:
                return self._documents.follow(ref, at)
            seen.add(place)
        return value, place

    def _copied_whole(self, value: Json, place: Place, kind: str) -> Json:
        """A copy of what is taken over from another place."""
        around, self._root = self._root, place
        try:
            return self._copy(value, place, kind)
        finally:
            self._root = around

    def _copy(self, value: Json, at: Place, kind: str) -> Json:
        """A copy of an object of some kind, whose references lead to the bundle."""
        if not isinstance(value, dict):
            return _copied(value)
        if kind == "schema" and "$dynamicRef" in value and "$ref" not in value and not self._keeps_base(at):
            value = {"$ref" if name == "$dynamicRef" else name: member for name, member in value.items()}
        ref = value.get("$ref")
        if isinstance(ref, str):
            return self._reference(value, ref, at, kind)
        if kind == "callback":
            return self._copy_map(value, at, "path_item")
        return {name: self._member(name, member, at.child(name), kind) for name, member in value.items()}

    def _member(self, name: str, value: Json, at: Place, kind: str) -> Json:
        holds, inner = FIELDS[kind].get(name, ("", ""))
        if holds == "one" and isinstance(value, list) and name == "items":
            holds = "list"  # the tuple of older drafts
        if holds == "one":
            return self._copy(value, at, inner)
        if holds == "list" and isinstance(value, list):
            return [self._copy(item, at.child(number), inner) for number, item in enumerate(value)]
        if holds == "map" and isinstance(value, dict):
            return self._copy_map(value, at, inner)
        if kind == "schema" and name == "discriminator" and isinstance(value, dict):
            return self._discriminator(value, at)
        return _copied(value)

    def _copy_map(self, value: dict[str, Json], at: Place, kind: str) -> Json:
        """A copy of named objects, which may all stand in another file (`paths: {$ref: paths.yaml}`)."""
        ref = value.get("$ref")
        if isinstance(ref, str):
            siblings = {name: member for name, member in value.items() if name != "$ref"}
            target, at = self._target(ref, at)
            value = {**target, **siblings} if isinstance(target, dict) else siblings
        untouched = "x-" if kind == "path_item" else "\0"
        return {
            name: _copied(member) if name.startswith(untouched) else self._copy(member, at.child(name), kind)
            for name, member in value.items()
        }

    def _discriminator(self, value: dict[str, Json], at: Place) -> Json:
        """Mappings name schemas (as the entry does) or refer to them; those of the second kind are followed."""
        mapping = value.get("mapping")
        copied = {name: _copied(member) for name, member in value.items()}
        if isinstance(mapping, dict):
            copied["mapping"] = {
                tag: self._mapped(target, at.child("mapping", tag)) if _is_ref(target) else target
                for tag, target in mapping.items()
            }
        return copied

    def _mapped(self, target: Json, at: Place) -> Json:
        """Where a mapping leads in the bundle; what leads nowhere stays as it is, since no value can depend on it."""
        try:
            return self._moved(target, at, "schema")
        except Problems:
            return target

    def _reference(self, value: dict[str, Json], ref: str, at: Place, kind: str) -> Json:
        siblings = {
            name: self._member(name, member, at.child(name), kind) for name, member in value.items() if name != "$ref"
        }
        if at in self._kept:
            target, place = self._target(ref, at)
            return self._copied_whole(target, place, kind)
        if kind in self._sections:
            moved = self._moved(ref, at, kind)
            return {name: moved if name == "$ref" else siblings[name] for name in value}
        if at.document == self._documents.entry and self._target(ref, at)[1].document == at.document:
            return {name: ref if name == "$ref" else siblings[name] for name in value}
        return self._written_out(ref, siblings, at, kind)

    def _written_out(self, ref: str, siblings: dict[str, Json], at: Place, kind: str) -> Json:
        target, place = self._target(ref, at)
        if place in self._open:
            message = f"'{ref}' leads back to itself"
            raise Problems(Problem(at.child("$ref"), "ref-circular", message))
        self._open.append(place)
        copied = self._copied_whole(target, place, kind)
        self._open.pop()
        return {**copied, **siblings} if isinstance(copied, dict) else copied

    def _moved(self, ref: Json, at: Place, kind: str) -> str:
        """The reference that means in the bundle what `ref` means at its place."""
        ref = str(ref)
        if at.document == self._documents.entry and ref.startswith("#"):
            return ref
        value, place = self._target(ref, at)
        base = self._identified(at) if self._keeps_base(at) else None
        if base is not None and self._documents.identities.resource(place) == base:
            return ref
        if place.document == self._documents.entry:
            return ref if base is not None and at.document == place.document else f"#{place.pointer}"
        named = self._named_anew(kind, value, place)
        own = self._identified(place) if base is not None else None
        return self._documents.identities.uri(place) if own == place else named

    def _identified(self, at: Place) -> Place | None:
        """The schema with an absolute `$id` around a place; None if there is none."""
        identities = self._documents.identities
        base = identities.resource(at)
        return base if base.pointer in identities.names(base.document).uris.values() else None

    def _keeps_base(self, at: Place) -> bool:
        """Whether the schema that references at a place begin from is copied with it, so that they still do."""
        base, root = self._documents.identities.resource(at), self._root
        return base.document == root.document and f"{base.pointer}/".startswith(f"{root.pointer}/")

    def _named_anew(self, kind: str, value: Json, place: Place) -> str:
        if (kind, place) not in self._names:
            name = self._free_name(kind, place)
            self._taken[kind].add(name)
            self._names[kind, place] = f"#{pointer([*self._sections[kind], name])}"
            self._waiting.append((kind, name, value, place))
        return self._names[kind, place]

    def _free_name(self, kind: str, place: Place) -> str:
        """The target's own name, told apart from others by its file's stem, then by its whole path, then by number."""
        path = PurePosixPath(place.document)
        stem = path.name.partition(".")[0] or "document"
        last = tokens(place.pointer)[-1] if place.pointer else stem
        whole = "_".join([*path.parent.parts, stem, *tokens(place.pointer)])
        candidates = [_NOT_IN_NAMES.sub("_", name) for name in (last, f"{stem}_{last}", whole)]
        for name in candidates:
            if name not in self._taken[kind]:
                return name
        number = 2
        while f"{candidates[-1]}_{number}" in self._taken[kind]:
            number += 1
        return f"{candidates[-1]}_{number}"


def _only_ref(value: Json) -> str | None:
    """The reference of an object that is nothing else."""
    if isinstance(value, dict) and len(value) == 1:
        ref = value.get("$ref")
        return ref if isinstance(ref, str) else None
    return None


def _copied(value: Json) -> Json:
    if isinstance(value, dict):
        return {name: _copied(member) for name, member in value.items()}
    return [_copied(item) for item in value] if isinstance(value, list) else value


def _is_ref(target: Json) -> bool:
    return isinstance(target, str) and ("#" in target or "/" in target or target.endswith((".json", ".yaml", ".yml")))
