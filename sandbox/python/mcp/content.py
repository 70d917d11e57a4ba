"""Parts of a tool's answer that are not plain text: they can be shown with `display(x)` or saved."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any


class _Binary:
    """`data` is bytes, `mime_type` a str such as "image/png"."""

    def __init__(self, data: bytes, mime_type: str) -> None:
        self.data = data
        self.mime_type = mime_type

    def save(self, path: str | Path) -> Path:
        """Writes the bytes to a file of the sandbox and returns its path."""
        target = Path(path)
        target.write_bytes(self.data)
        return target

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.mime_type}, {len(self.data):,} bytes>"


class Image(_Binary):
    def _repr_png_(self) -> bytes | None:
        return self.data if self.mime_type == "image/png" else None

    def _repr_jpeg_(self) -> bytes | None:
        return self.data if self.mime_type in ("image/jpeg", "image/jpg") else None


class Audio(_Binary):
    pass


class Resource:
    """A resource inside an answer: `text` (str) or `data` (bytes), whichever the server sent."""

    def __init__(self, uri: str, mime_type: str | None, text: str | None, data: bytes | None) -> None:
        self.uri = uri
        self.mime_type = mime_type
        self.text = text
        self.data = data

    def save(self, path: str | Path) -> Path:
        target = Path(path)
        target.write_bytes(self.data if self.data is not None else (self.text or "").encode())
        return target

    def __repr__(self) -> str:
        size = len(self.data) if self.data is not None else len(self.text or "")
        return f"<Resource {self.uri} {self.mime_type or ''}, {size:,} {'bytes' if self.data is not None else 'characters'}>"


class ResourceLink:
    """A pointer to a resource that the answer does not carry."""

    def __init__(self, uri: str, name: str, mime_type: str | None, description: str | None) -> None:
        self.uri = uri
        self.name = name
        self.mime_type = mime_type
        self.description = description

    def __repr__(self) -> str:
        return f"<ResourceLink {self.uri} {self.name!r}>"


def content_object(block: dict[str, Any]) -> Any:
    """The Python object for one content block that is not text; an unknown block stays a dict."""
    match block.get("type"):
        case "image":
            return Image(base64.b64decode(block["data"]), block["mimeType"])
        case "audio":
            return Audio(base64.b64decode(block["data"]), block["mimeType"])
        case "resource":
            resource = block["resource"]
            blob = resource.get("blob")
            data = base64.b64decode(blob) if blob is not None else None
            return Resource(resource["uri"], resource.get("mimeType"), resource.get("text"), data)
        case "resource_link":
            return ResourceLink(block["uri"], block.get("name", ""), block.get("mimeType"), block.get("description"))
        case _:
            return block
