"""Shared by all tests: one extractor a session, loaded once."""

import pytest

import coopextract


@pytest.fixture(scope="session")
def extractor():
    return coopextract.load()
