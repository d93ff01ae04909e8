"""Many rows at once into guarded tables. PostgreSQL will not COPY into a table under row security, so rows are copied beside it and inserted from there."""

from collections.abc import Sequence

from django.db import connection


class Pour:
    """Rows for one table, poured in as they gather. Use it inside one transaction and call `empty` at the end."""

    def __init__(self, table: str, columns: Sequence[str], *, at_once: int = 5_000, otherwise: str = ""):
        self.table, self.columns, self.at_once, self.otherwise = table, list(columns), at_once, otherwise
        self.rows: list[Sequence[object]] = []
        self.poured = 0
        self._ready = False

    def add(self, row: Sequence[object]) -> None:
        """One row, its values in the order of the columns."""
        self.rows.append(row)

    def empty(self) -> None:
        """Everything gathered so far goes into the table."""
        if not self.rows:
            return
        beside, names = f"beside_{self.table}", ", ".join(f'"{name}"' for name in self.columns)
        with connection.cursor() as sql:
            if not self._ready:
                sql.execute(f"create temporary table if not exists {beside} on commit drop as select {names} from {self.table} limit 0")
                self._ready = True
            with sql.copy(f"copy {beside} ({names}) from stdin") as copy:
                for row in self.rows:
                    copy.write_row(row)
            sql.execute(f"insert into {self.table} ({names}) select {names} from {beside} {self.otherwise}")
            sql.execute(f"truncate {beside}")
        self.poured += len(self.rows)
        self.rows = []


class Pours:
    """Several tables that belong together, poured in order so that no row comes before the one it points to."""

    def __init__(self, *pours: Pour):
        self.pours = {pour.table: pour for pour in pours}

    def __getitem__(self, table: str) -> Pour:
        return self.pours[table]

    def empty(self) -> None:
        """All of them, in order."""
        for pour in self.pours.values():
            pour.empty()
