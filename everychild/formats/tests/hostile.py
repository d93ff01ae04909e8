"""The ways in which a good file is spoilt, each with its name."""

import gzip
import io
import zipfile
from collections.abc import Callable

Spoil = Callable[[bytes], bytes]


def _zip(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.csv", content)
    return out.getvalue()


def _first_line(content: bytes) -> bytes:
    return content.split(b"\n", 1)[0] + b"\n"


def _before_end(content: bytes) -> bytes:
    return content[: int(len(content) * 0.9)]


XML_ROOT = {"ctf": b"CTfile", "cin_census": b"Message", "nccis": b"NCCIS"}
BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'

REFUSED = {
    "nothing at all": lambda _: b"",
    "blank lines": lambda _: b"\r\n \n\t\n" * 10,
    "one NUL byte": lambda good: good[:200] + b"\0" + good[200:],
    "random bytes": lambda _: bytes(range(256)) * 40,
    "a zip bomb": lambda _: _zip(b"0" * 20_000_000),
    "a zip of the good file": _zip,
    "gzip": gzip.compress,
    "a spreadsheet": lambda _: b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types].xml xl/workbook.xml",
    "an old spreadsheet": lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500,
    "a PDF": lambda _: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
    "a picture": lambda _: b"\x89PNG\r\n\x1a\n" + b"\1" * 99,
    "a sign-in page": lambda _: b"<!DOCTYPE html><html><body>Please sign in</body></html>",
    "a page without a doctype": lambda _: b"\n<HTML><head></head></HTML>",
    "JSON": lambda _: b'{"child": "Zoe"}',
    "a JSON list": lambda _: b'[{"child": "Zoe"}]',
    "UTF-32": lambda good: good.decode("utf-8", "replace").encode("utf-32"),
    "UTF-16 without a mark": lambda good: good.decode("utf-8-sig", "replace").encode("utf-16-le"),
    "UTF-16 cut in half a letter": lambda good: good.decode("utf-8", "replace").encode("utf-16")[:-1],
    "bytes of no encoding": lambda good: good[:200] + b"\x81\x8d" + good[200:],
    "a letter": lambda _: b"Dear colleague, please find attached the file that you asked for.\nKind regards\n",
    "headings of nothing known": lambda _: b"alpha,beta,gamma\n1,2,3\n",
    "XML of nothing known": lambda _: b"<?xml version='1.0'?><shopping><item>tea</item></shopping>",
    "only the start of XML": lambda _: b"<",
    "a heading row of 9,000 columns": lambda _: b",".join(b"c%d" % n for n in range(9_000)) + b"\n",
    "a SQLite database": lambda _: b"SQLite format 3\0" + b"\0" * 100,
    "a Parquet file": lambda _: b"PAR1" + b"\1" * 100,
    "an external entity": lambda _: b'<?xml version="1.0"?><!DOCTYPE CTfile [<!ENTITY x SYSTEM "file:///etc/passwd">]><CTfile>&x;</CTfile>',
    "a billion laughs": lambda _: b"<?xml version='1.0'?>" + BOMB + b"<CTfile>&c;</CTfile>",
    "a DTD from elsewhere": lambda _: b'<!DOCTYPE NCCIS SYSTEM "http://example.test/x.dtd"><NCCIS></NCCIS>',
    "64 KiB of comment before the root": lambda good: b"<!--" + b"x" * 70_000 + b"--><NCCIS/>",
    "an encoding that nobody reads": lambda _: b'<?xml version="1.0" encoding="UTF-7"?><NCCIS></NCCIS>',
}


def _quoted_for_ever(good: bytes) -> bytes:
    return _first_line(good) + b'"' + b"a,b\n" * 40_000


def _a_wide_row(good: bytes) -> bytes:
    return good + b"," * 200_000 + b"\n"


def _one_long_line(good: bytes) -> bytes:
    return _first_line(good) + b"x" * 300_000


def _many_short_quoted_lines(good: bytes) -> bytes:
    return _first_line(good) + b'"\n",' * 60_000 + b"\n"


STOPPED_TABLES = {
    "a row of very many columns": _a_wide_row,
    "a line without an end": _one_long_line,
    "a quotation mark never closed": _quoted_for_ever,
    "a quotation mark open at the end": lambda good: good + b'"never closed',
    "a row of many columns on many lines": _many_short_quoted_lines,
    "cut short in the last row": lambda good: good + good.strip().split(b"\n")[-1][:9],
    "a heading twice": lambda good: good.replace(b",", b",sex,sex,", 1),
    "a heading that is not known": lambda good: good.replace(b"\n", b",shoe size\n", 1).replace(b"\r,shoe size", b",shoe size\r"),
    "only the first few letters": lambda good: _first_line(good)[:30],
}


