"""What pages show of a contribution. Facts in, lines out."""

from django.utils.translation import gettext as _

from fourfold.casework.voice.choices import SIGNS, Feeling, Topic
from fourfold.casework.voice.models import Contribution
from fourfold.foundation.design.components import Row


def chosen_rows(contribution: Contribution) -> list[Row]:
    """What a child pointed at (A1): a line a picture, with the sign and the word; nothing for what was left out."""
    return [
        Row(_(topic.label), f"{SIGNS[str(feeling)]} {_(feeling.label)}")
        for topic in Topic
        for feeling in Feeling
        if contribution.chosen.get(str(topic)) == feeling
    ]
