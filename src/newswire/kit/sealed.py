"""Secrets of others that we must be able to say again (an app's seed, a client's secret): encrypted where they lie."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken


def seal(text: str, secret: str, purpose: str) -> str:
    """`text` encrypted with the installation's secret (Fernet: AES-128-CBC with HMAC-SHA-256), as one ASCII word.

    What was sealed for one purpose cannot be opened for another.
    """
    return _cipher(secret, purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, secret: str, purpose: str) -> str:
    """What `seal` was given. Raises ValueError where it was sealed with another secret or for another purpose."""
    try:
        return _cipher(secret, purpose).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise ValueError("this was sealed with another secret; it has to be entered anew") from error


def _cipher(secret: str, purpose: str) -> Fernet:
    derived = hashlib.blake2b(
        purpose.encode(), key=hashlib.sha256(secret.encode()).digest(), digest_size=32, person=b"newswire.seal"
    ).digest()
    return Fernet(base64.urlsafe_b64encode(derived))
