"""How a reader wants pages shown: senior mode and high contrast, from the cookies that the display switches set.

A cookie is typed by nobody but can hold anything; what is not a known choice is the standard.
"""
from __future__ import annotations

from django.http import HttpRequest


def view_mode(request: HttpRequest) -> str:
    """`senior` or `std`."""
    return "senior" if request.COOKIES.get("mode") == "senior" else "std"


def senior(request: HttpRequest) -> bool:
    """One question a page, few choices, large letters."""
    return view_mode(request) == "senior"


def contrast(request: HttpRequest) -> str:
    """`high`, or empty."""
    return "high" if request.COOKIES.get("contrast") == "high" else ""
