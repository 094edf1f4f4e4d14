"""
Traces for OpenTelemetry: a span a request and one within it for the answer; off unless the setting `otel_endpoint` is set.

The web framework's own telemetry is switched off in `api.app`: it would send addresses with their queries, and the
messages of errors, which may hold a question.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi.telemetry import TelemetryConfig
from opentelemetry.trace import NoOpTracerProvider, Tracer

from api.extras import need
from api.settings import Settings
from api.version import version

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

NAME = "chapter-and-verse"
OFF = TelemetryConfig(tracing=False, metrics=False, logs=False, operation_spans=False, auto_configure=False)
"""The framework's own telemetry."""


@dataclass(frozen=True)
class Tracing:
    """What makes spans, and what sends them if they are sent."""

    tracer: Tracer
    provider: "TracerProvider | None" = None

    def close(self) -> None:
        """Send what has not been sent."""
        if self.provider:
            self.provider.shutdown()


def open_tracing(settings: Settings) -> Tracing:
    """The tracing of some settings; raises SettingsError if they want it and the extra is missing."""
    if not settings.otel_endpoint:
        return Tracing(NoOpTracerProvider().get_tracer(NAME))
    need("opentelemetry.exporter.otlp.proto.http", "otel", "The setting 'otel_endpoint'")
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import SERVICE_NAME, SERVICE_VERSION, Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    about = Resource.create({SERVICE_NAME: NAME, SERVICE_VERSION: version().rpartition(" ")[2]})
    provider = TracerProvider(resource=about, shutdown_on_exit=False)
    exporter = OTLPSpanExporter(f"{settings.otel_endpoint.rstrip('/')}/v1/traces")
    provider.add_span_processor(BatchSpanProcessor(exporter))
    return Tracing(provider.get_tracer(NAME), provider)
