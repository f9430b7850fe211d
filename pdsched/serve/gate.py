"""Who may come in.

Before anything else is looked at: the Host, against names that point here without belonging to us
(DNS rebinding); the Origin of what changes something or begins a process, against pages of others
(CSRF); the token, against everybody else.
"""

from __future__ import annotations

import hashlib
import hmac
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from pdsched.serve.settings import LOOPBACK, Settings
from pdsched.serve.troubles import TroubleError

COOKIE = "pdsched"
SIGN_IN = "/page/sign-in"
FREE = ("/", SIGN_IN)
"""Where a link elsewhere may lead: nothing is begun there."""
_SAFE = ("GET", "HEAD", "OPTIONS")


class Gate:
    """Knows tokens and cookies."""

    def __init__(self, settings: Settings, secret: bytes) -> None:
        self._settings, self._secret = settings, secret
        self._names = {*LOOPBACK, settings.host.casefold(), *map(str.casefold, settings.hosts)}

    def owner_of(self, token: str) -> str | None:
        """Whose token it is; as long for a wrong one as for any other."""
        owner = None
        for name, known in self._settings.tokens.items():
            if hmac.compare_digest(_digest(token), _digest(known)):
                owner = name
        return owner

    def sign_in(self, token: str) -> str | None:
        """The value of the cookie of whoever has this token; ``None`` for a wrong one."""
        owner = self.owner_of(token)
        return None if owner is None else f"{owner.encode().hex()}.{self._signed(owner)}"

    def _signed(self, owner: str) -> str:
        """Another one when the token changes."""
        text = f"{owner}\0{self._settings.tokens[owner]}".encode()
        return hmac.new(self._secret, text, hashlib.sha256).hexdigest()

    def _owner_of_cookie(self, headers: Headers) -> str | None:
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
            name, _, signed = cookie.value.partition(".") if cookie else ("", "", "")
            owner = bytes.fromhex(name).decode()
        except (CookieError, ValueError):
            return None
        if owner not in self._settings.tokens:
            return None
        is_ours = hmac.compare_digest(self._signed(owner).encode(), signed.encode())
        return owner if is_ours else None

    def owner(self, headers: Headers) -> str | None:
        """Who asks; ``None`` for whoever has neither token nor cookie."""
        if self._settings.is_open:
            return ""
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.casefold() == "bearer":
            return self.owner_of(token.strip())
        return self._owner_of_cookie(headers)

    def check(self, method: str, path: str, headers: Headers) -> None:
        """Refuse what was meant for another host, or was sent by a page of another.

        A link elsewhere may lead to the first page. All else, though it only reads, may begin
        a process.

        Raises:
            TroubleError: if it was.
        """
        host = headers.get("host", "")
        if not self._is_ours(host):
            told = (
                "This service is not called so. Call it by its address, or start it with "
                "--allow-host and the name."
            )
            raise TroubleError(421, told)
        origin, site = headers.get("origin"), headers.get("sec-fetch-site", "none")
        foreign = origin is not None and _place(origin) != host.casefold()
        if method in _SAFE and path in FREE:
            return
        if foreign or site not in ("same-origin", "none"):
            told = (
                "A page of another site asked for this; it is not done. Open the first page of "
                "the service instead."
            )
            raise TroubleError(403, told)

    def _is_ours(self, host: str) -> bool:
        """Whether a Host names us: an address does, for no name was looked up to come here."""
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        try:
            ip_address(name)
        except ValueError:
            return name in self._names
        return True


def _place(origin: str) -> str | None:
    """Host and port of an Origin; ``None`` of what is none."""
    try:
        return urlsplit(origin).netloc.casefold()
    except ValueError:
        return None


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest()
