"""Two who publish at the same time get two numbers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from api.revisions.publishing import publish
from api.revisions.schemas import Publishing
from api.security.guard import Access
from api.security.principal import Principal
from api.store.transaction import Transaction
from tests.api.plans_at_hand import planned
from tests.service import Service

AT_ONCE = 4


def test_each_gets_a_number_of_its_own(service: Service) -> None:
    plans = [planned(service) for _ in range(AT_ONCE)]
    start = Barrier(AT_ONCE)

    def publishing(plan: str) -> int:
        access = Access(Principal(1, "root", "Root", administrator=True, members={}), "harbour", None)
        transaction = Transaction(service.services.store, service.clock())
        start.wait()
        try:
            number = publish(
                transaction, access, plan, Publishing(note="", accept=[], consents=[]), None
            ).revision.number
            transaction.commit()
        finally:
            transaction.close()
        return number

    with ThreadPoolExecutor(AT_ONCE) as pool:
        numbers = list(pool.map(publishing, plans))
    assert sorted(numbers) == [1, 2, 3, 4]
    shown = service.admin.get("/v1/teams/harbour/revisions").json()["items"]
    assert [line["plan"] for line in reversed(shown)] == [plan for _, plan in sorted(zip(numbers, plans, strict=True))]
