"""What user code imports: `from mcp import runtime`, the servers' tools, and the errors they raise."""

from . import runtime
from .content import Audio, Image, Resource, ResourceLink
from .errors import (
    CallRefusedError,
    InvalidArgumentsError,
    MCPError,
    NotSupportedError,
    SavedToolError,
    SavedToolImportError,
    ServerUnavailableError,
    ToolCallError,
    ToolTimeoutError,
    UnknownServerError,
    UnknownToolError,
)
from .saved import saved_tools
from .servers import servers as _servers
from .servers import update_servers

__all__ = [
    "Audio",
    "CallRefusedError",
    "Image",
    "InvalidArgumentsError",
    "MCPError",
    "NotSupportedError",
    "Resource",
    "ResourceLink",
    "SavedToolError",
    "SavedToolImportError",
    "ServerUnavailableError",
    "ToolCallError",
    "ToolTimeoutError",
    "UnknownServerError",
    "UnknownToolError",
    "runtime",
    "saved_tools",
    "update_servers",
]


def __getattr__(name: str) -> object:
    """Names that are elsewhere but often imported from here: `from mcp import search_tool_docs`, `from mcp import mcp_servers`."""
    if name == "mcp_servers":
        return _servers
    if name in runtime.__all__:
        return getattr(runtime, name)
    raise AttributeError(f"module 'mcp' has no attribute {name!r}")
