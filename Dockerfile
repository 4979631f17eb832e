# Small non-root image that does what `make run` does, without the development key:
#   docker build -t baume . && docker run -p 8000:8000 -v baume-data:/var/lib/baume baume
#   docker run --rm -v baume-data:/var/lib/baume baume keys create my-helpdesk
FROM python:3.11-slim AS build
WORKDIR /src
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY data data
COPY models models
COPY service service
COPY training/__init__.py training/__init__.py
RUN python -m venv /opt/baume \
    && /opt/baume/bin/pip install --no-cache-dir -c constraints.txt '.[serve]'

FROM python:3.11-slim
RUN useradd --system --home-dir /var/lib/baume --create-home baume
COPY --from=build /opt/baume /opt/baume
ENV PATH=/opt/baume/bin:$PATH \
    BAUME_ENVIRONMENT=production \
    BAUME_HOST=0.0.0.0 \
    BAUME_DATABASE_URL=sqlite:////var/lib/baume/baume.sqlite3
USER baume
WORKDIR /var/lib/baume
VOLUME /var/lib/baume
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
ENTRYPOINT ["baume"]
CMD ["serve"]
