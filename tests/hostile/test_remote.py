"""Documents on the network: fetched only where that is allowed, within limits, and without secrets."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from trivet_codegen.cli import main
from trivet_codegen.problem import Place, Problem, Problems
from trivet_codegen.source import Documents, fetching, limits, load, remote
from trivet_codegen.source.bundle import bundle

Answer = tuple[int, dict[str, str], bytes]
PET = b'{"Pet": {"type": "object", "properties": {"name": {"$ref": "names.json#/Name"}}}}'
NAMES = b'{"Name": {"type": "string", "maxLength": 7}}'


class Site:
    """Answers by path, and what was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, dict(self.headers)))
                status, headers, body = site.answers.get(self.path.partition("?")[0], (404, {}, b""))
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def serve(self, path: str, body: bytes = b"", *, to: str = "", length: str = "") -> str:
        """Answers the path with the body, or redirects it; returns its URL."""
        headers = {"Location": to} if to else {"Content-Length": length} if length else {}
        self.answers[path] = 302 if to else 200, headers, body
        return self.url + path


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    made = Site()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


def contract(folder: Path, ref: str) -> Path:
    content = {"application/json": {"schema": {"$ref": ref}}}
    operation = {"operationId": "getX", "responses": {"200": {"description": "", "content": content}}}
    document = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {"/x": {"get": operation}}}
    path = folder / "openapi.json"
    path.write_text(json.dumps(document))
    return path


def opened(folder: Path, ref: str) -> Documents:
    return load(str(contract(folder, ref)), remote=True)


def refused(folder: Path, ref: str) -> Problem:
    with pytest.raises(Problems) as raised:
        bundle(opened(folder, ref))
    return raised.value.found[0]


def test_a_reference_is_followed_from_document_to_document(tmp_path: Path, site: Site) -> None:
    site.serve("/api/pets.json", PET)
    site.serve("/api/names.json", NAMES)
    schemas = bundle(opened(tmp_path, f"{site.url}/api/pets.json#/Pet"))["components"]
    assert schemas == {
        "schemas": {
            "Pet": {"type": "object", "properties": {"name": {"$ref": "#/components/schemas/Name"}}},
            "Name": {"type": "string", "maxLength": 7},
        }
    }
    assert [path for path, _ in site.asked] == ["/api/pets.json", "/api/names.json"]


def test_nothing_is_asked_without_leave(tmp_path: Path, site: Site) -> None:
    path = contract(tmp_path, site.serve("/pets.json", PET) + "#/Pet")
    with pytest.raises(Problems) as raised:
        bundle(load(str(path)))
    assert raised.value.found[0].rule == "ref-remote"
    assert "--allow-remote-refs" in raised.value.found[0].help
    assert site.asked == []


def test_relative_references_count_from_where_a_redirect_led(tmp_path: Path, site: Site) -> None:
    site.serve("/latest.json", to="/v2/pets.json")
    site.serve("/v2/pets.json", PET)
    site.serve("/v2/names.json", NAMES)
    assert bundle(opened(tmp_path, f"{site.url}/latest.json#/Pet"))
    assert site.asked[-1][0] == "/v2/names.json"


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "data:application/json,{}", "http://me:pass@127.0.0.1/x"]
)
def test_redirects_lead_to_http_only_and_never_with_credentials(tmp_path: Path, site: Site, target: str) -> None:
    problem = refused(tmp_path, site.serve("/x.json", to=target))
    assert problem.rule == "ref-unfetched"
    assert "pass" not in problem.message


def test_redirects_end(tmp_path: Path, site: Site) -> None:
    assert refused(tmp_path, site.serve("/x.json", to="/x.json")).rule == "ref-unfetched"
    assert len(site.asked) < 10


@pytest.mark.parametrize("ref", ["file:///etc/passwd", "ftp://127.0.0.1/x", "//etc/passwd", "http://["])
def test_leave_for_the_network_is_none_for_other_schemes(tmp_path: Path, ref: str) -> None:
    assert refused(tmp_path, ref).rule == "ref-remote"


@pytest.mark.parametrize("ref", ["file:///etc/passwd", "../../../etc/passwd", "/etc/passwd", "openapi.json"])
def test_a_document_from_the_network_reaches_no_file(tmp_path: Path, site: Site, ref: str) -> None:
    site.serve("/a/pets.json", json.dumps({"$ref": ref}).encode())
    problem = refused(tmp_path, f"{site.url}/a/pets.json")
    assert problem.rule in ("ref-remote", "ref-unfetched")
    assert problem.place.document == f"{site.url}/a/pets.json"


def test_a_reference_from_https_to_http_is_refused() -> None:
    known = remote.Remote(urls={"https://example.com/a.json": "https://example.com/a.json"})
    with pytest.raises(Problems) as raised:
        known.name_of("http://example.com/b.json", "https://example.com/a.json", Place("https://example.com/a.json"))
    assert raised.value.found[0].rule == "ref-remote"


