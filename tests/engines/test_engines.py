"""Other generators write packages of the manifest, kept by the same rules as our own."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.cli.conftest import tree
from trivet_codegen.engines.choice import ENGINES, MODEL_TYPES
from trivet_codegen.output import RECORD

CONTRACT = """
openapi: 3.1.0
info: {title: Shop, version: '1'}
paths:
  /orders/{order_id}:
    get:
      operationId: getOrder
      parameters:
        - {name: order_id, in: path, required: true, schema: {type: string, format: uuid}}
      responses:
        '200': {description: It, content: {application/json: {schema: {$ref: 'order.yaml#/Order'}}}}
"""
ORDER = """
Order:
  type: object
  required: [id, state]
  properties:
    id: {type: string, format: uuid}
    state: {type: string, enum: [open, paid]}
    lines: {type: array, items: {$ref: '#/Line'}}
Line:
  type: object
  required: [amount]
  properties: {amount: {type: integer, minimum: 1}}
"""
PACKAGE = Path("src/shop")

needs_engines = pytest.mark.skipif(
    not all(find_spec(engine.module) for engine in ENGINES.values()),
    reason="the engines are not installed: pip install 'trivet[engines]'",
)


def trivet(folder: Path, *arguments: str, without: str = "") -> subprocess.CompletedProcess[str]:
    """The command, for which no module of the name `without` is installed."""
    script = (
        "import sys; sys.modules.update({name: None for name in sys.argv.pop(1).split()});"
        "from trivet_codegen.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", script, without, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "openapi.yaml").write_text(CONTRACT)
    (tmp_path / "order.yaml").write_text(ORDER)
    return tmp_path


def use(project: Path, engine: str, more: str = "") -> None:
    """Writes a manifest with an API that this engine makes."""
    (project / "pyproject.toml").write_text(
        f'[tool.trivet.apis.shop]\ncontract = "openapi.yaml"\npackage = "{PACKAGE}"\nengine = "{engine}"\n{more}'
    )


def run(folder: Path, program: str) -> str:
    """What a program prints that has `src` on its path."""
    command = [sys.executable, "-W", "ignore", "-c", program]
    ended = subprocess.run(command, cwd=folder / "src", capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.strip()


READS = {
    "pydantic_v2.BaseModel": "from pydantic import TypeAdapter; read = TypeAdapter(Order).validate_json",
    "dataclasses.dataclass": "from pydantic import TypeAdapter; read = TypeAdapter(Order).validate_json",
    "typing.TypedDict": "import json; read = json.loads; assert 'lines' in Order.__annotations__",
    "msgspec.Struct": "import msgspec; read = lambda text: msgspec.json.decode(text, type=Order)",
}


@needs_engines
@pytest.mark.parametrize("flavour", MODEL_TYPES.values)
def test_models_come_in_every_flavour(project: Path, flavour: str) -> None:
    if flavour == "msgspec.Struct":
        pytest.importorskip("msgspec")
    use(project, "datamodel-code-generator", f'engine-options = {{ output-model-type = "{flavour}" }}\n')
    made = trivet(project, "generate")
    assert (made.returncode, made.stdout) == (0, ""), made.stderr
    sent = json.dumps({"id": "8f7e0f0e-1c1b-4b52-a7a5-3f6a1c0d9e11", "state": "paid", "lines": [{"amount": 2}]})
    program = f"from shop.models import Line, Order\n{READS[flavour]}\norder = read({sent!r})\n"
    line = "order['lines'][0]['amount']" if flavour == "typing.TypedDict" else "order.lines[0].amount"
    assert run(project, f"{program}print({line})") == "2"


@needs_engines
def test_a_client_of_the_other_generator_calls_the_operation(project: Path) -> None:
    use(project, "openapi-python-client")
    made = trivet(project, "generate")
    assert (made.returncode, made.stdout) == (0, ""), made.stderr
    program = """
import httpx, uuid
from shop import Client
from shop.api.default import get_order
def answer(request):
    return httpx.Response(200, json={"id": request.url.path[-36:], "state": "open", "lines": [{"amount": 3}]})
