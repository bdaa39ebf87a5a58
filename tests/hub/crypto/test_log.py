"""What the hub's own code logs is data, with where a fault was and none of its words."""

import io
import json
import logging
import logging.config
from collections.abc import Iterator

import pytest
import structlog

from tideturn.hub.common.log import logging_settings


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    told, out = logging_settings(), io.StringIO()
    told["handlers"]["stderr"]["stream"] = out
    root = logging.getLogger()
    kept, level = root.handlers[:], root.level
    logging.config.dictConfig(told)
    yield out
    root.handlers[:] = kept
    root.setLevel(level)


def test_our_own_line_holds_what_it_says_and_no_words_of_the_fault(written: io.StringIO, capsys) -> None:
    planted = "Planted Namesworth"
    try:
        raise ValueError(f"no place for {planted}")
    except ValueError:
        structlog.get_logger("tideturn.worker").exception("sealing_failed", job="a-reference")
    line = json.loads(written.getvalue())
    assert (line["event"], line["job"], line["exception"]) == ("sealing_failed", "a-reference", "ValueError")
    assert line["at"][-1].endswith("test_our_own_line_holds_what_it_says_and_no_words_of_the_fault")
    assert "lanted" not in written.getvalue() + "".join(capsys.readouterr())
