"""The real `mcp` client: in memory, over HTTP against a served application, over stdio against 'verse mcp'."""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import jsonschema
import pytest
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.exceptions import MCPError
from mcp_types import ResourceTemplateReference

from api.cli import main
from api.errors import SettingsError
from api.protocol.server import open_server
from api.service import Service, open_service
from api.settings import Settings
from api.signin.users import Role
from corpus.library import Library
from tests.api.conftest import Served
from tests.api.fake import FakeAssistant
from tests.api.oidc_provider import CLIENT, OidcProvider, provider
from tests.api.running import Running, running

QUESTION = "How soon must a referral be decided on?"
REAL = "How soon after the strategy discussion must the initial child protection conference be held?"
TOOLS = {"ask", "search", "read_paragraph", "compare_editions", "list_documents", "standards"}
ARGUMENTS: dict[str, dict[str, Any]] = {
    "ask": {"question": QUESTION},
    "search": {"query": "rapid review", "k": 3},
    "read_paragraph": {"id": "wt-2026/167"},
    "compare_editions": {"one": "wt-2015", "other": "wt-2026", "topic": "referral"},
    "list_documents": {},
    "standards": {"standard": 3, "kind": "outcome"},
}
Do = Callable[[Client], Awaitable[Any]]


@pytest.fixture(scope="module")
def assistant(library: Library) -> FakeAssistant:
    return FakeAssistant(library)


