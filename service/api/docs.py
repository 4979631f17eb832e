"""``/docs`` without the internet: Swagger UI's files come from a package, not from a CDN."""

from importlib.resources import files
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from pydantic.json_schema import models_json_schema

from service.problems import Problem

_ASSETS: Final = "/docs/assets"


def add_docs(app: FastAPI) -> None:
    """Serve the interactive documentation of ``app`` at ``/docs``."""
    # The package ships the files of Swagger UI and ReDoc; only Swagger UI's are linked.
    folder = str(files("fastapi_offline") / "static")
    app.mount(_ASSETS, StaticFiles(directory=folder), name="docs-assets")

    @app.get("/docs", include_in_schema=False)
    def docs(request: Request) -> HTMLResponse:
        root = request.scope.get("root_path", "")
        return get_swagger_ui_html(
            openapi_url=f"{root}{app.openapi_url}",
            title=f"{app.title} API",
            swagger_js_url=f"{root}{_ASSETS}/swagger-ui-bundle.js",
            swagger_css_url=f"{root}{_ASSETS}/swagger-ui.css",
            swagger_favicon_url=f"{root}{_ASSETS}/favicon.png",
            # Its validator badge would send the document to a third party.
            swagger_ui_parameters={"validatorUrl": "none"},
        )


def add_problem_schema(document: dict[str, Any]) -> None:
    """Add the schema that the error answers of ``document``, an OpenAPI one, refer to."""
    _, definitions = models_json_schema(
        [(Problem, "serialization")], ref_template="#/components/schemas/{model}"
    )
    document["components"]["schemas"] |= definitions["$defs"]
