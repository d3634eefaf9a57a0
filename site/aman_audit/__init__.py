"""Measures the built site as a phone and a judge would: bytes, speed, access, valid HTML."""