@pytest.fixture(scope="module")
def service(assistant: FakeAssistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    own = open_service(Settings(home=tmp_path_factory.mktemp("home")), assistant)
    yield own
    own.close()


@pytest.fixture
def talk(service: Service) -> Callable[[Do], Any]:
    """Do something with a client in memory."""

    def run(do: Do, mode: str = "auto") -> Any:
        async def talked() -> Any:
            async with Client(open_server(service), mode=mode) as client:
                return await do(client)

        return asyncio.run(talked())

    return run


def over_http(url: str, do: Do, key: str = "", mode: str = "auto") -> Any:
    async def talked() -> Any:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        async with (
            httpx2.AsyncClient(headers=headers, timeout=60) as http,
            Client(streamable_http_client(f"{url}/mcp", http_client=http), mode=mode) as client,
        ):
            return await do(client)

    return asyncio.run(talked())


@contextmanager
def refused(said: str) -> Iterator[None]:
    """What a client is told in the block is an error that says so, whatever groups it comes in."""
    try:
        yield
    except (MCPError, BaseExceptionGroup) as error:
        first: BaseException = error
        while isinstance(first, BaseExceptionGroup):
            first = first.exceptions[0]
        assert said in str(first)
    else:
        pytest.fail(f"nothing was refused with {said!r}")


@pytest.fixture(scope="module")
def served(assistant: FakeAssistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    boundless = {"rate_per_user": "1000000/second", "rate_per_address": "1000000/second"}
    with running(Settings(home=tmp_path_factory.mktemp("home"), mcp=True, **boundless), assistant) as own:
        yield own


async def call_every_tool(client: Client) -> dict[str, Any]:
    """Each tool's result, checked against the schema it is listed with."""
    listed = {tool.name: tool for tool in (await client.list_tools()).tools}
    assert set(listed) == TOOLS
    results = {}
    for name, arguments in ARGUMENTS.items():
        jsonschema.validate(arguments, listed[name].input_schema)
        results[name] = await client.call_tool(name, arguments)
        assert not results[name].is_error, results[name].content
        jsonschema.validate(results[name].structured_content, listed[name].output_schema)
    return results


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_every_tool_gives_data_that_is_true_to_its_schema(talk, mode: str) -> None:
    results = talk(call_every_tool, mode)
    assert results["read_paragraph"].structured_content["id"] == "wt-2026/167"
    assert len(results["search"].structured_content["passages"]) == 3
    statements = results["standards"].structured_content["statements"]
    assert {(s["standard"], s["kind"]) for s in statements} == {(3, "outcome")}
    assert "wt-2015" in results["list_documents"].content[0].text


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_same_over_http_at_a_served_application(served: Running, mode: str) -> None:
    results = over_http(served.url, call_every_tool, mode=mode)
    given = results["ask"].structured_content
    link = f"({served.url}{given['citations'][0]['href']})"
    assert link in results["ask"].content[0].text


def test_an_answer_is_what_the_http_api_gives(served: Running) -> None:
    asked = over_http(served.url, lambda client: client.call_tool("ask", {"question": QUESTION})).structured_content
    given = httpx2.post(f"{served.url}/v1/ask", json={"question": QUESTION}, timeout=60).json()
    own = ("id", "conversation")
    assert {k: v for k, v in asked.items() if k not in own} == {k: v for k, v in given.items() if k not in own}
    kept = httpx2.get(f"{served.url}/v1/conversations/{asked['conversation']}", timeout=60).json()
    assert [answer["question"] for answer in kept["answers"]] == [QUESTION]


def test_verse_mcp_is_a_server_over_stdio(home: Path, tmp_path: Path) -> None:
    """The real command with the real library; an answer, a paragraph, and nothing but the protocol on its output."""
    kept = {"VERSE_DATABASE": f"sqlite:///{tmp_path / 'service.db'}", "VERSE_SECRET": "x" * 32, "VERSE_HOME": str(home)}
    environment = {**os.environ, **kept, "PYTHONPATH": str(Path(__file__).parents[3])}
    command = StdioServerParameters(command=sys.executable, args=["-m", "api.cli", "mcp"], env=environment)

    async def talked() -> tuple[Any, Any]:
        async with Client(command, read_timeout_seconds=600) as client:
            return await client.call_tool("ask", {"question": REAL}), await client.list_prompts()

    answer, prompts = asyncio.run(talked())
    assert "within 15 working days" in answer.content[0].text
    assert f"`{answer.structured_content['citations'][0]['id']}`" in answer.content[0].text
    assert len(prompts.prompts) == 5


def test_tools_say_that_they_only_read(talk) -> None:
    tools = talk(lambda client: client.list_tools()).tools
    assert all(tool.annotations.read_only_hint and not tool.annotations.open_world_hint for tool in tools)


def test_history_and_the_day_are_passed_on(talk, assistant: FakeAssistant) -> None:
    arguments = {"question": "Who chairs it?", "history": ["What is an ICPC?"], "as_of": "2016-05-01"}
    talk(lambda client: client.call_tool("ask", arguments))
    question, history, day = assistant.asked[-1]
    assert (question, history, str(day)) == ("Who chairs it?", ("What is an ICPC?",), "2016-05-01")


def test_personal_details_are_taken_out_before_anything_is_kept(talk, service) -> None:
    text = "My name is John Smith and my NHS number is 943 476 5919, what is neglect?"
    result = talk(lambda client: client.call_tool("ask", {"question": text}))
    kept = service.store.conversation(result.structured_content["conversation"], "local").answers[0].question
    for secret in ("John", "Smith", "5919"):
        assert secret not in json.dumps(result.structured_content) + result.content[0].text + kept
    assert "Personal details were taken out" in result.content[0].text


def test_in_an_emergency_the_first_words_are_what_to_do(talk) -> None:
    result = talk(lambda client: client.call_tool("ask", {"question": "he was stabbed"}))
    assert result.content[0].text.startswith("Call 999.")


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("ask", {}, "'question' is wrong: Field required"),
        ("ask", {"question": ""}, "at least 1 character"),
        ("ask", {"question": "?!"}, "holds no words"),
        ("ask", {"question": "word " * 8000}, "at most 20000 characters. If a child is in immediate danger, call 999."),
        ("ask", {"question": "word " * 500}, "2,000 are the most"),
        ("ask", {"question": QUESTION, "as_of": "yesterday"}, "write a day as YYYY-MM-DD"),
        ("ask", {"question": QUESTION, "tone": "kind"}, "'tone' is wrong: Extra inputs are not permitted"),
        ("search", {"query": "neglect", "k": 1000}, "less than or equal to 100"),
        ("read_paragraph", {"id": "wt-2026/9999"}, "There is no paragraph 'wt-2026/9999'"),
        ("read_paragraph", {"id": "../../etc/passwd"}, "There is no document '..'"),
        ("compare_editions", {"one": "kcsie", "other": "wt-2026", "topic": "referral"}, "There is no document 'kcsie'"),
        ("standards", {"kind": "wish"}, "'outcome', 'learn-that' or 'learn-how-to'"),
    ],
)
def test_what_is_wrong_with_a_call_is_said_to_the_assistant(talk, tool: str, arguments: dict, said: str) -> None:
    result = talk(lambda client: client.call_tool(tool, arguments))
    assert result.is_error
    assert said in result.content[0].text


