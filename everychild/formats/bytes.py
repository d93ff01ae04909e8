"""Opening whatever somebody handed over: is it text, in which encoding, and can it be read without harm? One clear sentence where it cannot."""

import codecs
import io
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from everychild.formats.limits import GIB, LIMITS, Limits
from everychild.formats.reading import Unreadable

_OTHER_KINDS = (
    (b"PK\x03\x04", "a zip archive", "Unzip it first and load the files inside it."),
    (b"PK\x05\x06", "an empty zip archive", "Unzip it first and load the files inside it."),
    (b"\x1f\x8b", "compressed with gzip", "Unpack it first and load the file inside it."),
    (b"BZh", "compressed with bzip2", "Unpack it first and load the file inside it."),
    (b"\xfd7zXZ\x00", "compressed with xz", "Unpack it first and load the file inside it."),
    (b"(\xb5/\xfd", "compressed with zstd", "Unpack it first and load the file inside it."),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "Unpack it first and load the files inside it."),
    (b"Rar!\x1a", "a RAR archive", "Unpack it first and load the files inside it."),
    (b"%PDF", "a PDF document", "Ask for the data as CSV or XML: a PDF is for reading, not for loading."),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel or Word file", "Open it and save the sheet as CSV UTF-8."),
    (b"\x89PNG", "a picture", "Ask for the data as CSV or XML."),
    (b"\xff\xd8\xff", "a picture", "Ask for the data as CSV or XML."),
    (b"GIF8", "a picture", "Ask for the data as CSV or XML."),
    (b"{\\rtf", "a rich text document", "Ask for the data as CSV or XML."),
    (b"SQLite format 3\x00", "a SQLite database", "Export the tables as CSV."),
    (b"PAR1", "a Parquet file", "Export the table as CSV."),
    (b"\x7fELF", "a program", "Ask for the data as CSV or XML."),
    (codecs.BOM_UTF32_LE, "in the UTF-32 encoding", "Save it as UTF-8."),
    (b"\x00\x00\xfe\xff", "in the UTF-32 encoding", "Save it as UTF-8."),
)
_WEB_PAGES = (b"<!doctype html", b"<html")
_BLANK = b" \t\r\n\x0b\x0c"
_STRAY_BYTE = re.compile("[\udc80-\udcff]")
_NOT_IN_CP1252 = frozenset(b"\x81\x8d\x8f\x90\x9d")


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that is text: its size, how to decode it, and its first characters."""

    path: str
    size: int
    encoding: str
    """utf-8, utf-8-sig, utf-16, cp1252, or `utf-8+cp1252` where somebody pasted one into the other."""
    head: str


def look(path: str, limits: Limits = LIMITS) -> Opened:
    """Look at a file from end to end, a piece at a time, without keeping it. Raises Unreadable with one sentence."""
    size = _size(path, limits)
    with _reading(path) as stream:
        head = stream.read(limits.head)
        _refuse_other_kinds(path, head, limits)
        stream.seek(0)
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            _scan_utf16(path, stream, limits)
            encoding = "utf-16"
        else:
            encoding = _scan(path, stream, limits, head.startswith(codecs.BOM_UTF8))
    return Opened(path, size, encoding, _decoded_head(head, encoding))


def text_of(path: str, encoding: str) -> io.TextIOWrapper:
    """The file as text, line ends as they stand."""
    if encoding == "utf-8+cp1252":
        return io.TextIOWrapper(_reading(path), encoding="utf-8", errors="as_cp1252", newline="")
    return io.TextIOWrapper(_reading(path), encoding=encoding, errors="strict", newline="")


def reading(path: str) -> io.BufferedReader:
    """The file as bytes."""
    return _reading(path)


def _reading(path: str) -> io.BufferedReader:
    try:
        return open(path, "rb")
    except (OSError, ValueError) as error:
        raise Unreadable("The file cannot be opened.", file=path, do="Check that it is still there and that you may read it.") from error


def _size(path: str, limits: Limits) -> int:
    try:
        found = Path(path).stat()
    except (OSError, ValueError) as error:
        raise Unreadable("There is no such file.", file=path, do="Check the name and the folder.") from error
    if stat.S_ISDIR(found.st_mode):
        raise Unreadable("This is a folder, not a file.", file=path, do="Name the folder to the load command: it looks inside.")
    if not stat.S_ISREG(found.st_mode):
        raise Unreadable("This is not an ordinary file.", file=path, do="Copy the data into a file and load that.")
    if found.st_size == 0:
        raise Unreadable("The file is empty.", file=path, do="Ask for it to be sent again.")
    if found.st_size > limits.file:
        raise Unreadable(
            f"The file is {found.st_size / GIB:.1f} GiB, more than the limit of {limits.file / GIB:.1f} GiB.", file=path, do="Ask for it in parts."
        )
    return found.st_size


def _refuse_other_kinds(path: str, head: bytes, limits: Limits) -> None:
    for start, what, do in _OTHER_KINDS:
        if head.startswith(start):
            if start == b"PK\x03\x04" and (b"[Content_Types].xml" in head or b"xl/" in head):
                what, do = "an Excel or Word file", "Open it and save the sheet as CSV UTF-8."
            raise Unreadable(f"The file is {what}.", file=path, do=do)
    first = head.lstrip(_BLANK)[:40].lower()
    if first.startswith(_WEB_PAGES):
        raise Unreadable("The file is a web page, perhaps a sign-in page saved by mistake.", file=path, do="Download the data again.")
    if first.startswith((b"{", b"[{", b"[[")):
        raise Unreadable("The file is JSON, which no reader here takes.", file=path, do="Ask for the data as CSV or XML.")
    if not first and len(head) < limits.head:
        raise Unreadable("The file holds nothing but blank lines.", file=path, do="Ask for it to be sent again.")


def _scan_utf16(path: str, stream: io.BufferedReader, limits: Limits) -> None:
    decoder = codecs.getincrementaldecoder("utf-16")("strict")
    line = 1
    try:
        while piece := stream.read(limits.chunk):
            text = decoder.decode(piece)
            if "\0" in text:
                raise _nul(path, line + text[: text.index("\0")].count("\n"))
            line += text.count("\n")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise Unreadable(f"The text breaks off or is damaged near line {line}.", file=path, line=line, do="Ask for the file again.") from error


def _scan(path: str, stream: io.BufferedReader, limits: Limits, marked: bool) -> str:
    """Which eight-bit encoding: told by whether every byte is UTF-8, and whether any letter took more than one byte."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    sent = decoded = strays = 0
    line, piece = 1, b" "
    while piece:
        piece = stream.read(limits.chunk)
        if b"\0" in piece:
            raise _nul(path, line + piece[: piece.index(b"\0")].count(b"\n"))
        text = decoder.decode(piece, final=not piece)
        sent, decoded = sent + len(piece), decoded + len(text)
        if not text.isascii():
            for stray in _STRAY_BYTE.finditer(text):
                strays += 1
                if (byte := ord(stray[0]) - 0xDC00) in _NOT_IN_CP1252:
                    raise _no_encoding(path, byte, line + text[: stray.start()].count("\n"))
        line += piece.count(b"\n")
    if strays:
        return "utf-8+cp1252" if marked or sent > decoded else "cp1252"
    return "utf-8-sig" if marked else "utf-8"


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252"), error.end


codecs.register_error("as_cp1252", _as_cp1252)


def _nul(path: str, line: int) -> Unreadable:
    return Unreadable(f"Line {line} holds a NUL byte: this is not a text file, or it is damaged.", file=path, line=line, do="Ask for CSV or XML in UTF-8.")


def _no_encoding(path: str, byte: int, line: int) -> Unreadable:
    return Unreadable(
        f"Near line {line} the byte {byte:#04x} is neither UTF-8 nor Windows-1252 text.", file=path, line=line, do="Ask for the file in UTF-8."
    )


def _decoded_head(head: bytes, encoding: str) -> str:
    codec = "utf-8-sig" if encoding == "utf-8+cp1252" else encoding
    return head.decode(codec, errors="replace").lstrip("\ufeff")
