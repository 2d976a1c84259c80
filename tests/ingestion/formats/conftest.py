import pytest

from tests.ingestion.formats.files import Upload


@pytest.fixture
def upload(tmp_path):
    return lambda data, name="": Upload(tmp_path, data, name)
