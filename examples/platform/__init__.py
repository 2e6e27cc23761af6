"""How a ticketing platform asks for prices and buys."""
