"""All pages, and how they are put into the application."""

from fastapi import FastAPI

from api.shelf import Shelf
from api.training import routes
from api.web import answer_pages, chat, compare_pages, conversation_pages, document_pages, other_pages, reader
from api.web.pages import STATIC, Static
from api.web.problem_pages import add_problem_pages

PAGES = (chat, conversation_pages, answer_pages, reader, compare_pages, other_pages, document_pages)


def add_pages(app: FastAPI) -> None:
    """Add the pages and their files; call it after all layers, for errors of any layer become pages."""
    settings = app.state.service.settings
    app.state.shelf = Shelf(settings.home, settings.max_upload_bytes)
    for own in (*PAGES, routes, *routes.PARTS):
        app.include_router(own.router)
    app.mount("/static", Static(directory=STATIC), name="static")
    add_problem_pages(app)
