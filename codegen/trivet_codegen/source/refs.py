"""References between documents: `$ref` values followed, or refused with a reason."""

from __future__ import annotations

from typing import Protocol
from urllib.parse import unquote

from trivet_codegen.problem import Place, Problem, Problems
from trivet_codegen.source import files
from trivet_codegen.source.identity import SCHEME, Identities
from trivet_codegen.source.meta_schemas import is_meta_schema
from trivet_codegen.source.pointer import tokens
from trivet_codegen.source.remote import Remote, shown
from trivet_codegen.source.values import Json
from trivet_codegen.source.walk import Found, Missing, exists_there, find, find_unescaped, meant

_HOPS = 100
_PROPOSALS = 100
"""For how many wrong references the name that was meant is looked for, since that compares it with every other."""


class Readable(Protocol):
    """What following references needs of the documents."""

    folder: str
    remote: Remote | None

    @property
    def names(self) -> list[str]: ...
    def document(self, name: str) -> Json: ...
    def warn(self, *problems: Problem) -> None: ...
    @property
    def identities(self) -> Identities: ...
    def find(self, name: str, pointer: str) -> Found | Missing: ...
    def lines(self, places: list[Place]) -> dict[Place, tuple[int, int]]: ...


class Refs:
    """Follows references; remembers the lines of what it proposed, because many references go wrong at once."""

    def __init__(self, documents: Readable) -> None:
        self._documents = documents
        self._identities = documents.identities
        self._lines: dict[Place, int] = {}
        self._proposed = 0

    def resolve(self, ref: str, at: Place) -> tuple[Json, Place]:
        return self._resolve(ref, self._ref_place(at), 0)

    def follow(self, ref: str, at: Place) -> tuple[Json, Place]:
        start = self._ref_place(at)
        value, place = self._resolve(ref, start, 0)
        seen: list[Place] = []
        while isinstance(value, dict) and isinstance(value.get("$ref"), str):
            if place in seen:
                raise _circular(ref, start)
            seen.append(place)
            value, place = self._resolve(str(value["$ref"]), place.child("$ref"), 0)
        return value, place

    def _ref_place(self, at: Place) -> Place:
        """The place of the `$ref` itself, whichever of the two was given."""
        if at.pointer.endswith("/$ref"):
            return at
        found = self._documents.find(at.document, at.pointer)
        has_ref = (
            isinstance(found, Found) and isinstance(found.value, dict) and isinstance(found.value.get("$ref"), str)
        )
        return at.child("$ref") if has_ref else at

    def _resolve(self, ref: str, at: Place, hops: int) -> tuple[Json, Place]:
        if hops > _HOPS:
            raise _circular(ref, at)
        file, sharp, fragment = ref.partition("#")
        base = self._resource(file, ref, at)
        if not sharp or not fragment:
            return self._at(base, ref, at, hops)
        if fragment.startswith("/"):
            return self._at(Place(base.document, base.pointer + fragment), ref, at, hops)
        return self._at(self._anchor(base, fragment, ref, at), ref, at, hops)

    def _resource(self, file: str, ref: str, at: Place) -> Place:
        """The document or schema that a reference's fragment is about."""
        if not file:
            return self._identities.resource(at)
        itself = self._identities.place(file, at)
        if itself is not None:
            return itself
        meant = self._identities.uri_of(file, at)
        if is_meta_schema(meant):
            self._documents.document(meant)
            return Place(meant)
        return Place(self._lying_as_said(file, ref, at) or self._file(file, ref, at))

    def _at(self, target: Place, ref: str, at: Place, hops: int) -> tuple[Json, Place]:
        found = self._documents.find(target.document, target.pointer)
        if isinstance(found, Missing) and "%" in target.pointer:
            decoded = self._documents.find(target.document, unquote(target.pointer))
            found = decoded if isinstance(decoded, Found) else found
        if isinstance(found, Found):
            return found.value, Place(target.document, found.pointer)
        through = self._in_other_resource(ref, at) or self._through(found, target.document, hops)
        through = through or self._unescaped(target, ref, at)
        if through is not None:
            return through
        raise Problems(self._missing(found, target.document, ref, at))

    def _through(self, missing: Missing, document: str, hops: int) -> tuple[Json, Place] | None:
        """The target behind a `$ref` that stands on the way to it; None if none does."""
        inner = missing.value.get("$ref") if isinstance(missing.value, dict) else None
        if not isinstance(inner, str):
            return None
        here = Place(document, missing.pointer).child("$ref")
        _, place = self._resolve(inner, here, hops + 1)
        rest = Place(place.document, place.pointer).child(missing.token).pointer
        return self._at(Place(place.document, "/".join([rest, *missing.left])), inner, here, hops + 1)

    def _in_other_resource(self, ref: str, at: Place) -> tuple[Json, Place] | None:
        """The target of a reference that means the whole document, though a schema with an `$id` is around it."""
        if not ref.startswith("#/"):
            return None
        base, own = self._identities.other_resource(at), self._identities.resource(at)
        found = self._documents.find(base.document, base.pointer + ref[1:])
        if isinstance(found, Missing):
            return None
        if own.pointer:
            message = f"'{ref}' does not exist in the schema around with the $id '{self._identities.uri(own)}'"
            help = "give the schema that it means an $id too, or leave that one out"
            told = f"{message}; taken to be about the document"
            self._documents.warn(Problem(at, "ref-base", told, help, "warning"))
        return found.value, Place(base.document, found.pointer)

    def _lying_as_said(self, file: str, ref: str, at: Place) -> str | None:
        """The name of the document, read by now, that lies where the URIs of others say; None if there is none."""
        for beside in self._identities.files(file, at):
            name = files.name_of(beside, at.document)
            outside = name is None or "\0" in name
            if outside or (self._documents.folder and not files.stays_inside(self._documents.folder, str(name))):
                continue
            if name is not None and self._read(name, ref, at, is_last=False):
                return name
        return None

    def _unescaped(self, target: Place, ref: str, at: Place) -> tuple[Json, Place] | None:
        """The target of a reference in which slashes of names stand as they are, with a warning."""
        found = find_unescaped(self._documents.document(target.document), target.pointer)
        if found is None:
            return None
        help = f"write '{ref.partition('#')[0]}#{found.pointer}'"
        message = f"'{ref}' has slashes in a name, which are written ~1"
        self._documents.warn(Problem(at, "ref-unescaped", message, help, "warning"))
        return found.value, Place(target.document, found.pointer)

    def _file(self, file: str, ref: str, at: Place) -> str:
        """The name of the document that a reference's path means; it has been read."""
        if SCHEME.match(file):
            file = next(iter(self._identities.files(file, at)), file)
        remote = self._documents.remote
        absolute = SCHEME.match(file) or file.startswith("//")
        if remote is not None and (absolute or at.is_remote):
            fetched = remote.name_of(file, at.document, at)
            self._fetch(fetched, at)
            return fetched
        if absolute:
            raise Problems(Problem(at, "ref-remote", f"'{shown(ref)}' is not a file: nothing is fetched", _DOWNLOAD))
        if "\0" in file:
            raise Problems(Problem(at, "ref-malformed", f"{ref!r} holds a NUL character"))
        for written in dict.fromkeys((file, unquote(file))):
            name = files.name_of(written, at.document)
            if name is None or "\0" in name:
                raise Problems(Problem(at, "ref-escapes", f"'{ref}' leads out of the contract's folder", _INSIDE))
            if self._read(name, ref, at, is_last=written == unquote(file)):
                return name
        raise AssertionError(ref)

    def _fetch(self, name: str, at: Place) -> None:
        try:
            self._documents.document(name)
        except Problems as problems:
            first = problems.found[0]
            if first.rule != "ref-unfetched":
                raise
            message = f"'{name.partition('?')[0]}': {first.message}"
            raise Problems(Problem(at, first.rule, message, first.help)) from None

    def _read(self, name: str, ref: str, at: Place, *, is_last: bool) -> bool:
        """Whether the document could be read; if it is the last chance, what is wrong is told at the reference."""
        if name in self._documents.names:
            return True
        if self._documents.folder and not files.stays_inside(self._documents.folder, name):
            message = f"'{ref}' leads out of the contract's folder, or to a device"
            raise Problems(Problem(at, "ref-escapes", message, _INSIDE))
        try:
            self._documents.document(name)
        except Problems as problems:
            first = problems.found[0]
            if first.rule not in ("file-missing", "file-unreadable"):
                raise
            if not is_last:
                return False
            what = "does not exist" if first.rule == "file-missing" else f"cannot be read: {first.message}"
            raise Problems(Problem(at, "ref-missing", f"'{ref}' {what}", _file_help(ref, first.help))) from None
        return True

    def _anchor(self, base: Place, fragment: str, ref: str, at: Place) -> Place:
        known = self._identities.names(base.document)
        around = base.pointer if known.is_scoped else ""
        for anchor in (fragment, unquote(fragment)):
            if (around, anchor) in known.anchors:
                return Place(base.document, known.anchors[around, anchor])
        with_slash = find(self._documents.document(base.document), f"/{fragment}")
        file = ref.partition("#")[0]
        if isinstance(with_slash, Found):
            help = f"did you mean '{file}#{with_slash.pointer}'?"
            raise Problems(
                Problem(at, "ref-malformed", f"'{ref}' is not a JSON pointer: it must begin with '#/'", help)
            )
        message = f"'{ref}' does not exist: no schema has the $anchor '{fragment}'"
        raise Problems(Problem(at, "ref-missing", message, "a JSON pointer begins with '#/'"))

    def _missing(self, missing: Missing, document: str, ref: str, at: Place) -> Problem:
        self._proposed += 1
        pointer = meant(missing) if self._proposed <= _PROPOSALS else None
        if pointer is None:
            help = exists_there(missing)
        else:
            line = self._line(Place(document, pointer), missing)
            siblings = not missing.left
            named = tokens(pointer)[-1] if siblings else f"#{pointer}"
            help = f"did you mean '{named}'{f' (line {line})' if line else ''}?"
        return Problem(at, "ref-missing", f"'{ref}' does not exist", help)

    def _line(self, place: Place, missing: Missing) -> int:
        if place not in self._lines:
            around = Place(place.document, missing.pointer)
            members = missing.value if isinstance(missing.value, dict) else {}
            places = [place, *(around.child(name) for name in members)]
            self._lines.update({there: line for there, (line, _) in self._documents.lines(places).items()})
        return self._lines.get(place, 0)


_DOWNLOAD = "download it, put it beside the contract, and refer to the file; or allow it: --allow-remote-refs"
_INSIDE = "move the file into the folder of the contract, or give a folder that holds both as its root"


def _file_help(ref: str, help: str) -> str:
    if help:
        return help
    bare = "#" not in ref and "/" not in ref and "." not in ref
    return f"did you mean '#/components/schemas/{ref}'?" if bare else ""


def _circular(ref: str, at: Place) -> Problems:
    return Problems(
        Problem(at, "ref-circular", f"'{ref}' leads back to itself", "let one of the references end at a value")
    )