def test_an_unknown_tool_is_an_error_that_names_the_tools(talk) -> None:
    with refused("the tools are ask, search"):
        talk(lambda client: client.call_tool("delete", {}))


def test_a_defect_is_an_id_and_nothing_of_the_question_is_logged(settings: Settings, library, caplog, capfd) -> None:
    class Failing(FakeAssistant):
        def _answer(self, *made):
            raise ValueError(made)

    service = open_service(settings, Failing(library))

    async def ask() -> Any:
        async with Client(open_server(service)) as client:
            return await client.call_tool("ask", {"question": "Zanzibar neglect?"})

    with caplog.at_level("DEBUG"):
        text = asyncio.run(ask()).content[0].text
    service.close()
    assert "quote the id" in text
    assert text.split("the id ")[1].split()[0] in caplog.text
    assert "Zanzibar" not in text + caplog.text + "".join(capfd.readouterr())


def test_an_answer_goes_out_though_the_database_is_away(settings: Settings, fake: FakeAssistant) -> None:
    service = open_service(settings, fake)
    with service.store.session() as session:
        session.connection().exec_driver_sql("DROP TABLE feedback")
        session.connection().exec_driver_sql("DROP TABLE answers")

    async def ask() -> Any:
        async with Client(open_server(service)) as client:
            return await client.call_tool("ask", {"question": "he was stabbed"})

    result = asyncio.run(ask())
    service.close()
    assert (result.is_error, "could not be kept" in result.content[0].text) == (False, True)


def test_standards_on_a_topic_come_best_first(talk) -> None:
    result = talk(lambda client: client.call_tool("standards", {"topic": "child sexual exploitation", "kind": "learn-that"}))
    ids = [statement["id"] for statement in result.structured_content["statements"]]
    assert "lcpp-2026/S3.T12" in ids
    assert len(ids) < 100


def test_documents_and_paragraphs_are_resources(talk) -> None:
    async def read(client: Client) -> tuple[Any, ...]:
        listed = (await client.list_resources()).resources
        templates = (await client.list_resource_templates()).resource_templates
        uris = (*(r.uri for r in listed), "verse://paragraphs/wt-2026/167", "verse://paragraphs/wt-2026/strategy-discussion")
        return listed, templates, {uri: (await client.read_resource(uri)).contents[0] for uri in uris}

    listed, templates, read_ = talk(read)
    assert [r.name for r in listed[:2]] == ["documents", "wt-2026"]
    assert {t.uri_template for t in templates} == {"verse://documents/{document}", "verse://paragraphs/{+id}"}
    assert "- `wt-2026/167` Working Together 2026, paragraph 167" in read_["verse://documents/wt-2026"].text
    assert "Within one working day" in read_["verse://paragraphs/wt-2026/167"].text
    assert "withdrawn, not in force" in read_["verse://documents/wt-2015"].text


@pytest.mark.parametrize("uri", ["verse://paragraphs/wt-2026/9999", "verse://documents/kcsie", "verse://x/y", "file:///etc"])
def test_a_resource_that_is_not_there_is_said(talk, uri: str) -> None:
    with refused("There is no "):
        talk(lambda client: client.read_resource(uri))


def test_ids_are_completed_as_they_are_typed(talk) -> None:
    async def complete(client: Client) -> tuple[list[str], list[str]]:
        paragraphs = ResourceTemplateReference(uri="verse://paragraphs/{+id}")
        documents = ResourceTemplateReference(uri="verse://documents/{document}")
        one = await client.complete(paragraphs, {"name": "id", "value": "wt-2026/16"})
        other = await client.complete(documents, {"name": "document", "value": "wt"})
        return one.completion.values, other.completion.values

    paragraphs, documents = talk(complete)
    assert "wt-2026/167" in paragraphs
    assert documents == ["wt-2026", "wt-2015"]