def test_credentials_are_neither_sent_nor_shown(tmp_path: Path, site: Site) -> None:
    site.serve("/x.json", b"{}")
    problem = refused(tmp_path, site.url.replace("//", "//me:hunter2@") + "/x.json?token=hunter3")
    assert problem.rule == "ref-remote"
    assert "hunter" not in problem.message + problem.help
    assert site.asked == []


def test_what_is_asked_names_nobody(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password hunter2\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    bundle(opened(tmp_path, site.serve("/x.json", b'{"type": "string"}')))
    ((_, headers),) = site.asked
    assert {name.lower() for name in headers} <= {"host", "user-agent", "accept", "accept-encoding", "connection"}
    assert headers["User-Agent"] == "trivet"


def test_a_query_is_sent_and_kept_out_of_names(tmp_path: Path, site: Site) -> None:
    documents = opened(tmp_path, site.serve("/x.json", b'{"type": "string"}') + "?token=hunter2")
    bundle(documents)
    assert site.asked[0][0] == "/x.json?token=hunter2"
    assert "hunter2" not in repr(documents.names)
    assert "hunter2" not in repr(documents.digests)


def test_a_document_is_asked_for_once_and_so_is_one_that_cannot_be_had(tmp_path: Path, site: Site) -> None:
    documents = opened(tmp_path, f"{site.url}/none.json")
    for pointer in ("a", "b", "c"):
        with pytest.raises(Problems, match="answered 404"):
            documents.resolve(f"{site.url}/none.json#/{pointer}", Place(documents.entry))
    assert len(site.asked) == 1


def test_documents_beyond_measure_are_not_read(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_BYTES", 1000)
    assert refused(tmp_path, site.serve("/x.json", b'"' + b"x" * 200_000 + b'"')).rule == "too-large"


def test_more_documents_than_a_contract_needs_are_not_fetched(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "MOST_DOCUMENTS", 2)
    for number in range(3):
        site.serve(f"/{number}.json", json.dumps({"properties": {"a": {"$ref": f"{number + 1}.json"}}}).encode())
    assert refused(tmp_path, f"{site.url}/0.json").rule == "ref-unfetched"
    assert len(site.asked) == 2


def test_a_document_that_ends_too_early_is_none(tmp_path: Path, site: Site) -> None:
    ref = site.serve("/x.json", b'{"type": "string"}', length="100")
    assert refused(tmp_path, ref).rule == "ref-unfetched"


def test_a_server_that_says_nothing_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "_SECONDS_OF_SILENCE", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        assert refused(tmp_path, f"http://127.0.0.1:{port}/x.json").rule == "ref-unfetched"


def test_a_server_that_dribbles_is_given_up(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "_SECONDS", -1.0)
    assert refused(tmp_path, site.serve("/x.json", b"{}")).rule == "ref-unfetched"


Run = Callable[..., int]


@pytest.fixture
def trivet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: main(list(arguments))


def test_the_flag_of_bundle_and_generate_allows_it(tmp_path: Path, site: Site, trivet: Run) -> None:
    contract(tmp_path, site.serve("/pets.json", b'{"Pet": {"type": "object"}}') + "#/Pet")
    assert trivet("bundle", "openapi.json") == 1
    assert trivet("bundle", "openapi.json", "--allow-remote-refs", "-o", "out.json") == 0
    assert "Pet" in (tmp_path / "out.json").read_text()
    assert trivet("generate", "--from", "openapi.json", "--name", "pets", "--out", ".") == 1
    assert trivet("generate", "--from", "openapi.json", "--name", "pets", "--out", ".", "--allow-remote-refs") == 0
    assert (tmp_path / "pets/models/pet.py").is_file()


def test_the_manifest_allows_it(tmp_path: Path, site: Site, trivet: Run) -> None:
    contract(tmp_path, site.serve("/pets.json", b'{"Pet": {"type": "object"}}') + "#/Pet")
    manifest = '[tool.trivet.apis.pets]\ncontract = "openapi.json"\npackage = "pets"\n'
    (tmp_path / "pyproject.toml").write_text(manifest)
    assert trivet("generate") == 1
    (tmp_path / "pyproject.toml").write_text(manifest + "allow-remote = true\n")
    assert trivet("generate") == 0
    assert trivet("generate", "--check") == 0
    site.serve("/pets.json", b'{"Pet": {"type": "object", "title": "Other", "description": "Changed."}}')
    assert trivet("generate", "--check") == 1
    (tmp_path / "pyproject.toml").write_text(manifest + 'allow-remote = "yes"\n')
    assert trivet("generate") == 2
