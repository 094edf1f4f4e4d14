"""The registers and the calculator over HTTP: the API and the pages."""

from fastapi import APIRouter

from api.training import register_api, register_pages

router = APIRouter()
router.include_router(register_api.router)
router.include_router(register_pages.router)
