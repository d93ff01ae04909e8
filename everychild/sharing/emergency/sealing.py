"""One HTML file that opens itself in any browser, with no server and no network, for whoever knows the passphrase; for anybody else it says its date and no more."""

import base64
import hashlib
import html
import json
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from everychild.kit.time import LONDON
from everychild.kit.words import instant

ROUNDS = 600_000
"""Of PBKDF2 with SHA-256: the number that OWASP's password storage cheat sheet gives (M)."""
STALE_AFTER = timedelta(hours=24)
SHORTEST = 20
_BLOCK = 64 * 1024
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file to be written, and the digest by which it is known."""

    page: bytes
    digest: str


def plain_passphrase(text: str) -> str:
    """The passphrase without the accidents of a keyboard: one space between words, one way of writing each letter.

    >>> plain_passphrase(" seven  green kettles\\n")
    'seven green kettles'
    """
    return " ".join(unicodedata.normalize("NFKC", text).split())


def why_weak(passphrase: str) -> str | None:
    """Why a passphrase must not guard an extract; None where it may.

    >>> why_weak("kettle")
    'It has 6 characters, and at least 20 are needed: five or six words that have nothing to do with each other.'
    >>> why_weak("passwordpasswordpassword"), why_weak("12345678901234567890")
    ('It repeats itself.', 'It repeats itself.')
    >>> why_weak("seven green kettles argue at noon") is None
    True
    """
    if len(passphrase) < SHORTEST:
        return f"It has {len(passphrase)} characters, and at least {SHORTEST} are needed: five or six words that have nothing to do with each other."
    if len(set(passphrase.casefold())) < 8 or _repeats(passphrase.casefold()):
        return "It repeats itself."
    try:
        CommonPasswordValidator().validate(passphrase)
    except ValidationError:
        return "It is on the list of passwords that everybody tries first."
    return None


def _repeats(text: str) -> bool:
    bare = text.replace(" ", "")
    return any(bare == (bare[:size] * len(bare))[: len(bare)] for size in range(1, len(bare) // 2 + 1))


def seal(content: Mapping[str, object], *, passphrase: str, at: datetime, authority: str) -> Sealed:
    """The content as a file that speaks of the instant `at`. The heading is signed with the content, so that no file can be given another date."""
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    heading = _script_text({"made": at.isoformat(timespec="seconds"), "authority": authority, "rounds": ROUNDS, "salt": _base64(salt), "nonce": _base64(nonce)})
    key = hashlib.pbkdf2_hmac("sha256", plain_passphrase(passphrase).encode(), salt, ROUNDS)
    sealed = AESGCM(key).encrypt(nonce, _padded(json.dumps(content, ensure_ascii=False).encode()), heading.encode())
    digest = hashlib.sha256(sealed).hexdigest()
    return Sealed(_page(heading, sealed, digest, at, authority).encode(), digest)


def _padded(plain: bytes) -> bytes:
    """Filled up with spaces, which JSON does not mind: the size of the file does not tell how many children are in it."""
    return plain.ljust(-(-len(plain) // _BLOCK) * _BLOCK)


def _page(heading: str, sealed: bytes, digest: str, at: datetime, authority: str) -> str:
    style, script = ((_HERE / name).read_text("utf-8") for name in ("page.css", "page.js"))
    words = {
        "policy": f"default-src 'none'; base-uri 'none'; form-action 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'",
        "style": style, "script": script, "heading": heading, "sealed": _base64(sealed), "digest": digest, "digest_begins": digest[:12],
        "made": html.escape(instant(at)), "stale": html.escape(instant(at + STALE_AFTER)), "day": f"{at.astimezone(LONDON):%Y-%m-%d}", "authority": html.escape(authority),
    }  # fmt: skip
    page = (_HERE / "page.html").read_text("utf-8")
    for name, value in words.items():
        page = page.replace(f"[[{name}]]", value)
    return page


def _script_text(content: Mapping[str, object]) -> str:
    """JSON that cannot end the element it stands in."""
    return json.dumps(content, sort_keys=True).replace("<", "\\u003c")


def _hash(text: str) -> str:
    return f"sha256-{_base64(hashlib.sha256(text.encode()).digest())}"


def _base64(some: bytes) -> str:
    return base64.b64encode(some).decode()
