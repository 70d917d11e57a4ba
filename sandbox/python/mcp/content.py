"""Parts of an answer other than plain text. They can be shown with `display(x)` or saved, and a link can be read."""

from __future__ import annotations

import base64
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from . import connection
from .standard_modules import LateModule

if TYPE_CHECKING:
    import pathlib
else:
    # Most sessions save nothing, and it is not small. Annotations are resolved with it as well.
    pathlib = LateModule("pathlib")


class _Binary:
    """`data` is bytes, `mime_type` a str such as "image/png"."""

    def __init__(self, data: bytes, mime_type: str) -> None:
        self.data = data
        self.mime_type = mime_type

    def save(self, path: str | pathlib.Path) -> pathlib.Path:
        """Writes the bytes to a file of the sandbox and returns its path."""
        target = pathlib.Path(path)
        target.write_bytes(self.data)
        return target

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.mime_type}, {len(self.data):,} bytes>"


class _Shown:
    """Data that a notebook and `display(x)` show if it is an image."""

    data: bytes | None
    mime_type: str | None

    def _repr_png_(self) -> bytes | None:
        return self.data if self.mime_type == "image/png" else None

    def _repr_jpeg_(self) -> bytes | None:
        return self.data if self.mime_type in ("image/jpeg", "image/jpg") else None

    def _repr_gif_(self) -> bytes | None:
        return self.data if self.mime_type == "image/gif" else None

    def _repr_webp_(self) -> bytes | None:
        return self.data if self.mime_type == "image/webp" else None


class Image(_Binary, _Shown):
    pass


class Audio(_Binary):
    pass


class Resource(_Shown):
    """A resource: `text` (str) or `data` (bytes), whichever the server sent. An image can be shown."""

    def __init__(self, uri: str, mime_type: str | None, text: str | None, data: bytes | None, server: str) -> None:
        self.server = server
        self.uri = uri
        self.mime_type = mime_type
        self.text = text
        self.data = data

    def save(self, path: str | pathlib.Path) -> pathlib.Path:
        """Writes the text or the bytes to a file of the sandbox and returns its path."""
        target = pathlib.Path(path)
        target.write_bytes(self.data if self.data is not None else (self.text or "").encode())
        return target

    def __repr__(self) -> str:
        size = len(self.data) if self.data is not None else len(self.text or "")
        return f"<Resource {self.uri} {self.mime_type or ''}, {size:,} {'bytes' if self.data is not None else 'characters'}>"


class ResourceLink:
    """A pointer to a resource that the answer does not carry: `await link.read()` gets it from its server."""

    def __init__(self, uri: str, name: str, mime_type: str | None, description: str | None, server: str) -> None:
        self.uri = uri
        self.name = name
        self.mime_type = mime_type
        self.description = description
        self.server = server

    def read(self) -> Coroutine[Any, Any, Any]:
        """The resource, as `runtime.read_resource` gives it."""
        return connection.tracked(read_resource(self.server, self.uri), "ResourceLink.read")

    def __repr__(self) -> str:
        return f"<ResourceLink {self.uri} {self.name!r}>"


def content_object(block: dict[str, Any], server: str) -> Any:
    """The Python object for one content block that is not text; an unknown or broken block stays a dict."""
    try:
        match block.get("type"):
            case "image":
                return Image(base64.b64decode(block["data"]), block["mimeType"])
            case "audio":
                return Audio(base64.b64decode(block["data"]), block["mimeType"])
            case "resource":
                return resource_object(block["resource"], server)
            case "resource_link":
                return ResourceLink(block["uri"], block.get("name", ""), block.get("mimeType"), block.get("description"), server)
    except (KeyError, TypeError, ValueError):
        pass
    return block


def resource_object(contents: dict[str, Any], server: str) -> Resource:
    blob = contents.get("blob")
    data = base64.b64decode(blob) if blob is not None else None
    return Resource(contents["uri"], contents.get("mimeType"), contents.get("text"), data, server)


async def read_resource(server: str, uri: str) -> Any:
    """A text as str, anything else as a Resource; several parts are a list, none is None."""
    result = await connection.request("resources.read", server=server, uri=str(uri))
    parts = [resource_object(part, server) for part in result["contents"]]
    values = [part.text if part.text is not None else part for part in parts]
    if not values:
        return None
    return values[0] if len(values) == 1 else values
