"""One file a resource."""

from api.routes import ask, compare, conversations, documents, feedback, health, paragraphs, search, signin, suggest

ROUTERS = [
    module.router for module in (ask, search, paragraphs, documents, compare, suggest, feedback, conversations, signin, health)
]
