import logging


def formatter() -> logging.Formatter:
    return logging.Formatter("%(message)s")
