"""`everychild serve`: the pages, by gunicorn, as the web role."""

import os
import socket
import subprocess
import sys

from everychild.kit import commands, database, database_commands


def serve(argv: list[str]) -> int:
    """Serve the pages until somebody stops it."""
    parser = commands.Words(description="Serve the pages.")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on; a proxy with TLS stands in front of any other than this machine's own")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--work", action="store_true", help="also do what is queued (`everychild work`), for as long as the pages are served")
    words = parser.parse_args(argv)
    if not os.environ.get("DATABASE_URL"):
        # On a server of your own the pages have no business with the owner's address: `everychild db migrate` is said by whoever deploys.
        database_commands.ready()
        database_commands.be_migrated()
    _refuse_a_taken_port(words.host, words.port)
    commands.progress(f"Everychild is at http://{'localhost' if words.host == '127.0.0.1' else words.host}:{words.port} (stop it with Ctrl-C).")
    environment = {**os.environ, "EVERYCHILD_ROLE": "web", "DJANGO_SETTINGS_MODULE": "everychild.settings"}
    log = database.home() / "logs"
    log.mkdir(mode=0o700, exist_ok=True)
    gunicorn = [
        sys.executable, "-m", "gunicorn", "everychild.wsgi:application", "--bind", f"{words.host}:{words.port}", "--workers", str(words.workers), "--threads", "4",
        "--preload", "--error-logfile", str(log / "pages.log"), "--log-level", "warning", "--limit-request-line", "4094", "--timeout", "30",
    ]  # fmt: skip
    if words.work:
        # This process becomes the server and keeps its number: the worker ends when that number is gone.
        with open(log / "work.log", "ab") as said:
            subprocess.Popen([sys.executable, "-m", "everychild", "work", "--beside", str(os.getpid())], stdout=said, stderr=said, env={**os.environ, "EVERYCHILD_ROLE": "jobs"})
    os.execve(sys.executable, gunicorn, environment)


def _refuse_a_taken_port(host: str, port: int) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError:
            raise commands.Wrong(f"Something else already serves at port {port}.", do=f"Stop it, look whether it is Everychild at http://localhost:{port}, or give another --port.") from None
