import json
import os
from pathlib import Path

import pytest

from api.cli import main
from api.errors import SettingsError
from api.settings import load_settings


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


def test_the_environment_goes_over_the_file_and_the_command_line_over_both(home: Path) -> None:
    (home / "verse.toml").write_text('port = 1\nqueue = 5\nthreads = 3\nhosts = ["a"]')
    own = load_settings({"VERSE_HOME": str(home), "VERSE_QUEUE": "7", "VERSE_PORT": "2"}, port=3, host=None)
    assert (own.port, own.queue, own.threads, own.hosts, own.host) == (3, 7, 3, ("a",), "127.0.0.1")


def test_another_file_can_be_named(home: Path) -> None:
    (home / "own.toml").write_text("port = 9")
    assert load_settings({"VERSE_CONFIG": str(home / "own.toml")}).port == 9
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings({"VERSE_CONFIG": str(home / "none.toml")})


def test_lists_are_written_with_commas_in_the_environment(home: Path) -> None:
    own = load_settings({"VERSE_HOME": str(home), "VERSE_TRUSTED_PROXIES": "10.0.0.0/8, 192.0.2.1", "VERSE_API_KEYS": "true"})
    assert own.trusted_proxies == ("10.0.0.0/8", "192.0.2.1")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("VERSE_PROT", "80", "There is no setting 'prot'; the settings are home, host, port"),
        ("VERSE_PORT", "99999", "The setting 'port' is wrong: Input should be less than or equal to 65535."),
        ("VERSE_RATE_PER_USER", "lots", "write a rate like '60/minute'"),
        ("VERSE_RATE_PER_USER", "0/minute", "a rate of none refuses everybody"),
        ("VERSE_CHROMA_URL", "http://127.0.0.1:1", "There is no setting 'chroma_url'"),
        ("VERSE_INDEX_URL", "faiss:", "The setting 'index_url' is wrong: write 'exact:', 'chroma:'"),
        ("VERSE_TRUSTED_PROXIES", "everybody", "The setting 'trusted_proxies' is wrong"),
        ("VERSE_OIDC_ISSUER", "http://example.org", "The setting 'oidc_issuer' is wrong"),
        ("VERSE_OIDC_ISSUER", "https://example.org", "needs 'oidc_client_id'"),
    ],
)
def test_an_unknown_or_wrong_setting_is_refused_by_name(home: Path, name: str, value: str, said: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings({"VERSE_HOME": str(home), name: value})
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_what_one_process_only_may_open_is_refused_to_several_workers(home: Path) -> None:
    with pytest.raises(SettingsError, match="serve with one worker, or a server"):
        load_settings({"VERSE_HOME": str(home), "VERSE_INDEX_URL": "milvus:"}, workers=2)
    assert load_settings({"VERSE_HOME": str(home), "VERSE_INDEX_URL": "milvus+http://127.0.0.1:1"}, workers=2).workers == 2
    assert load_settings({"VERSE_HOME": str(home), "VERSE_INDEX_URL": "milvus:"}, workers=1).workers == 1


def test_an_unknown_key_in_the_file_is_refused_by_name(home: Path) -> None:
    (home / "verse.toml").write_text("retention = 3")
    with pytest.raises(SettingsError, match="There is no setting 'retention'"):
        load_settings({"VERSE_HOME": str(home)})


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "[::1]", "localhost"])
def test_on_loopback_nobody_signs_in(home: Path, host: str) -> None:
    assert not load_settings({"VERSE_HOME": str(home), "VERSE_HOST": host}).signs_in


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "chat.example.org", ""])
def test_elsewhere_it_does_not_start_without_sign_in(home: Path, host: str) -> None:
    with pytest.raises(SettingsError, match="others can reach the service: set 'api_keys' to true"):
        load_settings({"VERSE_HOME": str(home), "VERSE_HOST": host})
    assert load_settings({"VERSE_HOME": str(home), "VERSE_HOST": host, "VERSE_API_KEYS": "true"}).signs_in


@pytest.mark.parametrize("given", [("PUBLIC_URL", "https://chat.example.org"), ("TRUSTED_PROXIES", "127.0.0.1")])
def test_behind_a_proxy_on_this_machine_others_reach_it_too(home: Path, given: tuple[str, str]) -> None:
    proxied = {"VERSE_HOME": str(home), f"VERSE_{given[0]}": given[1]}
    with pytest.raises(SettingsError, match=f"by the setting.*'{given[0].lower()}'.*set 'api_keys' to true"):
        load_settings(proxied)
    assert load_settings({**proxied, "VERSE_API_KEYS": "true"}).for_others
    assert not load_settings({"VERSE_HOME": str(home), "VERSE_PUBLIC_URL": "http://localhost:8000"}).for_others


def test_settings_are_shown_with_secrets_hidden(home: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setenv("VERSE_HOME", str(home))
    for name in ("SECRET", "OIDC_CLIENT_SECRET", "MODEL_KEY"):
        monkeypatch.setenv(f"VERSE_{name}", f"hush-{name}-" + "x" * 40)
    monkeypatch.setenv("VERSE_DATABASE", "postgresql://me:hush@db/verse")
    assert main(["serve", "--show-settings", "--port", "8123"]) == 0
    out = capsys.readouterr().out
    assert json.loads(out)["port"] == 8123
    assert "hush" not in out


def test_a_wrong_setting_is_one_sentence_on_the_command_line(home: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("VERSE_HOME", str(home))
    assert main(["serve", "--host", "0.0.0.0"]) == 1
    err = capsys.readouterr().err
    assert err.startswith("verse: The settings are wrong: on host '0.0.0.0'")
    assert err.count("\n") == 1


@pytest.mark.parametrize("command", [["ask", "Who?"], ["search", "who"], ["ingest"], ["serve"]])
def test_a_wrong_address_of_the_index_stops_every_command_in_a_sentence(home: Path, monkeypatch, capsys, command) -> None:
    monkeypatch.setenv("VERSE_HOME", str(home))
    monkeypatch.setenv("VERSE_INDEX_URL", "faiss:")
    assert main(command) == 1
    assert capsys.readouterr().err.startswith("verse: The setting VERSE_INDEX_URL is wrong: write 'exact:', 'chroma:'")


def test_every_command_searches_where_the_settings_file_says(home: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("VERSE_HOME", str(home))
    monkeypatch.setenv("VERSE_INDEX_URL", "")  # so that it is put back
    monkeypatch.delenv("VERSE_INDEX_URL")
    (home / "verse.toml").write_text('index_url = "milvus+http://127.0.0.1:1"')
    assert main(["search", "who"]) == 1
    assert os.environ["VERSE_INDEX_URL"] == "milvus+http://127.0.0.1:1"
