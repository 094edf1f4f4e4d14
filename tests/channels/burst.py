"""
Send 200 Slack events at once and say how long until the last was acknowledged: python -m tests.channels.burst ('make burst').

The service runs by itself over the real library, the sender in a process of its own, so that neither waits for the other.
Wall time depends on what else the machine does; the processor time that the service took until then does not.
"""

import argparse
import asyncio
import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from corpus.bank import load_bank
from eval.load import served
from tests.api.slack.conftest import SECRET, mention, signed
from tests.api.slack.stand_in import BOT, TOKEN, StandIn

GOAL_S = 3.0
"""Slack sends an event again that was not acknowledged by then."""
PATIENCE_S = 600.0


def main() -> int:
    """Print the figures; 1 if an event was not acknowledged, or not answered once."""
    parser = argparse.ArgumentParser(prog="python -m tests.channels.burst", description=__doc__)
    parser.add_argument("--events", type=int, default=200, help="how many (200)")
    many = parser.parse_args().events
    slack = StandIn()
    tokens = {"SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": slack.api}
    with served(**tokens) as (port, process), ProcessPoolExecutor(1, get_context("spawn")) as sender:
        if not sender.submit(acknowledged, port, process.pid, requests(slack, 1, 0)).result()[0]:
            raise SystemExit("The service does not take what Slack sends.")
        slack.wait("chat.postMessage", 1, PATIENCE_S)
        began = time.perf_counter()
        seconds, processor_s = sender.submit(acknowledged, port, process.pid, requests(slack, many, 1)).result()
        print(
            f"{len(seconds)} of {many} Slack events at once were acknowledged: the first after {min(seconds):.2f} s, half after"
        )
        said = "met" if max(seconds) <= GOAL_S else "MISSED"
        print(f"{np.median(seconds):.2f} s, the last after {max(seconds):.2f} s (goal {GOAL_S:g} s: {said}), for")
        print(f"{processor_s:.2f} s of processor time of the service.", flush=True)
        threads = answered(slack, many + 1)
        lasted_s = time.perf_counter() - began
    slack.close()
    print(f"{len(set(threads)) - 1} were answered within {lasted_s:.0f} s, {len(threads) - len(set(threads))} of them twice.")
    return 0 if len(seconds) == many and len(set(threads)) == len(threads) == many + 1 else 1


def answered(slack: StandIn, many: int) -> list[str]:
    """The threads that were answered in, once there are so many, or after PATIENCE_S."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and len(slack.said("chat.postMessage")) < many:
        time.sleep(0.05)
    return [said["thread_ts"] for said in slack.said("chat.postMessage")]


def requests(slack: StandIn, many: int, start: int) -> list[bytes]:
    """Mentions in 20 channels, by as many people as there are, each with another question, as bytes on the line."""
    questions = [q.question for q in load_bank("wt-2026")][start : start + many]
    made = []
    for number, question in enumerate(questions):
        body = mention(slack.write(f"C{number % 20}", f"<@{BOT}> {question}", user=f"U{number}"))
        head = {"Host": "127.0.0.1", "Content-Length": str(len(body)), "Connection": "close", **signed(body)}
        lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
        made.append(f"POST /slack/events HTTP/1.1\r\n{lines}\r\n{body}".encode())
    return made


def acknowledged(port: int, pid: int, sent: Sequence[bytes]) -> tuple[list[float], float]:
    """Seconds until each was acknowledged, and processor seconds that the process took meanwhile."""
    return asyncio.run(_acknowledged(port, pid, sent))


async def _acknowledged(port: int, pid: int, sent: Sequence[bytes]) -> tuple[list[float], float]:
    lines = [await asyncio.open_connection("127.0.0.1", port) for _ in sent]
    took_s, began = _processor_s(pid), time.perf_counter()

    async def one(line: tuple[asyncio.StreamReader, asyncio.StreamWriter], request: bytes) -> float | None:
        reader, writer = line
        writer.write(request)
        status = await reader.readline()
        return time.perf_counter() - began if b" 200 " in status else None

    done = await asyncio.gather(*map(one, lines, sent))
    return [s for s in done if s is not None], _processor_s(pid) - took_s


def _processor_s(pid: int) -> float:
    """Processor time that a process took so far, where the system tells it."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return float("nan")
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.exit(main())
