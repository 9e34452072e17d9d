"""Providers of signing keys."""
