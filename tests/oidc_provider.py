"""An OpenID Connect provider for tests: real HTTP, real signatures, one user whom the test describes."""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

from fastapi import FastAPI, Form
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.responses import JSONResponse, RedirectResponse, Response

from tests.uvicorn_thread import served

KEY = RSAKey.generate_key(2048, {"kid": "k1", "use": "sig", "alg": "RS256"})


class Provider:
    """Speaks for `user`, the claims of its id tokens; `signed_with` may be set to another key."""

    def __init__(self) -> None:
        self.issuer = ""
        self.user: dict[str, Any] = {"sub": "42", "email": "mia@example.org", "email_verified": True, "name": "Mia Tan"}
        self.signed_with = KEY
        self._codes: dict[str, tuple[str, str]] = {}
        self.app = FastAPI()
        self.app.get("/.well-known/openid-configuration")(self.configuration)
        self.app.get("/auth", response_model=None)(self.auth)
        self.app.post("/token", response_model=None)(self.token)
        self.app.get("/jwks")(self.jwks)

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/auth",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "id_token_signing_alg_values_supported": ["RS256"],
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
        }

    def auth(self, redirect_uri: str, state: str, nonce: str, code_challenge: str) -> Response:
        code = secrets.token_hex(8)
        self._codes[code] = nonce, code_challenge
        return RedirectResponse(f"{redirect_uri}?code={code}&state={state}")

    def token(self, code: Annotated[str, Form()], code_verifier: Annotated[str, Form()]) -> Response:
        nonce, challenge = self._codes.pop(code, ("", ""))
        hashed = base64.urlsafe_b64encode(hashlib.sha256(code_verifier.encode()).digest()).decode().rstrip("=")
        if hashed != challenge:
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": "watchbill", "iat": now, "exp": now + 60, "nonce": nonce, **self.user}
        signed = jwt.encode({"alg": "RS256", "kid": "k1"}, claims, self.signed_with)
        return JSONResponse({"access_token": "a", "token_type": "Bearer", "expires_in": 60, "id_token": signed})

    def jwks(self) -> dict[str, Any]:
        return {"keys": [KEY.as_dict(private=False)]}


@contextmanager
def running() -> Iterator[Provider]:
    """A provider on a free port."""
    provider = Provider()
    with served(provider.app) as provider.issuer:
        yield provider
