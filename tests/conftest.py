"""What holds for every test: generated examples by profile, nobody's data, no network."""

from __future__ import annotations

import ipaddress
import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

# "quick" draws the same examples every time, so that a red test is red for everyone; "long" draws
# new ones. No deadline in either: a slow machine is not a broken law.
settings.register_profile(
    "quick", max_examples=50, derandomize=True, database=None, deadline=None, print_blob=True
)
settings.register_profile("long", max_examples=2000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("FESTPLAN_TEST_PROFILE", "quick"))


class NetworkReachedError(AssertionError):
    """A test reached for another machine."""


def _this_machine_only(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect" and isinstance(address := arguments[1], tuple):
        host = str(address[0])
        if not _is_this_machine(host):
            raise NetworkReachedError(f"a test reached for {host}")


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


sys.addaudithook(_this_machine_only)


@pytest.fixture(scope="session", autouse=True)
def nobodys_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Take the caller's settings and provider keys away, and give folders of our own."""
    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ:
            if name.startswith("FESTPLAN_") or name.endswith("_API_KEY"):
                patch.delenv(name)
        patch.setenv("FESTPLAN_DATA_DIR", str(tmp_path_factory.mktemp("data")))
        patch.setenv("FESTPLAN_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield
