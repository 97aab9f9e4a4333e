"""`festplan doctor`: the set-up that was found, and what to set to change it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from festplan.cli.options import Json
from festplan.cli.session import emit, refusing, run, settings

if TYPE_CHECKING:
    from festplan.config import Settings
    from festplan.service import Festplan

REDIS_SECONDS = 1
"""How long a Redis may take to answer here."""


def doctor(as_json: Json = False) -> None:
    """Explain the set-up that was found, and what to set to change it."""
    from festplan.cli import lists

    checks = [*_checks()]
    emit({"checks": checks}, lists.setup, as_json=as_json)


def _checks() -> list[dict[str, Any]]:
    import platform

    found = settings()
    revision = revision_found()
    catalogue = _catalogue() if revision else "none yet: the first plan makes a sample"
    return [
        _check("python", platform.python_version(), "another virtual environment"),
        _check("data folder", _folder(found.data_dir), "FESTPLAN_DATA_DIR"),
        _check("database", found.url, "FESTPLAN_DATABASE_URL"),
        _check("revision", revision or "none yet: the first plan makes it", "festplan migrate"),
        _check("catalogue", catalogue, "festplan catalogue sample"),
        _check("encoder", encoder_found(), "FESTPLAN_ENCODER_DIR"),
        _check("cache folder", _folder(found.cache_dir), "FESTPLAN_CACHE_DIR"),
        _check("models", _models(found), "FESTPLAN_MODELS"),
        _check("redis", _redis(found), "FESTPLAN_REDIS_URL"),
        _check("prices", _prices(found), "FESTPLAN_PRICE_BOOK"),
        _check("caps", _caps(found), "FESTPLAN_CAP_MONTH"),
        _check("words are read as", found.locale, "FESTPLAN_LOCALE"),
        _check("address", f"http://{found.host}:{found.port}", "FESTPLAN_HOST, FESTPLAN_PORT"),
    ]


def _prices(found: Settings) -> str:
    """The price book in force, or what is wrong with it."""
    from festplan.models.price_book import PriceBookRefused, open_book

    try:
        book = open_book(found.price_book, found.prices_file)
    except PriceBookRefused as refused:
        return str(refused)
    own = f", with your own from {found.prices_file}" if found.prices_file else ""
    return f"the book {book.name} of {book.date}{own}"


def _caps(found: Settings) -> str:
    """The caps on paid calls that are set."""
    from festplan.cli.edits import dollars

    caps = [f"{name} {dollars(limit)}" for name, limit in found.caps.items()]
    return ", ".join(caps) or "none"


def _check(name: str, found: str, change: str) -> dict[str, Any]:
    return {"name": name, "found": found, "change": change}


def _models(found: Settings) -> str:
    """Who answers what rules cannot, what keys are there for it, and what is wrong with it."""
    if not found.models:
        unused = [name for name, key in found.model_keys.items() if key]
        keys = f"; keys that are set and not used: {', '.join(unused)}" if unused else ""
        return f"none: rules answer everything, at no cost{keys}"
    from festplan.models.live import LiveProvider
    from festplan.models.tiers import ModelsRefused, tiers

    try:
        named = tiers(found.models)
        LiveProvider({}, found.openai_base_url)
    except ModelsRefused as refused:
        return str(refused)
    return "; ".join(_model(name, found) for name in named.models())


def _model(name: str, found: Settings) -> str:
    """One model: its key, its server, and whether the price book knows what it costs."""
    from festplan.bootstrap import open_prices
    from festplan.ports.models import NoPrice

    provider = name.partition(":")[0]
    own = provider == "openai" and found.openai_base_url
    key = found.model_keys["own" if own else provider]
    try:
        open_prices(found).most(name, 0, 0)
        price = "price known"
    except NoPrice as unknown:
        price = f"never asked: {unknown}"
    where = f"at {found.openai_base_url}, answers never shared, " if own else ""
    return f"{name} {where}({'key set' if key else 'no key'}, {price})"


def _redis(found: Settings) -> str:
    """The Redis that is named, without its password, and whether it answers."""
    if not found.redis_url:
        return "none: results are shared through the database"
    from urllib.parse import urlsplit

    from redis import Redis, RedisError

    named = urlsplit(found.redis_url)
    where = f"{named.scheme}://{named.netloc.rpartition('@')[2]}{named.path}"
    asked = Redis.from_url(
        found.redis_url, socket_timeout=REDIS_SECONDS, socket_connect_timeout=REDIS_SECONDS
    )
    try:
        asked.ping()
    except RedisError as error:
        return f"{where}, which does not answer ({type(error).__name__})"
    finally:
        asked.close()
    return f"{where}, which answers"


def _folder(folder: Path) -> str:
    if not folder.exists():
        return f"{folder}, not made yet"
    return str(folder) if os.access(folder, os.W_OK) else f"{folder}, which cannot be written"


def encoder_found() -> str:
    """Which model turns texts to vectors, tried on one; or why there is none."""
    from festplan import encoder
    from festplan.ports.models import EncoderUnusable

    lacking = " and ".join(encoder.missing())
    model = encoder.open_encoder(settings())
    if model is None:
        missing = f"{lacking} not installed" if lacking else "its model is not there"
        return f"none ({missing}): words are read by rules alone"
    try:
        model.encode(["jungle"])
    except EncoderUnusable as error:
        return f"none: words are read by rules alone. {error}"
    return model.encoder_id


def _catalogue() -> str:
    """How many listings there are, whose, and in which cities."""
    from typing import cast

    from festplan.catalogue.sqlite import SqliteCatalogue

    async def work(festplan: Festplan) -> str:
        counted = await cast(SqliteCatalogue, festplan.catalogue).stats()
        cities = ", ".join(sorted(city.rpartition(", ")[0] for city in counted.cities))
        sources = ", ".join(sorted(counted.sources))
        where = f"{len(counted.cities)} cities: {cities}"
        return f"{counted.listings:,} listings ({sources}) in {where}"

    return run(work)


def revision_found() -> str | None:
    """The schema's revision; None while there is no database. Makes none."""
    import sqlalchemy as sa

    from festplan.store.database import revision

    with refusing():
        url = sa.make_url(settings().url)
        if not url.database or not Path(url.database).is_file():
            return None
        engine = sa.create_engine(url)
        with engine.connect() as connection:
            found = revision(connection)
        engine.dispose()
        return found
