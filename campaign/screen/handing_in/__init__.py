"""报送: what is due, three ways in, everything that was found at once, a preview, a receipt."""
