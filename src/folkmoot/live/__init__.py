"""Intakes: bursts of small private acts, each durable before it is answered. Knows an interface, not features."""
