"""Archives as ChatGPT and Claude export them."""

import json
import zipfile
from pathlib import Path
from typing import Any

BEGAN = 1_700_000_000.0


def node(
    name: str, parent: str | None, children: list[str], message: dict[str, Any] | None
) -> dict[str, Any]:
    return {"id": name, "parent": parent, "children": children, "message": message}


def said(role: str, *parts: object, **more: Any) -> dict[str, Any]:
    """A message of ChatGPT's."""
    return {
        "id": "x",
        "author": {"role": role, "name": None, "metadata": {}},
        "create_time": more.pop("create_time", BEGAN),
        "content": {"content_type": more.pop("content_type", "text"), "parts": list(parts)},
        "status": "finished_successfully",
        "metadata": more.pop("metadata", {}),
        "recipient": "all",
        **more,
    }


def chatgpt_conversation(number: int = 0) -> dict[str, Any]:
    """Everything that is odd in one: hidden nodes, null nodes, versions, pictures, tools."""
    hidden = {"is_visually_hidden_from_conversation": True}
    mapping = {
        "root": node("root", None, ["system"], None),
        "system": node("system", "root", ["u1"], said("system", "", metadata=hidden)),
        "u1": node("u1", "system", ["a1", "a2"], said("user", "What is a harbour?")),
        "a1": node("a1", "u1", [], said("assistant", "An early answer.")),
        "a2": node("a2", "u1", ["t1"], said("assistant", "A place for boats.", create_time=None)),
        "t1": node("t1", "a2", ["u2"], said("tool", "", content_type="tether_quote")),
        "u2": node(
            "u2",
            "t1",
            ["a3"],
            said(
                "user",
                {"content_type": "image_asset_pointer", "asset_pointer": "file-service://x"},
                "And this lighthouse?",
                content_type="multimodal_text",
            ),
        ),
        "a3": node("a3", "u2", [], said("assistant", "It warns ships.")),
        "lost": None,
    }
    return {
        "title": f"Harbours {number}",
        "create_time": BEGAN,
        "update_time": BEGAN + 60,
        "mapping": mapping,
        "current_node": "a3",
        "conversation_id": f"conversation-{number}",
        "id": f"conversation-{number}",
    }


CHATGPT_SAID = 5
"""Messages of such a conversation that somebody said."""


def claude_conversation(number: int = 0) -> dict[str, Any]:
    """Content blocks beside plain text, an empty message, an attachment."""

    def one(name: str, sender: str, text: str, **more: Any) -> dict[str, Any]:
        return {
            "uuid": f"{name}-{number}",
            "sender": sender,
            "text": text,
            "created_at": f"2025-02-03T10:{number % 60:02}:00.123456Z",
            "attachments": [],
            "files": [],
            **more,
        }

    blocks = [
        {"type": "thinking", "thinking": "secret thoughts"},
        {"type": "text", "text": "Kettles boil water."},
        {"type": "tool_use", "name": "x", "input": {}},
    ]
    return {
        "uuid": f"claude-{number}",
        "name": f"Kettles {number}",
        "created_at": "2025-02-03T10:00:00Z",
        "updated_at": "2025-02-03T11:00:00Z",
        "account": {"uuid": "a"},
        "chat_messages": [
            one("h1", "human", "What is a kettle?", attachments=[{"file_name": "list.txt"}]),
            one("r1", "assistant", "old form", content=blocks),
            one("h2", "human", ""),
            one("h3", "human", "Thank you"),
        ],
    }


CLAUDE_SAID = 3


def write_json(path: Path, conversations: list[dict[str, Any]]) -> Path:
    path.write_text(json.dumps(conversations), encoding="utf-8")
    return path


def write_zip(path: Path, files: dict[str, object]) -> Path:
    """An archive with JSON files of these names."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, value in files.items():
            archive.writestr(name, value if isinstance(value, str) else json.dumps(value))
    return path
