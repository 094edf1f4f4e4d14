"""How often somebody may ask: by user and by address, with the headers of the IETF draft and Retry-After."""

from ipaddress import IPv6Address, ip_address, ip_network

from fastapi import Request
from limits import RateLimitItem, parse
from starlette.exceptions import HTTPException

from api.counts import Counts, Taken
from api.metrics import Metrics
from api.problems import DANGER
from api.settings import Settings


class Rates:
    """Takes requests against their rates; suggestions apart, so that typing never costs an answer."""

    def __init__(self, settings: Settings, metrics: Metrics, counts: Counts) -> None:
        address = parse(settings.rate_per_address)
        self._rates = {"user": parse(settings.rate_per_user), "address": address, "suggest": address}
        self._counts = counts
        self._proxies = [ip_network(p) for p in settings.trusted_proxies]
        self._metrics = metrics

    def take(self, policy: str, who: str, request: Request) -> None:
        """Count a request of a user or an address; raises 429 if there were too many. The headers go out either way."""
        rate = self._rates[policy]
        taken = self._counts.take(f"{policy} {who}", rate.amount, rate.get_expiry())
        request.state.rates = _headers(policy, rate, taken)
        if not taken.allowed:
            self._metrics.refused.labels(f"rate-{policy}").inc()
            raise HTTPException(
                429,
                f"More than {rate.amount} requests in {rate.get_expiry()} seconds; wait {taken.reset_s} seconds. {DANGER}",
                {"Retry-After": str(taken.reset_s)},
            )

    def address(self, request: Request) -> str:
        """Where a request comes from; what a proxy forwarded counts only if the proxy is known. IPv6 by its /64."""
        peer = request.client.host if request.client else ""
        lines = request.headers.getlist("x-forwarded-for")
        hops = [hop.strip() for line in lines for hop in line.split(",") if hop.strip()]
        while hops and self._trusted(peer):
            peer = _without_port(hops.pop())
        try:
            found = ip_address(peer)
        except ValueError:
            return peer[:64]
        if isinstance(found, IPv6Address):
            return str(found.ipv4_mapped or ip_network(f"{found}/64", strict=False))
        return str(found)

    def _trusted(self, address: str) -> bool:
        try:
            found = ip_address(address)
        except ValueError:
            return False
        own = found.ipv4_mapped or found if isinstance(found, IPv6Address) else found
        return any(own in network for network in self._proxies)


def _without_port(hop: str) -> str:
    """An address without the port that some proxies write behind it."""
    if hop.startswith("["):
        return hop[1:].partition("]")[0]
    return hop.partition(":")[0] if hop.count(":") == 1 else hop


def _headers(policy: str, rate: RateLimitItem, taken: Taken) -> dict[str, str]:
    """RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers), and the older X- names."""
    return {
        "RateLimit-Policy": f'"{policy}";q={rate.amount};w={rate.get_expiry()}',
        "RateLimit": f'"{policy}";r={taken.left};t={taken.reset_s}',
        "X-RateLimit-Limit": str(rate.amount),
        "X-RateLimit-Remaining": str(taken.left),
        "X-RateLimit-Reset": str(taken.reset_s),
    }
