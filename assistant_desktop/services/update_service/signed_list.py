"""The list of versions is believed only with a signature of the product's makers.

Source: DSSE 1.0.2 (Dead Simple Signing Envelope), RFC 8032 (Ed25519).
"""

import base64
import binascii
import json
import logging
from collections.abc import Mapping
from datetime import datetime

from assistant_desktop.domain.errors import ServiceNonsense
from assistant_desktop.domain.service import to_translate
from assistant_desktop.domain.update import UpdateManifest

_log = logging.getLogger(__name__)

PAYLOAD_TYPE = "application/vnd.assistant-desktop.versions+json"
_MOST_SIGNATURES = 10


def read_signed(body: bytes, keys: Mapping[str, str], now: datetime, host: str) -> UpdateManifest:
    """What a signed list says. Loads cryptography: for a thread.

    Raises:
        ServiceNonsense: no key of ours signed it, it ran out, or it cannot be read.
    """
    payload = _signed_payload(body, keys)
    if payload is None:
        raise _refused(
            to_translate("The list of versions of {host} is not signed by us: it was not used."),
            host,
        )
    try:
        manifest = UpdateManifest.model_validate_json(payload)
    except ValueError as error:
        _log.info("a signed list of versions cannot be read: %s", error)
        raise _refused(
            to_translate("The list of versions of {host} cannot be read by this version."), host
        ) from error
    if manifest.expires <= now:
        raise ServiceNonsense(
            "The list of versions of {host} is out of date: it was not used.",
            hint="Check the date of this computer, then try again later.",
            host=host,
        )
    return manifest


def _refused(message: str, host: str) -> ServiceNonsense:
    return ServiceNonsense(message, hint="Get newer versions where you got this one.", host=host)


def _signed_payload(body: bytes, keys: Mapping[str, str]) -> bytes | None:
    """What was signed; None unless a key of ours signed just that."""
    try:
        envelope = json.loads(body)
        kind, payload = envelope["payloadType"], _unpacked(envelope["payload"])
        signatures = [
            (str(one.get("keyid", "")), _unpacked(one["sig"]))
            for one in envelope["signatures"][:_MOST_SIGNATURES]
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    if kind != PAYLOAD_TYPE:
        return None
    whole = to_sign(payload)
    if any(_is_by(keys.get(name), signature, whole) for name, signature in signatures):
        return payload
    return None


def to_sign(payload: bytes) -> bytes:
    """The bytes that a signature is over: the kind is signed with the content."""
    kind = PAYLOAD_TYPE.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def _is_by(key: str | None, signature: bytes, whole: bytes) -> bool:
    if key is None:
        return False
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(_unpacked(key)).verify(signature, whole)
    except (InvalidSignature, ValueError):
        return False
    return True


def _unpacked(text: object) -> bytes:
    if not isinstance(text, str):
        raise TypeError("not a text")
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
