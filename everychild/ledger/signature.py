"""The signature on an exported head: made with a key that lives in the home, outside the database that it guards."""

import base64
import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_RAW = serialization.Encoding.Raw


def sign(text: bytes, home: Path) -> tuple[str, str]:
    """The public key of this installation and its signature of a text, both in Base64. The key is made at first use."""
    key = _key(home)
    public = key.public_key().public_bytes(_RAW, serialization.PublicFormat.Raw)
    return base64.b64encode(public).decode(), base64.b64encode(key.sign(text)).decode()


def public_key(home: Path) -> str | None:
    """This installation's public key, or None where it has never signed."""
    if not _path(home).exists():
        return None
    public = _key(home).public_key().public_bytes(_RAW, serialization.PublicFormat.Raw)
    return base64.b64encode(public).decode()


def is_signed(text: bytes, public: str, signature: str) -> bool:
    """Whether the holder of this key signed exactly this text."""
    try:
        Ed25519PublicKey.from_public_bytes(base64.b64decode(public)).verify(base64.b64decode(signature), text)
    except (InvalidSignature, ValueError):
        return False
    return True


def _key(home: Path) -> Ed25519PrivateKey:
    path = _path(home)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(path.read_text()))
    key = Ed25519PrivateKey.generate()
    with os.fdopen(handle, "w") as file:
        file.write(base64.b64encode(key.private_bytes(_RAW, serialization.PrivateFormat.Raw, serialization.NoEncryption())).decode())
    return key


def _path(home: Path) -> Path:
    return home / "secrets" / "ledger"
