"""``baume serve``."""

import json
import secrets
from typing import Annotated, Final

import typer
from pydantic import SecretStr
from rich.console import Console

from service.errors import BaumeError

_EXAMPLE: Final = {
    "brand": "demo",
    "platform": "x",
    "conversation": {
        "id": "c1",
        "messages": [
            {
                "id": "m1",
                "author": "customer",
                "text": "@lumio 12 jours sans internet et toujours pas de technicien, bravo 👏",
            }
        ],
    },
}


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="TCP port to listen on.")] = None,
    dev: Annotated[
        bool,
        typer.Option(
            "--dev", help="Take the API key from BAUME_API_KEY, or make one and print it."
        ),
    ] = False,
) -> None:
    """Serve the HTTP API."""
    import uvicorn

    from service.app import create_app
    from service.commands.settings import load_settings
    from service.pipeline import build_engine

    changes = {key: value for key, value in (("host", host), ("port", port)) if value is not None}
    settings = load_settings(**changes)
    if dev:
        if settings.environment == "production":
            raise BaumeError("--dev is not for production; create a key with `baume keys create`")
        key = settings.api_key or SecretStr(secrets.token_urlsafe(32))
        settings = settings.model_copy(update={"api_key": key})
    elif settings.api_key is not None:
        raise BaumeError("BAUME_API_KEY is only read with --dev; use `baume keys create`")
    engine = build_engine(settings)
    engine.warm_up()
    app = create_app(settings, engine)
    if dev and settings.api_key is not None:
        _greet(settings.host, settings.port, settings.api_key.get_secret_value())
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=10,
    )


def _greet(host: str, port: int, key: str) -> None:
    """Print a request that works as it stands."""
    url = f"http://{host}:{port}"
    body = json.dumps(_EXAMPLE, ensure_ascii=False)
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    console.print(f"Baume listens on {url} (API guide: {url}/docs). Try:\n")
    command = (
        f"curl -s {url}/v1/suggest -H 'Authorization: Bearer {key}' "
        f"-H 'Content-Type: application/json' -d '{body}'"
    )
    console.print(command, markup=False)
    console.print()
