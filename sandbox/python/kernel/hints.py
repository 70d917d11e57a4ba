"""Advice about an error that code would not get outside the sandbox: a note at the end of its traceback.

This file is about what the sandbox lacks; misuse of servers, tools and results is in `tool_hints`.
"""

from __future__ import annotations

import errno
import re
import sys
import types
from collections.abc import Iterator
from typing import Any, Final

from mcp.standard_modules import is_of_session

from .error_places import raised_in
from .name_hints import CONNECTED
from .tool_hints import hint_of_tools

_NO_NETWORK: Final = "The sandbox has no network: use the servers' tools to reach anything outside."
_OWN_FILES: Final = "The sandbox has its own files, in /workspace and /tmp; use the servers' tools for files of the host."
_NO_THREADS: Final = "The embedded sandbox has no threads: use asyncio.gather."
_NO_PROCESSES: Final = "The embedded sandbox cannot start processes: do it in Python, or with the servers' tools."
_NO_ALARMS: Final = "The embedded sandbox has no alarms: `async with asyncio.timeout(seconds):` ends what it awaits."
_NO_SHARED_MEMORY: Final = "The sandbox has no shared memory, which multiprocessing needs: use asyncio, threads or subprocess."
_NO_IPYTHON: Final = (
    "The sandbox is not IPython, but display(...) works without an import, also for `mcp.Image(data, \"image/png\")`."
)
_NO_MAGIC: Final = "Lines that begin with % or ! work only in IPython; packages cannot be installed here."
_NO_QUESTION_MARK: Final = "Lines that end with ? work only in IPython: write help(...)."
_NOT_ASYNC: Final = "A function that awaits is defined with `async def`, and awaited where it is called."
_LAST_VALUE: Final = "A cell is no function: the value of its last line is shown."
_NO_ENVIRONMENT: Final = "The sandbox has no environment of the host; servers have their own keys and tokens."
_NO_PACKAGES: Final = "Packages cannot be installed here."
_NO_FILE: Final = "A cell is not a file: relative paths start at /workspace."
_RUNNING_LOOP: Final = "The cell already runs in an event loop: write `await` instead; functions that await are `async def`."
_AWAITED_TWICE: Final = "A call is awaited once: keep its result in a variable."
_NOBODY_TO_ASK: Final = "Nobody can answer input here: put the value into the code."
_OF_JSON: Final = "Python writes True, False and None; json.loads reads the text of a JSON value."
_ESCAPED_TWICE: Final = "The code itself has \\n in place of a line break: it was escaped twice."
_ESCAPED_FOR_HTML: Final = "The code itself has &lt; or the like in place of a character: it was escaped for HTML."
_OF_SYNTAX: Final = {"'await' outside async function": _NOT_ASYNC, "'return' outside function": _LAST_VALUE}
_UNREACHABLE: Final = {errno.ENETUNREACH, errno.EHOSTUNREACH}
_NETWORK_CLIENTS: Final = {"aiohttp", "httpx", "requests", "urllib3", "websockets"}
_HOST_FOLDER: Final = re.compile(r"(/(home|Users|root|mnt|media|Volumes)/|~|[A-Za-z]:[\\/])")
_OF_RUNNING_LOOP: Final = re.compile("loop is already running|another loop is running|from a running event loop|close a running event loop")
_OF_HTML: Final = re.compile("&(lt|gt|amp|quot|#39);")
_INSTALLER: Final = re.compile(r"\s*(pip3?|python3? -m pip|uv|conda|npm|apt|apt-get) ")
_INSTALLER_CALL: Final = re.compile(r"\b(pip3?|uv|conda|npm|apt|apt-get)\b.*\binstall\b")
_INSTALLERS: Final = {"pip", "pip3", "uv", "conda", "npm", "apt", "apt-get"}
_LONGEST_CHAIN: Final = 20
_EMBEDDED: Final = sys.platform == "emscripten"


def add_hint(error: BaseException, missing_module_note: str) -> None:
    """Adds a note to the error, once, if there is advice. `missing_module_note` depends on the runtime."""
    hint = _of_hidden_module(error) or hint_of_tools(error) or _hint_for(error, missing_module_note)
    if hint is not None and hint not in getattr(error, "__notes__", ()):
        error.add_note(hint)


def _of_hidden_module(error: BaseException) -> str | None:
    """Python itself says it only of files in a script's folder."""
    if isinstance(error, AttributeError):
        module = error.obj
    elif isinstance(error, ImportError):
        module = sys.modules.get((error.name or "").partition(".")[0])
    else:
        return None
    name, file = getattr(module, "__name__", None), getattr(module, "__file__", None)
    if not isinstance(module, types.ModuleType) or name not in sys.stdlib_module_names or not is_of_session(file):
        return None
    return f"{file} hides Python's own module {name}: rename the file, then `sys.modules.pop({name!r})` and import again."


