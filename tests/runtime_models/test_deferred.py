"""Deferred names behave as the types that they stand for."""

from __future__ import annotations

import json
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import Field, ValidationError

from trivet.runtime import Model, Omittable, Tagged, adapter, deferred

Write = Callable[..., str]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Write]:
    """Writes modules into a fresh package and gives its name back."""
    name = f"pkg_{tmp_path.name.replace('-', '_')}"
    folder = tmp_path / name
    folder.mkdir()
    (folder / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))

    def write(**modules: str) -> str:
        for module, text in modules.items():
            head = "from __future__ import annotations\nfrom typing import *\nfrom trivet.runtime import *\n"
            (folder / f"{module}.py").write_text(head + textwrap.dedent(text))
        return name

    yield write
    for module in [m for m in sys.modules if m.partition(".")[0] == name]:
        del sys.modules[module]


def list_of(item: Any) -> Any:
    """`list[item]` where type checkers see a value."""
    return list.__class_getitem__(item)


ANIMALS = """
    class Cat(Model):
        kind: str
        name: str

    class Dog(Model):
        kind: str
        bark: int
        friend: Omittable[str] = None

    Pet = Annotated[Cat | Dog, Tagged("kind", ("cat",), ("dog",))]
    Names = list[str]
"""


def test_nothing_is_loaded_until_a_value_arrives(package: Write) -> None:
    name = package(animals=ANIMALS)
    reader = adapter(deferred(name, ".animals:Cat") | None)
    assert reader.read(None) is None
    assert f"{name}.animals" not in sys.modules
    assert reader.read({"kind": "cat", "name": "x"}).name == "x"
    assert f"{name}.animals" in sys.modules


def test_two_modules_can_hold_each_other(package: Write) -> None:
    name = package(
        customer="""
            Invoice = deferred(__package__, ".invoice:Invoice")
            class Customer(Model):
                invoices: Omittable[list[Invoice]] = None
                by_id: Omittable[dict[str, Invoice]] = None
                latest: Invoice | None = None
        """,
        invoice="""
            Customer = deferred(__package__, ".customer:Customer")
            class Invoice(Model):
                number: int
                customer: Omittable[Customer] = None
        """,
    )
    value = {"invoices": [{"number": 1, "customer": {"latest": None}}], "by_id": {"a": {"number": 2, "new": 1}}}
    reader = adapter(deferred(name, ".customer:Customer"))
    read = reader.read_json(json.dumps(value).encode())
    assert type(read.invoices[0]).__name__ == "Invoice"
    assert reader.dump(read) == value
    assert json.loads(reader.dump_json(read)) == value
    for wrong, location in {
        '{"latest": {}}': ("latest", "number"),
        '{"by_id": {"a": {"number": "1"}}}': ("by_id", "a", "number"),
        '{"invoices": [{"number": 1, "customer": null}]}': ("invoices", 0, "customer"),
    }.items():
        with pytest.raises(ValidationError) as error:
            reader.read_json(wrong.encode())
        assert error.value.errors()[0]["loc"] == location


def test_a_type_alias_can_be_deferred(package: Write) -> None:
    name = package(animals=ANIMALS)
    pet, names = deferred(name, ".animals:Pet", ".animals:Names")
    assert type(adapter(list_of(pet)).read([{"kind": "dog", "bark": 1}])[0]).__name__ == "Dog"
    assert adapter(names | int).read(["a"]) == ["a"]


def test_a_union_of_deferred_members_is_as_smart_as_any(package: Write) -> None:
    name = package(animals=ANIMALS)
    cat, dog = deferred(name, ".animals:Cat", ".animals:Dog")
    reader = adapter(cat | dog | str | None)
    both = {"kind": "x", "name": "x", "bark": 1, "friend": "y"}
    assert type(reader.read(both)).__name__ == "Dog"
    assert type(reader.read_json(json.dumps(both).encode())).__name__ == "Dog"
    assert reader.read("x") == "x"
    with pytest.raises(ValidationError) as error:
        reader.read({"kind": "x", "bark": "loud"})
    assert [line["loc"] for line in error.value.errors()] == [("Cat", "name"), ("Dog", "bark"), ("string",)]


def test_a_tagged_union_loads_only_the_member_that_the_tag_names(package: Write) -> None:
    name = package(cat="class Cat(Model):\n    kind: str\n", dog="class Dog(Model):\n    kind: str\n    bark: int\n")
    cat, dog = deferred(name, ".cat:Cat", ".dog:Dog")
    reader = adapter(Annotated[cat | dog, Tagged("kind", ("cat",), ("dog",))])
    assert type(reader.read_json(b'{"kind": "cat"}')).__name__ == "Cat"
    assert f"{name}.dog" not in sys.modules
    value = reader.read({"kind": "dog", "bark": 1})
    assert reader.read(value) is value


class Here(Model):
    n: int


def test_a_union_may_mix_deferred_members_and_models_at_hand(package: Write) -> None:
    name = package(animals=ANIMALS)
    cat = deferred(name, ".animals:Cat")
    reader = adapter(Here | list_of(cat) | None)
    assert type(reader.read({"n": 1})) is Here
    assert type(reader.read([{"kind": "cat", "name": "x"}])[0]).__name__ == "Cat"


