"""How often somebody may ask: by user and by address, with the headers of the IETF draft and Retry-After."""

from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from math import ceil
from time import time

from fastapi import Request
from limits import parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from starlette.exceptions import HTTPException

from api.metrics import Metrics
from api.problems import DANGER
from api.settings import Settings


@dataclass(frozen=True)
class Left:
    """What is left of a rate: requests, and seconds until the window is over."""

    policy: str
    most: int
    window_s: int
    left: int
    reset_s: int

    @property
    def headers(self) -> dict[str, str]:
        """RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers), and the older X- names."""
        return {
            "RateLimit-Policy": f'"{self.policy}";q={self.most};w={self.window_s}',
            "RateLimit": f'"{self.policy}";r={self.left};t={self.reset_s}',
            "X-RateLimit-Limit": str(self.most),
            "X-RateLimit-Remaining": str(self.left),
            "X-RateLimit-Reset": str(self.reset_s),
        }


class Rates:
    """Counts requests in this process; suggestions apart, so that typing never costs an answer."""

    def __init__(self, settings: Settings, metrics: Metrics) -> None:
        address = parse(settings.rate_per_address)
        self._rates = {"user": parse(settings.rate_per_user), "address": address, "suggest": address}
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._proxies = [ip_network(p) for p in settings.trusted_proxies]
        self._metrics = metrics

    async def take(self, policy: str, who: str, request: Request) -> None:
        """Count a request of a user or an address; raises 429 if there were too many. The headers go out either way."""
        rate = self._rates[policy]
        allowed = await self._limiter.hit(rate, policy, who)
        stats = await self._limiter.get_window_stats(rate, policy, who)
        left = Left(policy, rate.amount, rate.get_expiry(), stats.remaining, max(1, ceil(stats.reset_time - time())))
        request.state.rates = left.headers
        if not allowed:
            self._metrics.refused.labels(f"rate-{policy}").inc()
            raise HTTPException(
                429,
                f"More than {rate.amount} requests in {rate.get_expiry()} seconds; wait {left.reset_s} seconds. {DANGER}",
                {"Retry-After": str(left.reset_s)},
            )

    def address(self, request: Request) -> str:
        """Where a request comes from; what a proxy forwarded counts only if the proxy is known. IPv6 by its /64."""
        peer = request.client.host if request.client else ""
        hops = [hop.strip() for hop in request.headers.get("x-forwarded-for", "").split(",") if hop.strip()]
        while hops and self._trusted(peer):
            peer = hops.pop()
        try:
            found = ip_address(peer)
        except ValueError:
            return peer[:64]
        return str(ip_network(f"{found}/64", strict=False)) if found.version == 6 else str(found)

    def _trusted(self, address: str) -> bool:
        try:
            return any(ip_address(address) in network for network in self._proxies)
        except ValueError:
            return False