client = Client("http://shop.test", httpx_args={"transport": httpx.MockTransport(answer)})
print(get_order.sync(uuid.uuid4(), client=client).lines[0].amount)
"""
    assert run(project, program) == "3"


@needs_engines
@pytest.mark.parametrize("engine", ENGINES)
def test_what_an_engine_writes_is_the_same_each_time_and_checked_for_drift(project: Path, engine: str) -> None:
    use(project, engine)
    assert trivet(project, "generate").returncode == 0
    before = tree(project / PACKAGE)
    assert RECORD in before
    again = trivet(project, "generate", "--force")
    assert "(0 changed)" in again.stderr
    assert tree(project / PACKAGE) == before
    assert trivet(project, "generate", "--check").returncode == 0
    edited = project / PACKAGE / "__init__.py"
    edited.write_text(edited.read_text() + "edited = True\n")
    checked = trivet(project, "generate", "--check")
    assert checked.returncode == 1
    assert f"{PACKAGE.as_posix()}/__init__.py: drift-changed" in checked.stdout
    assert trivet(project, "generate").returncode == 2


@needs_engines
@pytest.mark.parametrize("engine", ENGINES)
def test_what_an_engine_writes_names_no_day_and_no_folder_of_its_run(project: Path, engine: str) -> None:
    use(project, engine)
    trivet(project, "generate")
    for text in tree(project / PACKAGE).values():
        assert b"timestamp" not in text
        assert b"trivet-engine-" not in text


@needs_engines
def test_another_flavour_or_a_changed_document_is_made_anew(project: Path) -> None:
    use(project, "datamodel-code-generator")
    trivet(project, "generate")
    assert "(0 changed)" in trivet(project, "generate").stderr
    use(project, "datamodel-code-generator", 'engine-options = { output-model-type = "typing.TypedDict" }\n')
    assert trivet(project, "generate", "--check").returncode == 1
    assert trivet(project, "generate").returncode == 0
    (project / "order.yaml").write_text(ORDER.replace("amount", "quantity"))
    assert trivet(project, "generate").returncode == 0
    assert "    quantity: " in (project / PACKAGE / "models.py").read_text()


@needs_engines
def test_what_an_engine_leaves_out_is_told_where_it_stands(project: Path) -> None:
    use(project, "openapi-python-client")
    header = "        - {name: since, in: header, schema: {type: string, format: date-time}}\n"
    left_out = CONTRACT.replace("      responses:", f"{header}      responses:")
    (project / "openapi.yaml").write_text(left_out)
    made = trivet(project, "generate")
    assert made.returncode == 0
    assert "engine-warning: warning: openapi-python-client: parsing GET /orders/{order_id}" in made.stdout
    assert "at /paths/~1orders~1{order_id}/get" in made.stdout


@needs_engines
@pytest.mark.parametrize(
    ("engine", "contract", "words"),
    [
        ("datamodel-code-generator", "openapi: 3.1.0\ninfo: {title: x, version: '1'}\npaths: {}\n", "Models not found"),
        ("openapi-python-client", CONTRACT.replace("3.1.0", "3.2.0"), "Only OpenAPI versions"),
    ],
)
def test_an_engine_that_gives_up_is_a_finding_and_the_old_code_stays(
    project: Path, engine: str, contract: str, words: str
) -> None:
    use(project, engine)
    trivet(project, "generate")
    before = tree(project / PACKAGE)
    (project / "openapi.yaml").write_text(contract)
    ended = trivet(project, "generate")
    assert ended.returncode == 1
    assert ": engine-failed: " in ended.stdout
    assert words in ended.stdout
    assert tree(project / PACKAGE) == before


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_that_is_not_installed_is_told_with_how_to_get_it(project: Path, engine: str) -> None:
    use(project, engine)
    ended = trivet(project, "generate", without=ENGINES[engine].module)
    assert ended.returncode == 2
    assert f"engine-missing: '{engine}' is not installed\n  help: pip install 'trivet[engines]'" in ended.stdout
    assert not (project / PACKAGE).exists()


@pytest.mark.parametrize(
    ("engine", "more", "said"),
    [
        ("datamodel-codegenerator", "", "'datamodel-codegenerator' is no engine\n  at"),
        ("openapi-python-client", 'server = "src/api"\n', "'server' does not go with 'engine'"),
        ("openapi-python-client", 'emit = ["models"]\n', "'emit' does not go with 'engine'"),
        ("openapi-python-client", "engine-options = { fast = 'yes' }\n", "unknown key 'fast'"),
        (
            "datamodel-code-generator",
            "engine-options = { output-model-type = 'msgspec.Strukt' }\n",
            "did you mean 'msgspec.Struct'?",
        ),
    ],
)
def test_what_no_engine_understands_is_a_fault_of_the_manifest(
    project: Path, engine: str, more: str, said: str
) -> None:
    use(project, engine, more)
    ended = trivet(project, "generate")
    assert ended.returncode == 2
    assert said in ended.stdout
