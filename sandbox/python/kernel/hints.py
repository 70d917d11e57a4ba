"""What to do about an error that code would not have met elsewhere: a note for the end of its traceback."""

from __future__ import annotations

import errno
import re
import sys
from collections.abc import Iterator
from typing import Any, Final

import mcp
from mcp import runtime
from mcp.proxies import unknown_server
from mcp.servers import servers

_NO_NETWORK: Final = "The sandbox has no network: what lies outside is reached by the tools of the servers."
_OWN_FILES: Final = "The sandbox has files of its own, in /workspace and /tmp; those of the host are reached by the tools of the servers."
_NO_THREADS: Final = "The embedded sandbox has no threads: use asyncio.gather."
_NO_PROCESSES: Final = "The embedded sandbox starts no processes: do it in Python, or with the tools of the servers."
_NO_SHARED_MEMORY: Final = "The sandbox has no shared memory, which multiprocessing needs: use asyncio, threads or subprocess."
_NO_IPYTHON: Final = (
    "The sandbox is no IPython, but display(...) is here without an import, also for `mcp.Image(data, \"image/png\")`."
)
_NO_MAGIC: Final = "Lines that begin with % or ! are IPython's and not known here; packages cannot be installed."
_RUNNING_LOOP: Final = "The cell runs in an event loop already: write `await` in its place; functions that await are `async def`."
_NOBODY_TO_ASK: Final = "Nobody can answer here: put the value into the code."
_CONNECTED: Final = (
    'The servers are connected already: `await mcp_servers["server"].call_tool("tool", {...})`; `from mcp import runtime` finds them.'
)
_A_VALUE: Final = "A tool's result is a Python value, as it is printed; `call_tool(..., raw=True)` gives the whole answer, a dict."
_OF_RESULTS: Final = {"content", "structuredContent", "structured_content", "isError", "is_error"}
_UNREACHABLE: Final = {errno.ENETUNREACH, errno.EHOSTUNREACH}
_NETWORK_CLIENTS: Final = {"aiohttp", "httpx", "requests", "urllib3", "websockets"}
_HOST_FOLDER: Final = re.compile(r"(/(home|Users|root|mnt|media|Volumes)/|~|[A-Za-z]:[\\/])")
_OF_RUNNING_LOOP: Final = re.compile("loop is already running|another loop is running|from a running event loop")
_LONGEST_CHAIN: Final = 20
_EMBEDDED: Final = sys.platform == "emscripten"


def add_hint(error: BaseException, missing_module_note: str) -> None:
    """Adds the note, once, where there is something to say. `missing_module_note` is the runtime's own."""
    hint = _hint_for(error, missing_module_note)
    if hint is not None and hint not in getattr(error, "__notes__", ()):
        error.add_note(hint)


def _hint_for(error: BaseException, missing_module_note: str) -> str | None:
    if isinstance(error, ImportError) and _is_of_mcp(error.name or ""):
        return _CONNECTED
    if isinstance(error, ModuleNotFoundError):
        return _for_module(error.name or "", missing_module_note)
    if isinstance(error, NameError):
        return _for_name(error.name or "")
    if isinstance(error, AttributeError) and error.obj is runtime:
        return f"runtime has: {', '.join(runtime.__all__)}."
    if isinstance(error, AttributeError) and error.name in _OF_RESULTS and isinstance(error.obj, (str, list, dict)):
        return _A_VALUE
    if isinstance(error, SyntaxError):
        return _NO_MAGIC if (error.text or "").lstrip().startswith(("%", "!")) else None
    if isinstance(error, RuntimeError):
        return _for_runtime_error(str(error))
    if isinstance(error, EOFError):
        return _NOBODY_TO_ASK if str(error) == "EOF when reading a line" else None
    if isinstance(error, OSError) and _is_of_host(error):
        return _OWN_FILES
    if isinstance(error, OSError) and "multiprocessing" in sys.modules and _comes_from(error, "synchronize.py"):
        return _NO_SHARED_MEMORY
    if isinstance(error, OSError) and _EMBEDDED and error.errno == errno.ENOTSUP:
        return _NO_PROCESSES
    return _NO_NETWORK if any(map(_is_unreachable, _chain_of(error))) else None


def _for_module(name: str, missing_module_note: str) -> str | None:
    package = name.partition(".")[0]
    if package in ("mcp", "saved"):
        return None  # these say it themselves
    if package == "IPython":
        return _NO_IPYTHON
    if package in ("_multiprocessing", "_posixshmem"):
        return _NO_PROCESSES
    return _NO_NETWORK if package in _NETWORK_CLIENTS else missing_module_note


def _is_of_mcp(name: str) -> bool:
    """What the SDK of that name has, and this package has not."""
    return name == "mcp" or (name.startswith("mcp.") and not name.startswith("mcp.servers."))


def _for_name(name: str) -> str | None:
    if name in ("mcp", "runtime"):
        return "Write `from mcp import runtime` first."
    if name in runtime.__all__:
        return f"Write `runtime.{name}(...)`."
    if name in mcp.__all__ and name[0].isupper():
        return f"Write `from mcp import {name}` first."
    if name.startswith("mcp_"):
        if name.removeprefix("mcp_") in servers.by_alias:  # the code itself has deleted it
            return f"It comes back with the next run; until then write `mcp_servers[{name.removeprefix('mcp_')!r}]`."
        problem = str(unknown_server(name.removeprefix("mcp_"), list(servers.by_alias)))
        return problem[0].upper() + problem[1:]
    return None


def _for_runtime_error(message: str) -> str | None:
    if _EMBEDDED and message == "can't start new thread":
        return _NO_THREADS
    return _RUNNING_LOOP if _OF_RUNNING_LOOP.search(message) else None


def _is_of_host(error: OSError) -> bool:
    name = error.filename
    if not isinstance(name, str):
        return False
    # A tool may have written it on the host, into a folder that the sandbox has a namesake of.
    is_missing = isinstance(error, FileNotFoundError) and name.startswith("/") and not name.startswith("/workspace/")
    return is_missing or _HOST_FOLDER.match(name) is not None


def _comes_from(error: BaseException, file_name: str) -> bool:
    """Whether it was raised in a file of that name."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and trace.tb_frame.f_code.co_filename.endswith("/" + file_name)


def _chain_of(error: BaseException) -> Iterator[Any]:
    """The error and those behind it, as `urllib` and other clients wrap them."""
    current: Any = error
    for _ in range(_LONGEST_CHAIN):
        if not isinstance(current, BaseException):
            return
        yield current
        reason = getattr(current, "reason", None)
        current = reason if isinstance(reason, BaseException) else current.__cause__ or current.__context__


def _is_unreachable(error: BaseException) -> bool:
    # Named, since importing socket for it would cost each session's start.
    return isinstance(error, OSError) and (error.errno in _UNREACHABLE or type(error).__name__ == "gaierror")
