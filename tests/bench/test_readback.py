"""What the comparison reads back from each generator's code, on code of the shape that it writes."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import pytest

from tests.bench.losses import losses
from tests.bench.readback import READERS, Kept

CONTRACT = {
    "openapi": "3.0.3",
    "info": {"title": "Toys", "version": "1"},
    "paths": {
        "/pets/{pet-id}/toys": {
            "get": {
                "parameters": [
                    {"name": "pet-id", "in": "path", "required": True, "schema": {"type": "string"}},
                    {"name": "page[size]", "in": "query", "schema": {"type": "integer"}},
                    {"name": "X-Trace", "in": "header", "schema": {"type": "string"}},
                    {"name": "Accept", "in": "header", "schema": {"type": "string"}},
                ],
                "requestBody": {"content": {"application/json": {"schema": {"type": "string"}}}},
                "responses": {
                    "200": {"description": "", "content": {"application/json": {"schema": {"type": "string"}}}},
                    "404": {"description": "", "content": {"application/json": {"schema": {"type": "string"}}}},
                    "409": {"description": "", "content": {"application/json": {"schema": {}}}},
                    "500": {"description": "", "content": {"text/plain": {"schema": {"type": "string"}}}},
                },
            }
        }
    },
}

CODE = {
    "trivet": {
        "operations/toys.py": """
            LIST: Operation[str] = Operation(
                "GET", "/pets/{pet-id}/toys",
                parameters=(
                    Path("pet_id", lambda: str, wire="pet-id"),
                    Query("page_size", lambda: int, wire="page[size]"),
                    Header("x_trace", lambda: str, wire="X-Trace"),
                ),
                body=Body({"application/json": lambda: str}),
                responses={"200": {"application/json": lambda: str}, "404": {"application/json": lambda: str}},
            )
        """,
        "resources/toys.py": """
            from ..operations import toys as operations
            class AsyncToys:
                async def list(self): return await self._send(operations.LIST())
            class Toys:
                def list(self): return self._send(operations.LIST())
        """,
    },
    "datamodel-code-generator": {
        "client/_operations.py": """
            OPERATION_0: Final[OperationPlan[X]] = OperationPlan(
                method='GET', path='/pets/{pet-id}/toys',
                responses=ResponseDecoder(
                    (model_branch('200', 'application/json', 'json', b.codec_1), empty_branch('204')),
                    (model_branch('404', 'application/json', 'json', b.codec_2),),
                ),
                parameters=(
                    ParameterSpec(plan=ParameterPlan(location='query', name='page[size]', style='form')),
                    ParameterSpec(plan=ParameterPlan(location='header', name='X-Trace', style='simple')),
                    ParameterSpec(plan=ParameterPlan(location='path', name='pet-id', style='simple')),
                ),
                body=RequestBody(media=(BodyMedia(media_type='application/json'),)),
            )
        """,
        "client/resources/toys/_sync.py": "def list(self): return self._core.execute(_operations.OPERATION_0, ()).data",
    },
    "openapi-python-client": {
        "api/toys/list_.py": """
            def _get_kwargs(pet_id: str, *, body: str, pagesize: int, x_trace: str) -> dict[str, Any]:
                headers: dict[str, Any] = {}
                if not isinstance(x_trace, Unset):
                    headers["X-Trace"] = x_trace
                params: dict[str, Any] = {}
                params["page[size]"] = pagesize
                params = {k: v for k, v in params.items() if v is not UNSET}
                _kwargs: dict[str, Any] = {
                    "method": "get",
                    "url": "/pets/{pet_id}/toys".format(pet_id=quote(str(pet_id), safe="")),
                    "params": params,
                }
            def _parse_response(*, client, response):
                if response.status_code == 200:
                    response_200 = cast(str, response.json())
                    return response_200
                if response.status_code == 404:
                    response_404 = Err.from_dict(response.json())
                    return response_404
                if response.status_code == 409:
                    response_409 = response.json()
                    return response_409
        """,
    },
    "openapi-generator": {
        "api/toys_api.py": """
            class ToysApi:
                def list(self, pet_id, page_size):
                    _response_types_map: Dict[str, Optional[str]] = {'200': "str", '404': "Err", '409': "object"}
                def _list_serialize(self, pet_id, page_size):
                    _path_params: Dict[str, str] = {}
                    _query_params: List[Tuple[str, str]] = []
                    _header_params: Dict[str, Optional[str]] = _headers or {}
                    _body_params: Optional[bytes] = None
                    if pet_id is not None:
                        _path_params['pet-id'] = pet_id
                    if page_size is not None:
                        _query_params.append(('page[size]', page_size))
                    if x_trace is not None:
                        _header_params['X-Trace'] = x_trace
                    if body is not None:
                        _body_params = body
                    return self.api_client.param_serialize(method='GET', resource_path='/pets/{pet-id}/toys')
        """,
    },
    "fastapi-code-generator": {
        "main.py": """
            @app.get('/pets/{pet-id}/toys', response_model=str, responses={'404': {'model': Err}}, tags=['toys'])
            def list(
                page_size_: Optional[int] = Query(None, alias='page[size]'),
                x__trace: Annotated[Optional[str], Header(alias='X-Trace')] = None,
                pet_id: str = Path(..., alias='pet-id'),
                body: str = None,
            ) -> str:
                pass
        """,
    },
}


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    path = tmp_path / "contract.json"
    path.write_text(json.dumps(CONTRACT))
    return path


def read(generator: str, folder: Path, *, without: str = "") -> dict[tuple[str, str], Kept]:
    """What is read back from the code; `without` is a part of it that is taken out."""
    for path, text in CODE[generator].items():
        assert not without or without in text or len(CODE[generator]) > 1
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(textwrap.dedent(text).replace(without, "") if without else textwrap.dedent(text))
    return READERS[generator](folder)


def test_every_reader_is_tried() -> None:
    assert CODE.keys() == READERS.keys()


@pytest.mark.parametrize("generator", CODE)
def test_code_that_has_everything_loses_nothing(generator: str, tmp_path: Path, contract: Path) -> None:
    found = losses(contract, read(generator, tmp_path / "generated"))
    assert found.examples == []
    assert found.nothing()
    assert (found.operations.there, found.parameters.there, found.bodies.there, found.answers.there) == (1, 3, 1, 2)


LEFT_OUT = [
    ("trivet", ', "404": {"application/json": lambda: str}', "answer 404"),
    ("datamodel-code-generator", "body=RequestBody(media=(BodyMedia(media_type='application/json'),)),", "body"),
    ("datamodel-code-generator", "model_branch('404', 'application/json', 'json', b.codec_2),", "answer 404"),
    ("openapi-python-client", 'params["page[size]"] = pagesize', "query parameter pagesize"),
    ("openapi-python-client", "response_404 = Err.from_dict(response.json())", "answer 404"),
    ("openapi-generator", "_path_params['pet-id'] =", "path parameter 0"),
    ("openapi-generator", ", '404': \"Err\"", "answer 404"),
    ("fastapi-code-generator", "body: str = None,", "body"),
    (
        "fastapi-code-generator",
        "page_size_: Optional[int] = Query(None, alias='page[size]'),",
        "query parameter pagesize",
    ),
]


@pytest.mark.parametrize(("generator", "without", "lost"), LEFT_OUT)
def test_what_is_left_out_is_noticed(generator: str, without: str, lost: str, tmp_path: Path, contract: Path) -> None:
    found = losses(contract, read(generator, tmp_path / "generated", without=without))
    assert found.examples == [f"GET /pets/{{pet-id}}/toys: {lost}"]


def test_code_that_is_not_there_has_lost_the_operation(tmp_path: Path, contract: Path) -> None:
    (tmp_path / "generated").mkdir()
    for reader in READERS.values():
        assert losses(contract, reader(tmp_path / "generated")).examples == ["GET /pets/{pet-id}/toys: no operation"]
