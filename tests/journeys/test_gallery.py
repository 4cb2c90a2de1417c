"""The gallery of components, which has no people in it, on both widths."""

import pytest
from pytest_django.fixtures import Settings

from tests.journeys.stage import NARROW, WIDE, Stage, fits


@pytest.fixture(autouse=True)
def in_a_demonstration(settings: Settings) -> None:
    """The gallery is there in a demonstration only."""
    settings.DEMO = True


@pytest.mark.on_postgres
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_gallery_fits_its_window(stage: Stage, width: int) -> None:
    page = stage.person(width=width)
    answer = page.goto("/gallery/")
    assert answer is not None
    assert answer.status == 200
    fits(page)
    stage.picture(page, f"gallery-{width}")


def test_the_gallery_works_without_script(stage: Stage) -> None:
    page = stage.person(script=False)
    page.goto("/gallery/")
    assert page.get_by_role("heading", level=1).count() == 1
