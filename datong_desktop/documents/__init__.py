"""What comes in and goes out: Excel, PDF, CSV. Takes and gives plain values and bytes."""
