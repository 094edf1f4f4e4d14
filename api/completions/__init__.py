"""OpenAI-style chat completions, so that existing chat front ends and clients work unchanged."""
