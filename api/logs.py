"""Structured logs: a line an event, as JSON for machines or coloured for people, on stderr."""

from __future__ import annotations

import logging
import sys

import structlog
from structlog.typing import Processor

from api.settings import Settings


def set_up(settings: Settings) -> None:
    """Let our own events and those of the libraries come out alike; `request_id` and the like go along."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    as_json = settings.log_format == "json"
    rendered: Processor = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer()
    ended: list[Processor] = [structlog.processors.dict_tracebacks, rendered] if as_json else [rendered]
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    handler = logging.StreamHandler(sys.stderr)
    remove_meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[remove_meta, *ended])
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for noisy in ("uvicorn.access", "alembic", "httpx2", "procrastinate"):
        logging.getLogger(noisy).setLevel(max(level, logging.WARNING))
