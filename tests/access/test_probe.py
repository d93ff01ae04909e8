from django.db import connection
def test_x(thornbeck):
    with connection.cursor() as sql:
        sql.execute("select current_database()"); print(sql.fetchall(), thornbeck.staff)
