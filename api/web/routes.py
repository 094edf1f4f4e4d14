"""All pages, and how they are put into the application."""

from fastapi import FastAPI

from api.web import answer_pages, chat, compare_pages, other_pages, reader
from api.web.pages import STATIC, Static
from api.web.problem_pages import ProblemPages

ROUTERS = (chat.router, answer_pages.router, reader.router, compare_pages.router, other_pages.router)


def add_pages(app: FastAPI) -> None:
    """Add the pages and their files; call it after all layers, for errors of any layer become pages."""
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", Static(directory=STATIC), name="static")
    app.add_middleware(ProblemPages)
