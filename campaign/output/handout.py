from campaign.meeting.deck import Deck


def handout_html(deck: Deck) -> bytes:
    return b""