def test_deferred_members_of_a_model_are_relaxed_too(package: Write) -> None:
    name = package(
        order="""
            from .animals import Cat as Near
            Cat, Dog = deferred(__package__, ".animals:Cat", ".animals:Dog")
            class Order(Model):
                one: Omittable[Dog] = None
                any: Omittable[Near | Dog | list[Cat]] = None
                inner: "Omittable[Order | Cat]" = None
        """,
        animals=ANIMALS,
    )
    reader = adapter(deferred(name, ".order:Order"))
    value = {"one": {"kind": "dog", "bark": "x"}, "any": {"kind": "cat", "name": 5}, "inner": {"inner": {"one": 5}}}
    read, deviations = reader.read_tolerant(json.dumps(value).encode())
    assert type(read.one).__name__ == "Dog"
    assert type(read.any).__name__ == "Cat"
    assert [d.pointer for d in deviations] == ["/one/bark", "/any/name", "/inner/inner/one"]
    assert reader.dump(read) == value


TREES = """
    if TYPE_CHECKING:
        Tree = list["Tree"] | str | Leaf
    else:
        Tree = deferred(__package__, ".trees:Tree")
        Leaf = deferred(__package__, ".trees:Leaf")
        Tree = list[Tree] | str | Leaf

    class Leaf(Model):
        size: int = 0
"""


def kinds(tree: Any) -> Any:
    """The tree with the names of types in the place of values."""
    return [kinds(inner) for inner in tree] if isinstance(tree, list) else type(tree).__name__


def test_what_does_not_fit_alternatives_leaves_all_around_it_as_it_would_be(package: Write) -> None:
    name = package(trees=TREES)
    reader = adapter(list_of(deferred(name, ".trees:Tree")))
    value = [[["a", 1, {"size": 2}], {"size": 3}], [["b"], {"size": "x"}], {"size": 4}, ["c", {"size": 5}]]
    read, deviations = reader.read_tolerant(json.dumps(value).encode())
    assert kinds(read) == [[["str", "int", "Leaf"], "Leaf"], [["str"], "Leaf"], "Leaf", ["str", "Leaf"]]
    assert read[1][1].size == "x"
    assert [deviation.pointer for deviation in deviations] == ["/0/0/1", "/1/1/size"]
    assert reader.dump(read) == value


COUNTED = """
    from pydantic import AfterValidator

    reads = []

    def counted(value: int) -> int:
        reads.append(value)
        return value

    Tree = deferred(__package__, ".counted:Tree")
    Tree = list[Tree] | Annotated[int, AfterValidator(counted)]
"""


def test_alternatives_in_alternatives_are_not_read_again_from_every_level(package: Write) -> None:
    name = package(counted=COUNTED)
    reader = adapter(deferred(name, ".counted:Tree"))
    counts = []
    for depth in (10, 20, 40):
        reader.read_tolerant(("[" * depth + '1,"x"' + "]" * depth).encode())
        counts.append(len(sys.modules[f"{name}.counted"].reads))
        sys.modules[f"{name}.counted"].reads.clear()
    assert counts[0] == counts[1] == counts[2]


def test_the_first_value_may_come_on_many_threads_at_once(package: Write) -> None:
    name = package(animals=ANIMALS)
    cat, dog = deferred(name, ".animals:Cat", ".animals:Dog")
    reader = adapter(list_of(cat | dog))
    start = threading.Barrier(8)
    read: list[Any] = []

    def work() -> None:
        start.wait()
        read.append(reader.read([{"kind": "cat", "name": "x"}])[0])

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(read) == 8
    assert len({type(one) for one in read}) == 1


def test_five_hundred_models_in_one_cycle_can_be_read(package: Write) -> None:
    size = 500
    modules = {}
    for i in range(size):
        near = sorted({(i + 1) % size, (i * 7 + 3) % size, (i * 13 + 5) % size} - {i})
        lines = [f"M{j} = deferred(__package__, '.m{j}:M{j}')" for j in near]
        lines += [f"class M{i}(Model):", "    id: int"]
        lines += [f"    to{j}: str | M{j} | None = None" for j in near]
        modules[f"m{i}"] = "\n".join(lines)
    name = package(**modules)
    reader = adapter(deferred(name, ".m0:M0"))
    value: dict[str, Any] = {"id": 499}
    for i in reversed(range(150)):
        value = {"id": i, f"to{i + 1}": value}
    text = json.dumps(value, separators=(",", ":")).encode()
    assert reader.dump_json(reader.read_json(text)) == text
    assert sum(module.startswith(f"{name}.m") for module in sys.modules) == 151


class Aliased(Model):
    value: Annotated[Omittable[int], Field(alias="the-value")] = None


def test_an_instance_passes_and_keeps_its_identity() -> None:
    one = Aliased(value=1)
    assert adapter(list_of(deferred(__name__, f"{__name__}:Aliased"))).dump([one]) == [{"the-value": 1}]


def test_a_union_may_hold_a_deferred_model_with_keywords(package: Write) -> None:
    name = package(
        animals='class Cat(Model):\n    name: str\n\nShort = Annotated[Cat, Keywords({"maxProperties": 1})]\n'
    )
    reader = adapter(deferred(name, ".animals:Short") | int)
    assert reader.read_json(b'{"name": "Tom"}').name == "Tom"
    with pytest.raises(ValidationError):
        reader.read_json(b'{"name": "Tom", "lives": 9}')
