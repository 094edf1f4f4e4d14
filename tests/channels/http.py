"""The HTTP API by itself."""

import httpx

from tests.channels.channel import EXPECTED, QUESTION, Channel, Exercise, Served


def _ask(served: Served, key: str, accept: str = "application/json") -> httpx.Response:
    headers = {"Authorization": f"Bearer {key}", "Accept": accept}
    return httpx.post(f"{served.url}/v1/ask", json={"question": QUESTION}, headers=headers, timeout=120)


def asked(served: Served) -> None:
    given = _ask(served, served.key).json()
    assert EXPECTED in given["answer"]
    assert given["citations"][0]["status"] == "statutory"


def streamed(served: Served) -> None:
    text = _ask(served, served.key, "text/event-stream").text
    assert [line for line in text.split("\n") if line.startswith("event: ")][-1] == "event: answer"


def forged(served: Served) -> None:
    assert _ask(served, "cv_0_forged").status_code == 401


HTTP = Channel(
    "HTTP API", "httpx", (Exercise("asked", asked), Exercise("streamed", streamed), Exercise("forged key refused", forged))
)
