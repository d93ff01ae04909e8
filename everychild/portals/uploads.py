"""Files are taken only by the page that asks for them, and only up to a size; any other upload is refused before it is read."""

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

MOST_BYTES = 256 * 1024 * 1024
ASKS_FOR_FILES = "/office/loads/send/"


class OnlyWhereAsked(FileUploadHandler):
    """The first of Django's upload handlers: it lets nothing begin that may not be kept."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None) -> None:
        """Refuse by the length that the browser declares; the server reads no more than that."""
        if content_length > MOST_BYTES + 1024 * 1024:
            raise RequestDataTooBig("The files are larger than this page takes.")

    def new_file(self, *args, **kwargs) -> None:
        """A file begins: only where one was asked for."""
        super().new_file(*args, **kwargs)
        if self.request.path != ASKS_FOR_FILES:
            raise RequestDataTooBig("This page takes no file.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Let the next handler have it."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The handlers after this one make the file."""
        return
