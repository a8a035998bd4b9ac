"""How rows enter a campaign: read against the contract, handed in, published, withdrawn."""