def test_prompts_are_filled_and_bind_the_assistant_to_the_guidance(talk) -> None:
    async def prompts(client: Client) -> list[str]:
        listed = (await client.list_prompts()).prompts
        filled = {p.name: {a.name: f"<{a.name}> {{x}}" for a in p.arguments} for p in listed}
        return [(await client.get_prompt(name, given)).messages[0].content.text for name, given in filled.items()]

    texts = talk(prompts)
    assert len(texts) == 5
    assert all("call 999" in text and "{x}" in text for text in texts)


@pytest.mark.parametrize(("name", "given", "said"), [("duties", {"agency": "the police"}, "'situation'"), ("x", {}, "answer")])
def test_a_prompt_without_its_arguments_is_said(talk, name: str, given: dict, said: str) -> None:
    with refused(said):
        talk(lambda client: client.get_prompt(name, given))


def test_over_http_only_who_signs_in_gets_in(settings: Settings, fake: FakeAssistant) -> None:
    with running(settings.model_copy(update={"mcp": True, "api_keys": True}), fake) as own:
        keys = own.server.config.app.state.service.keys
        key = keys.create("assistant", Role.READER)
        given = over_http(own.url, lambda client: client.call_tool("ask", {"question": QUESTION}), key)
        keys.revoke("assistant")
        for wrong, said in (("", "Sign in first"), ("cv_0_0", "is not known"), (key + "x", "is not known"), (key, "revoked")):
            with refused(said):
                over_http(own.url, lambda client: client.list_tools(), wrong)
        store = own.server.config.app.state.service.store
        person = f"key:{key.split('_')[1]}"
        assert len(store.conversation(given.structured_content["conversation"], person).answers) == 1


@pytest.fixture
def oidc() -> Iterator[OidcProvider]:
    with provider() as own:
        yield own


def test_over_http_a_providers_token_lets_in_until_it_expires(settings: Settings, fake, oidc: OidcProvider) -> None:
    changed = {"mcp": True, "oidc_issuer": oidc.issuer, "oidc_client_id": CLIENT}
    with running(settings.model_copy(update=changed), fake) as own:
        assert len(over_http(own.url, lambda client: client.list_tools(), oidc.token()).tools) == len(TOOLS)
        with refused("The token has expired"):
            over_http(own.url, lambda client: client.list_tools(), oidc.token(exp=1))


RPC = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
ACCEPT = {"Accept": "application/json, text/event-stream"}


def test_requests_are_counted_and_refused_in_the_protocols_form(serve: Served) -> None:
    client = serve(mcp=True, rate_per_user="2/minute")
    responses = [client.post("/mcp", json=RPC, headers=ACCEPT) for _ in range(3)]
    assert [r.status_code for r in responses] == [200, 200, 429]
    assert 0 < int(responses[-1].headers["retry-after"]) <= 60
    assert "999" in responses[-1].json()["error"]["message"]


def test_other_sites_other_hosts_and_large_bodies_are_refused(serve: Served) -> None:
    client = serve(mcp=True, max_body_bytes=1024)
    assert client.post("/mcp", json=RPC, headers={**ACCEPT, "Origin": "https://evil.example"}).status_code == 403
    assert client.post("/mcp", json=RPC, headers={**ACCEPT, "Host": "evil.example"}).status_code == 421
    assert client.post("/mcp", json={**RPC, "params": {"x": "x" * 2000}}, headers=ACCEPT).status_code == 413
    assert client.get("/mcp", headers=ACCEPT).status_code == 405
    assert client.post("/mcp", content=b"{", headers={**ACCEPT, "Content-Type": "application/json"}).status_code == 400


def test_without_its_setting_it_is_not_there(serve: Served) -> None:
    assert serve().post("/mcp", json=RPC, headers=ACCEPT).status_code == 404


def test_a_missing_extra_is_named(settings: Settings, fake, monkeypatch, capsys) -> None:
    monkeypatch.setattr("api.extras.find_spec", lambda module: None)
    with pytest.raises(SettingsError, match=r"pip install 'chapter-and-verse\[mcp\]'"):
        open_service(settings.model_copy(update={"mcp": True}), fake)
    assert main(["mcp"]) == 1
    assert "'verse mcp' needs the extra 'mcp'" in capsys.readouterr().err


def test_verse_mcp_without_a_library_is_one_sentence(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("VERSE_HOME", str(tmp_path))
    assert main(["mcp"]) == 1
    assert "build it with 'verse ingest'" in capsys.readouterr().err
