"""Which media types messages of Swagger 2.0 have: `consumes` and `produces`, where they are said nearest."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from trivet_codegen.ir.messages import Given
from trivet_codegen.ir.reading import Reading
from trivet_codegen.problem import Place

JSON = "application/json"
URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


class MediaType(NamedTuple):
    """A media type, and where it is said; what is only taken to be meant stands where it is needed."""

    name: str
    place: Place

    @property
    def essence(self) -> str:
        """Type and subtype in lower case, without parameters."""
        return self.name.partition(";")[0].strip().lower()


class MediaTypes:
    """The media types of one contract; `root` is its entry document."""

    def __init__(self, reading: Reading, root: dict[str, Any]) -> None:
        self._reading = reading
        self._root = root

    def of_body(self, given: Given, place: Place) -> list[MediaType]:
        """Those of a body; JSON where nothing is said, as everybody takes it."""
        return self._said("consumes", given) or [MediaType(JSON, place)]

    def of_form(self, given: Given, place: Place, *, files: bool) -> list[MediaType]:
        """Those of form fields; what cannot carry them is left out."""
        said = self._said("consumes", given)
        able = [each for each in said if each.essence in ((MULTIPART,) if files else (MULTIPART, URLENCODED))]
        if able:
            return able
        taken = MULTIPART if files else URLENCODED
        if said:
            what = "a file" if files else "form fields"
            message = f"{what} cannot be sent as {_either(said)}; taken as {taken}"
            self._reading.warn(place, "form-media-type", message, f"add 'consumes: [{taken}]' to the operation")
        return [MediaType(taken, place)]

    def of_answer(self, given: Given, place: Place) -> list[MediaType]:
        """Those of an answer that has a schema; JSON where nothing is said."""
        return self._said("produces", given) or [MediaType(JSON, place)]

    def of_file(self, given: Given, place: Place) -> list[MediaType]:
        """Those of an answer that is a file: a file is not JSON, so where only that is said it may be anything."""
        said = self._said("produces", given)
        able = [each for each in said if not each.essence.endswith(("/json", "+json"))]
        if said and not able:
            message = f"a file is not {_either(said)}; taken to be of any media type"
            help = "add 'produces' to the operation, with the media type of the file"
            self._reading.warn(place, "file-media-type", message, help)
        return able or [MediaType("*/*" if said else "application/octet-stream", place)]

    def _said(self, keyword: Literal["consumes", "produces"], given: Given) -> list[MediaType]:
        """The operation's own, also none at all; else the contract's. No media type twice."""
        own = keyword in given.operation
        listed = (given.operation if own else self._root).get(keyword)
        place = (given.place if own else self._reading.root).child(keyword)
        found: dict[str, MediaType] = {}
        for index, name in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(name, str):
                found.setdefault(name, MediaType(name, place.child(index)))
        return list(found.values())


def _either(media_types: list[MediaType]) -> str:
    return " or ".join(each.name for each in media_types)
