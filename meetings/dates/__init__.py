"""«Finn dato»: a small group marks which of up to five dates suit, and one of them becomes a meeting."""
