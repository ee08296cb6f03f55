"""A request's own transaction, and the route class that commits it before the answer is sent."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from api.services import services
from api.store.transaction import Transaction
from api.web.idempotency import Replay

READS = frozenset({"GET", "HEAD", "OPTIONS"})


def transaction_of(request: Request) -> Transaction:
    """The transaction of this request, which `Transacted` ends; opened when it is first asked for."""
    found: Transaction | None = getattr(request.state, "transaction", None)
    if found is not None:
        return found
    known = services(request)
    opened = Transaction(known.store, known.clock(), writes=request.method not in READS)
    request.state.transaction = opened
    return opened


Tx = Annotated[Transaction, Depends(transaction_of)]


class Transacted(APIRoute):
    """A route whose transaction is committed once the answer is ready, and rolled back when anything is raised.

    So no answer says that something was done before it is. What carries an Idempotency-Key is written down with it.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def transacted(request: Request) -> Response:
            async with services(request).turn(writes=request.method not in READS):
                try:
                    response = await handle(request)
                    await run_in_threadpool(_commit, request, response)
                    return response
                except Replay as replay:
                    return replay.response
                finally:
                    await run_in_threadpool(_close, request)

        return transacted


def _commit(request: Request, response: Response) -> None:
    transaction: Transaction | None = getattr(request.state, "transaction", None)
    if transaction is None or request.method in READS:
        return
    idempotency = getattr(request.state, "idempotency", None)
    if idempotency is not None:
        idempotency.keep(transaction, response)
    transaction.commit()
    services(request).committed(transaction.changed_schedules)


def _close(request: Request) -> None:
    transaction: Transaction | None = getattr(request.state, "transaction", None)
    if transaction is not None:
        transaction.close()


def client_address(request: Request) -> str | None:
    """Where the request comes from, as far as trusted proxies tell."""
    return request.client.host if request.client else None
