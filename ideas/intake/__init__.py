"""An idea comes in: sent by anybody or written in, like others or wanted by more, and its sender's own page."""
