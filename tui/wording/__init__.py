"""Everything said: instants, windows, reasons, errors and receipts in words, from codes and values."""
