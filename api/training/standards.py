"""Standards, what stands behind them, and coverage over HTTP: the API and the pages."""

from fastapi import APIRouter

from api.training import standards_api, standards_pages

router = APIRouter()
router.include_router(standards_api.router)
router.include_router(standards_pages.router)
