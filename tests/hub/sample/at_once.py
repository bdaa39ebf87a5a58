"""Several who do one thing at the same moment, on a database that lets them: the embedded one has one writer."""

import threading
from collections.abc import Callable
from typing import Final

import pytest
from django.db import connection

AT_ONCE: Final = [
    pytest.mark.database,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="whoever writes there is alone"),
]
"""What marks the tests of a file as such."""


def at_once(times: int, do: Callable[[int], object]) -> list[object]:
    """What came of it for each of so many, who all began at the same moment: what it gave, or the error it raised."""
    came: list[object] = []
    gate = threading.Barrier(times)

    def one(number: int) -> None:
        gate.wait()
        try:
            came.append(do(number))
        except Exception as error:
            came.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


def raised_at_once(times: int, do: Callable[[int], object]) -> list[type | None]:
    """The kind of error that each raised; None of whoever raised none."""
    return [type(one) if isinstance(one, Exception) else None for one in at_once(times, do)]
