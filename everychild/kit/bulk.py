"""Many rows at once into guarded tables. PostgreSQL will not COPY into a table under row security, so rows are copied beside it and inserted from there."""

from collections.abc import Sequence

from django.db import connection


class Pour:
    """Rows for one table, poured in as they gather. Use it inside one transaction and call `empty` at the end."""

    def __init__(self, table: str, columns: Sequence[str], *, own_id: bool = False, otherwise: str = ""):
        """`own_id`: the rows come without an id, which nobody needs to know, and the database gives them one (UUID version 7)."""
        self.table, self.columns, self.own_id, self.otherwise = table, list(columns), own_id, otherwise
        self.rows: list[Sequence[object]] = []
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
            into, values = (f"id, {names}", f"uuidv7(), {names}") if self.own_id else (names, names)
            sql.execute(f"insert into {self.table} ({into}) select {values} from {beside} {self.otherwise}")
            sql.execute(f"truncate {beside}")
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
