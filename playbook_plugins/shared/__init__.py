"""What features share and none of them owns."""
