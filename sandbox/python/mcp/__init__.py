"""What user code imports: `from mcp import runtime`, the servers' tools, and the errors they raise."""

from . import runtime
from .content import Audio, Image, Resource, ResourceLink
from .errors import (
    CallRefusedError,
    InvalidArgumentsError,
    MCPError,
    ServerUnavailableError,
    ToolCallError,
    ToolTimeoutError,
    UnknownServerError,
    UnknownToolError,
)
from .servers import update_servers

__all__ = [
    "Audio",
    "CallRefusedError",
    "Image",
    "InvalidArgumentsError",
    "MCPError",
    "Resource",
    "ResourceLink",
    "ServerUnavailableError",
    "ToolCallError",
    "ToolTimeoutError",
    "UnknownServerError",
    "UnknownToolError",
    "runtime",
    "update_servers",
]
