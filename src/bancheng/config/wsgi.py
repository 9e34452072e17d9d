"""The WSGI application that granian serves, in processes that it starts itself. Who asks and how is what the proxies in front say, and nobody else."""
from __future__ import annotations

from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from bancheng.config import django
from bancheng.config.env import env

django.start()
application = wrap_wsgi_with_proxy_headers(get_wsgi_application(), list(env().trusted_proxies))
