"""The peer of the pages: Django with nothing but one view, `/<n>` answers n bytes.

`python -m bench.bare PORT` serves it as `bancheng web` serves the portal.
"""
from __future__ import annotations

import sys

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

if not settings.configured:
    settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, SECRET_KEY="peer", MIDDLEWARE=[], USE_I18N=False)


def answer(request: HttpRequest, size: int) -> HttpResponse:
    """So many bytes of markup."""
    return HttpResponse(b"<p>" + b"x" * (size - 3))


urlpatterns = [path("<int:size>", answer)]
application = get_wsgi_application()

if __name__ == "__main__":
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian("bench.bare:application", port=int(sys.argv[1]), interface=Interfaces.WSGI, blocking_threads=4, log_level=LogLevels.warning).serve()
