"""放映: a meeting, or one page's answers, slide by slide on the whole screen."""

from campaign.screen.session import reader
from campaign.screen.show import draw

draw(reader())