def _hint_for(error: BaseException, missing_module_note: str) -> str | None:
    if isinstance(error, ModuleNotFoundError):
        return _for_module(error.name or "", missing_module_note)
    if isinstance(error, NameError):
        return {"get_ipython": _NO_IPYTHON, "__file__": _NO_FILE, "true": _OF_JSON, "false": _OF_JSON, "null": _OF_JSON}.get(error.name or "")
    if isinstance(error, KeyError):
        return _NO_ENVIRONMENT if raised_in(error, "os.py", "<frozen os>") else None
    if isinstance(error, AttributeError):
        return _NO_ALARMS if _EMBEDDED and error.obj is sys.modules.get("signal") else None
    if isinstance(error, SyntaxError):
        return _OF_SYNTAX.get(error.msg) or _for_syntax(error.msg, (error.text or "").strip())
    if isinstance(error, RuntimeError):
        return _for_runtime_error(error)
    if type(error).__name__ == "CalledProcessError":
        return _NO_PACKAGES if _INSTALLER_CALL.search(str(error)) else None
    if isinstance(error, EOFError):
        return _NOBODY_TO_ASK if str(error) == "EOF when reading a line" or raised_in(error, "getpass.py") else None
    if isinstance(error, FileNotFoundError) and error.filename in _INSTALLERS and raised_in(error, "subprocess.py"):
        return _NO_PACKAGES
    if isinstance(error, OSError) and _is_of_host(error):
        return _OWN_FILES
    if isinstance(error, OSError) and "multiprocessing" in sys.modules and raised_in(error, "synchronize.py"):
        return _NO_SHARED_MEMORY
    if isinstance(error, OSError) and _EMBEDDED and error.errno == errno.ENOTSUP:
        return _NO_PROCESSES
    if type(error).__name__ == "OperationalError" and str(error) == "unable to open database file":
        return _OWN_FILES
    # JavaScript's fetch: its message has Deno's advice for a person at a command line.
    if _EMBEDDED and "--allow-net" in str(error):
        return _NO_NETWORK
    return _NO_NETWORK if any(map(_is_unreachable, _chain_of(error))) else None


def _for_module(name: str, missing_module_note: str) -> str | None:
    package = name.partition(".")[0]
    if package in ("mcp", "saved"):
        return None  # these say it themselves
    if package == "IPython":
        return _NO_IPYTHON
    if package in ("micropip", "pip"):
        return _NO_PACKAGES
    if package == "nest_asyncio":
        return _RUNNING_LOOP
    if "mcp" in package:
        return CONNECTED
    if package in ("_multiprocessing", "_posixshmem"):
        return _NO_PROCESSES
    return _NO_NETWORK if package in _NETWORK_CLIENTS else missing_module_note


def _for_syntax(message: str, line: str) -> str | None:
    if "line continuation" in message and "\\n" in line:
        return _ESCAPED_TWICE
    if _OF_HTML.search(line):
        return _ESCAPED_FOR_HTML
    if line.startswith(("%", "!")):
        return _NO_MAGIC
    if line.endswith("?"):
        return _NO_QUESTION_MARK
    return _NO_PACKAGES if _INSTALLER.match(line) else None


def _for_runtime_error(error: RuntimeError) -> str | None:
    if _EMBEDDED and str(error) == "can't start new thread":
        return _NO_THREADS
    if isinstance(error, NotImplementedError):
        return _NO_PROCESSES if _EMBEDDED and raised_in(error, "process.py") else None
    if str(error) == "cannot reuse already awaited coroutine":
        return _AWAITED_TWICE
    return _RUNNING_LOOP if _OF_RUNNING_LOOP.search(str(error)) else None


def _is_of_host(error: OSError) -> bool:
    name = error.filename
    if not isinstance(name, str):
        return False
    # A tool may have written it on the host: in a folder of the same name as one of the sandbox, or in the host's working directory.
    is_missing = isinstance(error, FileNotFoundError) and not name.startswith("/workspace/") and not raised_in(error, "subprocess.py")
    return is_missing or _HOST_FOLDER.match(name) is not None


def _chain_of(error: BaseException) -> Iterator[Any]:
    """The error and its causes, since `urllib` and other clients wrap errors."""
    current: Any = error
    for _ in range(_LONGEST_CHAIN):
        if not isinstance(current, BaseException):
            return
        yield current
        reason = getattr(current, "reason", None)
        current = reason if isinstance(reason, BaseException) else current.__cause__ or current.__context__


def _is_unreachable(error: BaseException) -> bool:
    # Compared by name, since importing socket would slow down the start of each session.
    return isinstance(error, OSError) and (error.errno in _UNREACHABLE or type(error).__name__ == "gaierror")
