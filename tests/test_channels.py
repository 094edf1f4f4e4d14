from tests.channels.channel import Channel, Exercise, Served
from tests.channels.run import run, table

SERVED = Served("http://127.0.0.1:1", "key", None)


def fails(served: Served) -> None:
    raise AssertionError("it is not what it should be")


def test_the_table_says_what_passed_and_what_did_not(capsys) -> None:
    good = Channel("Good", "pytest", (Exercise("asked", lambda served: None),))
    bad = Channel("Bad", "pytest", (Exercise("asked", lambda served: None), Exercise("streamed", fails)))
    rows = [run(channel, SERVED) for channel in (good, bad)]
    assert [row.good for row in rows] == [True, False]
    assert [line.rsplit("|", 2)[1].strip() for line in table(rows).split("\n")[2:]] == ["yes, 1 of 1", "NO, 1 of 2"]
    assert "FAILED: AssertionError: it is not what it should be" in capsys.readouterr().err


def test_a_client_that_is_not_installed_is_not_run() -> None:
    row = run(Channel("Absent", "no-such-distribution", (Exercise("asked", fails),)), SERVED)
    assert row.good
    assert "no-such-distribution: not installed" in table([row])
