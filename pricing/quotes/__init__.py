"""The price of one request, and when posted prices move; pure."""
