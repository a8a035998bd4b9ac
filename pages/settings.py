"""设置: accounts, tokens, who reports what and when, units, metrics, targets, options, backups."""

from campaign.screen.session import reader
from campaign.screen.settings.tabs import draw

draw(reader())
