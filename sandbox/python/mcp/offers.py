"""What a server offers in addition to tools: resources, prompts, and its description of itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from . import connection
from .content import content_object


async def list_resources(server: str) -> list[dict[str, Any]]:
    """The server's resources: `[{uri, name, title?, description?, mimeType?}]`."""
    from .listings import Resources

    return Resources(await connection.request("resources.list", server=server))


async def list_resource_templates(server: str) -> list[dict[str, Any]]:
    """Resource templates: `[{uriTemplate, name, title?, description?, mimeType?}]`."""
    from .listings import Resources

    return Resources(await connection.request("resources.templates", server=server))


async def list_prompts(server: str) -> list[dict[str, Any]]:
    """The server's prompts: `[{name, title?, description?, arguments?: [{name, description?, required?}]}]`."""
    from .listings import Prompts

    return Prompts(await connection.request("prompts.list", server=server))


async def get_prompt(server: str, name: str, arguments: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """`{description, messages: [{role, content}]}`; a text is a str, other content an object.

    The protocol allows only text arguments: anything that is not a str is sent as JSON.
    """
    texts = {key: value if isinstance(value, str) else json.dumps(value) for key, value in (arguments or {}).items()}
    result = await connection.request("prompts.get", server=server, name=name, arguments=texts)
    messages = [{**message, "content": _content(message["content"], server)} for message in result["messages"]]
    return {"description": result.get("description"), "messages": messages}


async def describe_server(server: str) -> dict[str, Any]:
    """The server's description of itself: `{name, title?, version?, instructions?, capabilities, description?, ...}`."""
    return dict(await connection.request("servers.describe", server=server))


def _content(block: dict[str, Any], server: str) -> Any:
    return block["text"] if block.get("type") == "text" else content_object(block, server)
