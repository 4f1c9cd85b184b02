"""The application for any WSGI server: ``gunicorn wsgi:application``."""

from app.bootstrap import build
from app.web import create_app

application = create_app(build())
