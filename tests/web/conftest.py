"""A client that talks to the application without a network."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from clusterkb.web import Site, create_app


@pytest.fixture
def client(site: Site) -> FlaskClient:
    return create_app(site).test_client()
