"""The generators that are compared, each in an environment of its own, with the options that serve it best."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENVS = ROOT / ".cache" / "compare" / "venvs"
PACKAGE = "generated"
_NOT_PASSED_ON = {"PYTHONPATH", "VIRTUAL_ENV", "PYTHONDONTWRITEBYTECODE"}

CommandLine = list[str]


@dataclass(frozen=True)
class Rival:
    """A generator: how it is installed and called.

    `command` gives the command line for a document and an empty folder, in which it makes the package `generated`.
    `operations` says how its code is read back (`readback.READERS`); None for one that makes models only.
    `told` is what the table says of the options.
    """

    name: str
    version: str
    requirements: tuple[str, ...]
    command: Callable[[Path, Path, Path], CommandLine]
    told: str
    operations: str | None
    needs: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return f"{self.name} {self.version}"

    def missing(self) -> str:
        """What keeps it from running on this machine; "" if nothing does."""
        return f"{self.needs} is not installed" if self.needs and shutil.which(self.needs) is None else ""

    def programs(self) -> Path:
        """The folder of its programs and its Python; installed there now if they were not."""
        if not self.requirements:
            return Path(sys.executable).parent
        folder = VENVS / f"{self.name.replace(' ', '-')}-{self.version}"
        stamp = folder / "installed"
        wanted = "\n".join(self.requirements)
        if not stamp.is_file() or stamp.read_text() != wanted:
            print(f"installing {self.title} into {folder.relative_to(ROOT)}", file=sys.stderr)
            venv.create(folder, with_pip=True)
            install = [str(folder / "bin" / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
            subprocess.run([*install, *self.requirements], check=True)
            stamp.write_text(wanted)
        return folder / "bin"

    def settings(self) -> dict[str, str]:
        """The environment that it, and what it generates, runs in."""
        paths = [str(ROOT / "sdk"), str(ROOT / "codegen")] if not self.requirements else []
        found = {name: value for name, value in os.environ.items() if name not in _NOT_PASSED_ON}
        path = os.pathsep.join([str(self.programs()), os.environ.get("PATH", "")])
        return {**found, "PATH": path, "PYTHONPATH": os.pathsep.join(paths), "NO_COLOR": "1", **self.environment}


def _trivet(programs: Path, document: Path, out: Path) -> CommandLine:
    given = ["--from", str(document), "--name", PACKAGE, "--out", str(out)]
    return [str(programs / "python"), "-m", "trivet_codegen", "generate", *given]


_MODELS = (
    *("--input-file-type", "openapi", "--output-model-type", "pydantic_v2.BaseModel", "--disable-timestamp"),
    *("--target-python-version", "3.11", "--use-annotated", "--no-treat-dot-as-module"),
    *("--formatters", "ruff-format", "--openapi-scopes", "schemas", "paths", "parameters", "requestbodies"),
)
_CLIENT = (
    *("--use-missing-sentinel", "--target-pydantic-version", "2.14", "--generate-client", "httpx2"),
    *("--client-package", f"{PACKAGE}.client", "--client-model-package", f"{PACKAGE}.models"),
    *("--client-default-base-url", "https://api.example.com"),
    *("--client-server-base-url", "https://api.example.com"),
)


def _models(programs: Path, document: Path, out: Path) -> CommandLine:
    package = out / PACKAGE
    package.mkdir()
    (package / "__init__.py").touch()
    return [
        str(programs / "datamodel-codegen"),
        "--input",
        str(document),
        "--output",
        str(package / "models.py"),
        *_MODELS,
    ]


def _models_and_client(programs: Path, document: Path, out: Path) -> CommandLine:
    return [*_models(programs, document, out), "api", *_CLIENT, "--client-output", str(out / PACKAGE / "client")]


def _python_client(programs: Path, document: Path, out: Path) -> CommandLine:
    config = out.parent / "config.yml"
    config.write_text("literal_enums: true\n")
    options = ["--meta", "none", "--overwrite", "--config", str(config), "--output-path", str(out / PACKAGE)]
    return [str(programs / "openapi-python-client"), "generate", "--path", str(document), *options]


_JAVA_OPTIONS = ",".join(
    [
        f"packageName={PACKAGE}",
        "lazyImports=true",
        "hideGenerationTimestamp=true",
        "disallowAdditionalPropertiesIfNotPresent=false",
    ]
)


def _java(programs: Path, document: Path, out: Path) -> CommandLine:
    options = ["--skip-validate-spec", "--additional-properties", _JAVA_OPTIONS]
    return [
        str(programs / "openapi-generator-cli"),
        "generate",
        "-g",
        "python",
        "-i",
        str(document),
        "-o",
        str(out),
        *options,
    ]


def _fastapi(programs: Path, document: Path, out: Path) -> CommandLine:
    options = ["--python-version", "3.11", "--disable-timestamp", "--use-annotated"]
    return [str(programs / "fastapi-codegen"), "-i", str(document), "-o", str(out / PACKAGE), *options]


RIVALS = (
    Rival("trivet", "(this tree)", (), _trivet, "models, inputs, async and sync clients", "trivet"),
    Rival(
        "datamodel-code-generator",
        "0.89.0",
        ("datamodel-code-generator[ruff]==0.89.0", "pydantic[email]"),
        _models,
        "Pydantic models of all scopes, formatted by ruff; it makes no client",
        None,
    ),
    Rival(
        "datamodel-code-generator client",
        "0.89.0",
        ("datamodel-code-generator[ruff]==0.89.0", "httpx2", "pydantic[email]"),
        _models_and_client,
        "the same with `--generate-client httpx2` (experimental) and the options that it demands",
        "datamodel-code-generator",
    ),
    Rival(
        "openapi-python-client",
        "0.29.1",
        ("openapi-python-client==0.29.1", "types-python-dateutil", "python-dateutil"),
        _python_client,
        "`--meta none`, `literal_enums: true` (else Stripe's enumerations stop it), formatted by ruff",
        "openapi-python-client",
    ),
    Rival(
        "openapi-generator",
        "7.26.0",
        (
            "openapi-generator-cli==7.26.0",
            "pydantic[email]>=2",
            "urllib3>=2",
            "python-dateutil",
            "types-python-dateutil",
        ),
        _java,
        "`-g python`, lazy imports, open objects, `--skip-validate-spec`",
        "openapi-generator",
        needs="java",
        environment={"JAVA_TOOL_OPTIONS": "-Xmx3g"},
    ),
    Rival(
        "fastapi-code-generator",
        "0.8.1",
        ("fastapi-code-generator==0.8.1", "fastapi", "python-multipart", "pydantic[email]", "ruff"),
        _fastapi,
        "Pydantic v2 models and a FastAPI application (no client)",
        "fastapi-code-generator",
    ),
)
"""Each at its newest release when this was written."""
