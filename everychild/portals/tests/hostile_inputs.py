"""What anybody might put into a form, or send in place of one, by accident or not; each kind by name."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.test import Client

TEXT, NUMBER, NOWHERE = frozenset({"text"}), frozenset({"text", "number"}), frozenset()


@dataclass(frozen=True)
class Kind:
    """A value, and the sorts of field in which it is odd but right: an Arabic-Indic 3 is a number, and anything that can be read is a note."""

    value: str
    fits: frozenset[str] = TEXT


VALUES = {
    "NUL alone": Kind("\0", NOWHERE),
    "NUL within": Kind("Ama\0ra", NOWHERE),
    "NUL after a right number": Kind("1\0", NOWHERE),
    "the other control characters": Kind("\x01\x07\x08\x1b[31m\x7f\x85"),
    "a lone surrogate as browsers send it": Kind("\ufffd"),
    "a surrogate pair in words": Kind("\\ud83d\\ude00"),
    "a character beyond the first plane": Kind("😀𐏿𝕬"),
    "the last of all characters": Kind("\U0010ffff\uffff"),
    "right-to-left override": Kind("\u202egnp.exe\u2066"),
    "zero-width letters": Kind("A\u200bm\u200da\ufeffra"),
    "nothing but zero-width": Kind("\u200b\u200c\u2060"),
    "a thousand accents on one letter": Kind("a" + "\u0301" * 1000),
    "a ligature that grows by folding": Kind("\ufdfa" * 60),
    "a dotless and a dotted i": Kind("İıſß"),
    "a thousand letters": Kind("x" * 1000),
    "seventy thousand letters": Kind("x" * 70_000, NOWHERE),
    "SQL": Kind("'; drop table people_person; --"),
    "SQL wildcards": Kind("%_\\%"),
    "a dollar-quoted body": Kind("$$ || pg_sleep(9) || $$"),
    "Jinja": Kind("{{ 7 * 7 }}{% include '/etc/passwd' %}"),
    "format strings": Kind("%s %(name)s %n {0.__class__} ${jndi:ldap://x}"),
    "a script": Kind("<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"),
    "path traversal": Kind("../../../../etc/passwd"),
    "another site": Kind("https://evil.example/%2e%2e//\\evil"),
    "CR and LF with a header": Kind("x\r\nSet-Cookie: sessionid=stolen\r\n\r\n<p>"),
    "minus one": Kind("-1"),
    "a negative zero": Kind("-0", NUMBER),
    "a decimal fraction": Kind("1.5"),
    "an exponent": Kind("1e309"),
    "not a number": Kind("NaN"),
    "infinity": Kind("-Infinity"),
    "one more than 32 bits": Kind("4294967296"),
    "one more than 64 bits": Kind("18446744073709551616"),
    "as many figures as a box of a date takes": Kind("999999999999"),
    "five thousand figures": Kind("9" * 5000, NOWHERE),
    "Arabic-Indic figures": Kind("\u0663", NUMBER),
    "Arabic-Indic figures of a year": Kind("\u0662\u0660\u0661\u0665", NUMBER),
    "a superscript figure": Kind("²"),
    "figures parted by an underscore": Kind("2_015"),
    "hexadecimal": Kind("0x10"),
    "the year nought": Kind("0000"),
    "the year 9999999": Kind("9999999"),
    "the thirty-second": Kind("32"),
    "JSON": Kind('{"$ne": null}'),
    "a list in brackets": Kind("[1, 2]"),
    "true": Kind("true"),
    "a key that is not there": Kind("00000000-0000-7000-8000-000000000000"),
    "a key in braces, too long": Kind("{00000000-0000-7000-8000-000000000000}0"),
    "a reference with a bad check character": Kind("K7P-M2QX-9TC"),
    "a signature cut short": Kind("WyJhIl0:1tXYZ:abc"),
    "a signature of somebody else": Kind("WyIwMDAwMDAwMC0wMDAwLTcwMDAtODAwMC0wMDAwMDAwMDAwMDAiLCJ4IiwiIl0:1tXYZa:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
    "an email with a header": Kind("alice@thornbeck.example\nBcc: all@evil.example"),
    "an email of another alphabet": Kind("аlice@thornbeck.example"),
}

IN_THE_PATH = {
    "NUL": "%00", "NUL within": "a%00b", "invalid UTF-8": "%ff%fe", "a surrogate in UTF-8": "%ed%a0%80", "half an escape": "%e", "a percent sign": "%25%30%30", "traversal": "..%2f..%2fetc%2fpasswd",
    "CR and LF": "x%0d%0aX-Header:%20y", "SQL": "'%20or%201=1--", "RTL override": "%e2%80%aeabc", "a key that is not there": "00000000-0000-7000-8000-000000000000",
    "a bad check character": "K7PM2QX9TC", "minus one": "-1", "beyond 64 bits": "99999999999999999999", "five thousand figures": "9" * 5000, "Arabic-Indic figures": "%d9%a3", "eight thousand letters": "x" * 8000,
}  # fmt: skip

PAGES = ("0", "-1", "1e9", "1.5", "last", "NaN", "99999999999999999999", "9" * 5000, "%D9%A3", "%00", "2_0", "%ff", "[]", "'")

Send = Callable[[Client, str, dict], HttpResponse]
MULTIPART = "multipart/form-data; boundary=XX"
URLENCODED = "application/x-www-form-urlencoded"


def body(content: bytes, content_type: str) -> Send:
    """What is sent in place of the form."""
    return lambda client, address, good: client.generic("POST", address, content, content_type)


def part(name: str, value: bytes, more: str = "") -> bytes:
    """One part of a multipart body; the end is told apart."""
    return f'--XX\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode() + value + b"\r\n"


def in_charset(charset: str) -> Send:
    """The whole form, in a multipart that claims an encoding of its own."""

    def send(client: Client, address: str, good: dict) -> HttpResponse:
        odd = b"".join(part(name, b"\\ud800+2AA-\xff\xfe\x00") for name in good or {"x": ""})
        return client.generic("POST", address, odd + b"--XX--\r\n", f"{MULTIPART}; charset={charset}")

    return send


def by(method: str) -> Send:
    """The form as it should be, by another method."""
    return lambda client, address, good: client.generic(method, address, "&".join(f"{name}={value}" for name, value in good.items() if isinstance(value, str)), URLENCODED)


INSTEAD = {
    "nothing at all": body(b"", ""),
    "no content type": body(b"a=b", ""),
    "a content type that is none": body(b"a=b", "\\;;/;charset=;="),
    "JSON": lambda client, address, good: client.generic("POST", address, json.dumps({name: [str(value)] for name, value in good.items()}), "application/json"),
    "JSON said to be a form": body(b'{"names": {"$ne": null}}', URLENCODED),
    "XML": body(b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>', "application/xml"),
    "plain text": body(b"names=a", "text/plain"),
    "only separators": body(b"&&&&====&&;;", URLENCODED),
    "invalid UTF-8": body(b"names=\xff\xfe&%ff=%fe", URLENCODED),
    "broken percent-encoding": body(b"names=%&purpose=%u0041&reason=%zz&how=%1", URLENCODED),
    "ten thousand fields": body(b"&".join(b"f%d=1" % number for number in range(10_000)), URLENCODED),
    "three megabytes in one field": body(b"names=" + b"x" * 3_000_000, URLENCODED),
    "a form in UTF-16": body("names=a".encode("utf-16"), f"{URLENCODED}; charset=utf-16"),
    "a multipart without a boundary": body(b"--XX--", "multipart/form-data"),
    "a multipart of another boundary": body(b"--YY\r\n\r\n--YY--", MULTIPART),
    "a multipart with a boundary that is not ASCII": body(b"x", "multipart/form-data; boundary=\xc3\xa9"),
    "a multipart cut short": body(part("names", b"x")[:-9], MULTIPART),
    "a multipart with broken base64": body(part("names", b"a", '"\r\nContent-Transfer-Encoding: base64') + b"--XX--\r\n", MULTIPART),
    "a multipart part without a name": body(b"--XX\r\nContent-Disposition: form-data\r\n\r\nx\r\n--XX--\r\n", MULTIPART),
    "a multipart with a header without an end": body(b"--XX\r\n" + b"x" * 40_000 + b"\r\n--XX--\r\n", MULTIPART),
    "ten thousand parts": body(b"".join(part("f", b"1") for _ in range(10_000)) + b"--XX--\r\n", MULTIPART),
    "a file in place of a field": body(part("names", b"x", '; filename="x.txt"') + b"--XX--\r\n", MULTIPART),
    "an encoding nobody knows": in_charset("klingon"),
}
"""Sent in place of a form: no part of it is what the form asks for."""

METHODS = {f"the method {method}": by(method) for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "GET", "TRACE", "BREW")}

ASIDE = {
    "a field that nobody asked for": {"no_such_field": "x", "__proto__": "x", "is_superuser": "1", "user": "1", "born_extra\0": "\0"},
    "another method, told in a field": {"_method": "DELETE", "_METHOD": "DELETE"},
    "fields as a list": {"names[]": "x", "role[]": "x", "0": "x", "": "x"},
    "a next that is another site": {"next": "https://evil.example/"},
    "a next with CR and LF": {"next": "/\r\nSet-Cookie: a=b"},
    "a next by path traversal": {"next": "/child/../../../etc/passwd"},
    "a next with NUL": {"next": "/\0"},
    "a next without a scheme": {"next": "//evil.example"},
    "a next with a broken host": {"next": "https://[::1"},
    "a next that is a script": {"next": "javascript:alert(1)"},
}
"""Sent beside a form as it should be: the form may be accepted, and nobody is sent elsewhere."""

COOKIES = {
    "a session that is not there": "sessionid=" + "a" * 32, "a session with NUL": 'sessionid="aaaaaaaaaaaaaaaa\\000"', "a session of SQL": "sessionid=aaaaaaaa'or'1'='1", "a long session": "sessionid=" + "a" * 6000,
    "broken messages": 'messages="[[\\"__json_message\\",0,25,\\"x\\"]]:1:x"; messages=x', "a thousand cookies": "; ".join(f"c{number}=1" for number in range(1000)), "a broken language": "django_language=../../x",
}  # fmt: skip