QUARANTINED_TABLES = {
    "a short row": lambda good: good + b"just,three,cells\n",
    "a long row": lambda good: good + good.strip().split(b"\n")[-1].strip() + b",more,and more\n",
    "quotation marks that do not pair": lambda good: good + b'"a"b,c\n',
    "a stray comma in a name": lambda good: good + b"Smith, John" + good.strip().split(b"\n")[-1].strip() + b"\n",
}


HARMLESS = {
    "blank rows": lambda good: good + b"\r\n\r\n  \r\n" if b"<" not in good[:1] else good + b"\n\n",
    "old line ends": lambda good: good.replace(b"\r\n", b"\n"),
    "no line end at the end": lambda good: good.rstrip(),
    "a byte order mark": lambda good: good if good.startswith(b"\xef") else b"\xef\xbb\xbf" + good.decode("cp1252" if b"\x92" in good else "utf-8").encode(),
}


def _inside(good: bytes, name: str, more: bytes) -> bytes:
    end = b"</" + XML_ROOT[name] + b">"
    return good.replace(end, more + end)


BROKEN_XML = {
    "cut short": lambda good, name: _before_end(good),
    "an element not closed": lambda good, name: _inside(good, name, b"<Loose>"),
    "an entity that nobody declared": lambda good, name: good.replace(b"Khan", b"&secret;").replace(b"F</Sex>", b"&secret;</Sex>").replace(b"Bell", b"&secret;"),
    "a bare ampersand": lambda good, name: good.replace(b"0", b"0 & 0"),
    "a control character": lambda good, name: _inside(good, name, b"<a>\x01</a>"),
    "two roots": lambda good, name: good + b"<Second/>",
    "words after the end": lambda good, name: good + b"and so on",
    "a million loose elements": lambda good, name: _inside(good, name, b"<x/>" * 100_000),
    "one endless text": lambda good, name: _inside(good, name, b"<x>" + b"y" * 400_000 + b"</x>"),
    "a thousand levels": lambda good, name: _inside(good, name, b"<x>" * 1_000 + b"</x>" * 1_000),
    "ten thousand attributes": lambda good, name: _inside(good, name, b"<x " + b" ".join(b'a%d="1"' % n for n in range(20_000)) + b"/>"),
    "a second DTD further down": lambda good, name: _inside(good, name, BOMB),
    "two letters of the root's name": lambda good, name: good[:30],
}


ODD_XML = {
    "names that repeat": lambda good: good.replace(b"<DOB>", b"<DOB>1</DOB><DOB>").replace(b"<Sex>", b"<Sex>F</Sex><Sex>"),
    "branches where leaves should be": lambda good: good.replace(b"<Surname>Khan</Surname>", b"<Surname><a><b>x</b></a></Surname>").replace(
        b"<UPN>", b"<UPN><x>1</x></UPN><UPN>"),
    "leaves where branches should be": lambda good: good.replace(b"<BasicDetails>", b"<BasicDetails>text</BasicDetails><Ignored>").replace(
        b"</BasicDetails>\n", b"</Ignored>\n"),
    "comments and instructions": lambda good: good.replace(b"<DOB>", b"<!-- hm --><?php echo 1 ?><DOB>"),
    "a CDATA section": lambda good: good.replace(b"Khan", b"<![CDATA[Khan <b>]]>"),
    "people without anything": lambda good: good.replace(b"</CTFpupilData>", b"<Pupil/></CTFpupilData>").replace(
        b"</Children>", b"<Child/></Children>").replace(b"</NCCIS>", b"<YoungPersonsRecord/></NCCIS>"),
    "the same person twice": lambda good: good.replace(b"</NCCIS>", good[good.find(b"<YoungPersonsRecord"):]).replace(
        b"</Children>", good[good.find(b"<Child>") : good.find(b"</Children>")] + b"</Children>"),
    "a namespace with a prefix": lambda good: good,
}


NASTY_CELLS = [
    "", " ", "\t", "NULL", "null", "nan", "=cmd|' /C calc'!A0", "<script>alert(1)</script>", "'; drop table people; --", "{{7*7}}", "../../etc/passwd", "\u202eevil",
    "\u0000".replace("\0", "\u2400"), "é" * 400, "𝓩𝓸𝓮", "🧒🏽", "٠١٢٣٤٥٦٧٨٩", "-1", "1e308", "0x10", "99999999999999999999", "2016-13-45", "0000-00-00", "9999-12-31", "1/1/1",
    "2016-04-27T25:61", "2016-W17-3", "२०१६-०४-२७", "\ufeffZoe", "Zoe\u200dKhan", "a\rb", "True", "[]", "{}", '{"HOUSE": {"a": [1]}}', '{"HOUSE": ' + "[" * 3_000,
    "%s%s%n", "\\", '"', "''", "Y;N", "±", "\x1f\x1e", "İ", "ß", "ﬁ", "½", "Ⅻ",
]
