"""Whom an idea lies with and until when: no idea is nobody's."""
