"""The errors of the `mcp` package. All are `MCPError`s; `code` is the host's code for what happened."""

from __future__ import annotations

from typing import Any


class MCPError(Exception):
    """`code`, `server` and `tool` are str or None."""

    def __init__(self, message: str, *, code: str | None = None, server: str | None = None, tool: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.server = server
        self.tool = tool

    def __str__(self) -> str:
        return self.message


class UnknownServerError(MCPError, KeyError):
    """No configured server has that name, or the one that has it cannot be used."""


class UnknownToolError(MCPError):
    """The server has no tool of that name."""


class InvalidArgumentsError(MCPError):
    """The arguments do not fit the tool's schema, or cannot be passed at all. Nothing was called."""


class ServerUnavailableError(MCPError):
    """The server did not start, or went away during the call."""


class ToolTimeoutError(MCPError, TimeoutError):
    """The tool did not answer in time."""


class ToolCallError(MCPError):
    """The tool answered with an error. `result` is its whole answer, if there was one."""

    result: dict[str, Any] | None = None


class SavedToolError(MCPError):
    """A function that cannot be saved, a name that is taken, or a saved tool that is not there."""


class SavedToolImportError(SavedToolError, ImportError):
    """A saved tool is there and cannot be loaded."""


class NotSupportedError(MCPError):
    """The server does not offer this, for example resources."""


class CallRefusedError(MCPError):
    """The host does not allow this call here or now."""


_BY_CODE: dict[str, type[MCPError]] = {
    "unknown-server": UnknownServerError,
    "unusable-server": UnknownServerError,
    "unknown-tool": UnknownToolError,
    "invalid-arguments": InvalidArgumentsError,
    "start-failed": ServerUnavailableError,
    "server-crashed": ServerUnavailableError,
    "closed": ServerUnavailableError,
    "call-timeout": ToolTimeoutError,
    "login-required": ServerUnavailableError,
    "login-failed": ServerUnavailableError,
    "still-starting": ServerUnavailableError,
    "call-failed": ToolCallError,
    "invalid-answer": ToolCallError,
    "refused": CallRefusedError,
    "tool-denied": CallRefusedError,
    "call-refused": CallRefusedError,
    "cannot-ask": CallRefusedError,
    "tool-changed": CallRefusedError,
    "call-limit": CallRefusedError,
    "not-supported": NotSupportedError,
    "saved-tool-exists": SavedToolError,
    "unknown-saved-tool": SavedToolError,
    "saving-failed": SavedToolError,
    "saving-unavailable": SavedToolError,
}


def error_from_host(error: dict[str, Any]) -> MCPError:
    kind = _BY_CODE.get(error.get("code") or "", MCPError)
    return kind(error["message"], code=error.get("code"), server=error.get("server"), tool=error.get("tool"))
