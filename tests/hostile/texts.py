"""Texts that would do harm wherever they were taken for anything but text."""

from __future__ import annotations

MARK = "pwned"

CODE = [
    "__import__('os').system('touch pwned')",
    "'; import os; os.system('touch pwned')  #",
    '"; import os; os.system("touch pwned")  #',
    '"""\nimport os\nos.system("touch pwned")\n"""',
    "'''\nimport os\nos.system('touch pwned')\n'''",
    '""" + __import__("os").system("touch pwned") + """',
    '\\"""\nimport os\nos.system("touch pwned")\n',
    "\\",
    '"',
    "'",
    '\\"',
    '"""',
    "\\'\\'\\'",
    "x\nimport os\nos.system('touch pwned')\n",
    "x\rimport os\rx",
    "x\u2028import os\u2029x",
    "x\x0cimport os\x0bx\x85y",
    "{__import__('os').system('touch pwned')}",
    "{{7*7}} ${7*7} <%= 7*7 %> {% raw %}",
    "%(name)s %s {0} {}",
    "\\N{BULLET} \\x41 \\u0041 \\777",
    "): pass\nimport os\ndef f(",
    "]\nimport os\nx = [",
    "} | __import__('os').environ | {",
    "0) or __import__('os').system('touch pwned') or (0",
    "class pwned(metaclass=__import__('os').system('touch pwned')): pass",
    "@pwned\ndef pwned(): pass",
    "lambda: __import__('os')",
    "Literal['x'] | __import__('os').system('touch pwned')",
    "# type: ignore\nimport os",
    "# fmt: off\nimport os",
    "x\n# mypy: ignore-errors\nx",
    "x\n>>> __import__('os').system('touch pwned')\nx",
    "x\n# /// script\n# dependencies = ['pwned']\n# ///\nx",
    "# -*- coding: utf-7 -*-\n+AGkAbQBwAG8AcgB0- os",
]
NAMES = [
    "__class__", "__init__", "__import__", "__getattr__", "__builtins__", "__all__", "__del__", "_", "__", "___",
    "None", "True", "class", "import", "async", "match", "type", "lambda", "self", "cls", "super", "object", "print",
    "Model", "Field", "Any", "Literal", "Annotated", "TYPE_CHECKING", "annotations", "typing", "operations", "models",
    "inputs", "options", "body", "content_type", "model_config", "model_fields", "model_dump", "copy", "json", "dict",
    "list", "str", "int", "Operation", "lazy_exports", "deferred", "contract", "api_router", "Router", "files",
    "1", "1x", "-1", "9" * 40, "é", "ﬁ", "𝐜𝐥𝐚𝐬𝐬", "ſelf", "İ", "ŉ", "straße", "名前", "🐈", "\u200b", "a\u200db",
    "\u0301", "ᅟ", "\u3164", "a\u202eb", "ΐ", "ϓ", "x" * 300, "x_" * 400, "名" * 300, "",
]  # fmt: skip
PATHS = [
    "../pwned", "../../pwned", "..", ".", "/pwned", "/etc/passwd", "\\pwned", "..\\pwned", "C:\\pwned", "C:pwned",
    "~/x", "pwned\0", "\0", "CON", "con", "nul", "AUX.py", "com1", "LPT9", "pwned.", "pwned ", " pwned", "pwned...",
    "a/b/c", "__init__", "__init__.py", "__main__", "_client", "models/__init__", ".trivet.json", "contract.json",
    "py.typed", ".git/config", "-rf", "*", "?", "|", "a:b", "file:///etc/passwd", "%2e%2e%2fpwned",
]  # fmt: skip
LINES = ["x\r\nX-Evil: pwned", "x\nX-Evil: pwned", "x\r\n\r\nGET / HTTP/1.1", "x\0y", "x\x7fy", "x y", "x:y", "é"]
PATTERNS = ["(", "[", "(a+)+$", "^(?=a)(a|a)*$", "a{99999}", "\\", "(?P<x>a)(?P<x>b)", "(?i)", "\\p{L}"]

ALL = [*CODE, *NAMES, *PATHS, *LINES, *PATTERNS]
