"""The database under several names, so that the same page may be asked of each in turn."""

from __future__ import annotations

from django.db import connection, connections


class Copies:
    """Copies of the bench's database as it is when each is made."""

    def __init__(self) -> None:
        self._known = {"": connections["default"]}

    def make(self, name: str, *, of: str = "") -> None:
        source = self._known[of]
        named = f"{self._known[''].settings_dict['NAME']}_{name}"
        source.close()  # PostgreSQL copies what nobody is reading
        with source._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{named}" TEMPLATE "{source.settings_dict["NAME"]}"')
        self._known[name] = source.copy()
        self._known[name].settings_dict["NAME"] = named

    def use(self, name: str = "") -> None:
        """All that Django asks from now on is asked of this one; '' is the first."""
        connections["default"] = self._known[name]

    def drop(self, *names: str) -> None:
        self.use()
        for name in names:
            copy = self._known.pop(name)
            copy.close()
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{copy.settings_dict["NAME"]}"')
