"""A small service that speaks OpenID Connect, and as Google, Apple, Facebook, Naver and Kakao do."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

CLIENT, SECRET = "storecrew", "very-secret"
TEAM, KEY_ID = "TEAM123456", "KEY1234567"
APPLE = "https://appleid.apple.com"


class IdentityServer:
    """One person at a time; ``faults`` names what the service does wrong.

    ``issuer`` is as whom it signs, itself where it is empty; ``claims`` go into the token of identity.
    """

    def __init__(self) -> None:
        self.person: dict[str, Any] = {}
        self.faults: set[str] = set()
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: dict[str, dict[str, Any]] = {}
        self.asked: list[str] = []
        self.issuer = ""
        self.claims: dict[str, Any] = {}
        self.apple_key = ec.generate_private_key(ec.SECP256R1())
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.other_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                owner.answer(self, "")

            def do_POST(self) -> None:
                size = int(self.headers.get("Content-Length") or 0)
                owner.answer(self, self.rfile.read(size).decode())

            def log_message(self, *args: Any) -> None:
                """Keep quiet."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()

    def answer(self, handler: BaseHTTPRequestHandler, body: str) -> None:
        parts = urlsplit(handler.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        sent = {name: values[0] for name, values in parse_qs(body).items()}
        self.asked.append(parts.path)
        if query.get("response_mode") == "form_post":
            self.form(handler, query)
            return
        if parts.path == "/authorize":
            target = self.authorize(query)
            handler.send_response(302)
            handler.send_header("Location", target)
            handler.end_headers()
            return
        status, data = self.data(parts.path, sent, query, handler.headers)
        text = json.dumps(data).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(text)))
        handler.end_headers()
        handler.wfile.write(text)

    def form(self, handler: BaseHTTPRequestHandler, query: dict[str, str]) -> None:
        """Answer as Apple does, with a form that the browser sends back."""
        assert query["response_type"] == "code id_token" and query["client_id"] == CLIENT
        code = secrets.token_urlsafe(12)
        self.codes[code] = query
        text = json.dumps({"to": query["redirect_uri"], "code": code, "state": query["state"]}).encode()
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(text)))
        handler.end_headers()
        handler.wfile.write(text)

    def authorize(self, query: dict[str, str]) -> str:
        assert query["response_type"] == "code" and query["client_id"] == CLIENT
        if "denies" in self.faults:
            return f"{query['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': query['state']})}"
        code = secrets.token_urlsafe(12)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def data(self, path: str, sent: dict, query: dict, headers: Any) -> tuple[int, Any]:
        if path == "/.well-known/openid-configuration":
            return 200, {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "userinfo_endpoint": f"{self.url}/userinfo",
                "jwks_uri": f"{self.url}/jwks",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
        if path == "/certs":
            return 200, {"one": self.certificate()}
        if path == "/me":
            return self.me(query)
        if path == "/jwks":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            return 200, {"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]}
        if path == "/token":
            return self.token(sent or query)
        if path == "/userinfo":
            return self.userinfo(headers.get("Authorization", ""), query)
        return 404, {}

    def token(self, sent: dict[str, str]) -> tuple[int, Any]:
        asked = self.codes.pop(sent.get("code", ""), None)
        if "down" in self.faults:
            return 503, {}
        if asked is None or sent.get("client_id") != CLIENT or not self.knows(sent.get("client_secret", "")):
            return 400, {"error": "invalid_grant"}
        if asked.get("code_challenge"):
            digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
            if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
                return 400, {"error": "invalid_grant"}
        token, now = secrets.token_urlsafe(12), int(time.time())
        self.tokens[token] = self.person
        claims = {
            **self.claims,
            "iss": self.issuer or self.url,
            "aud": CLIENT,
            "sub": self.person.get("sub", "x"),
            "iat": now,
            "exp": now + 60,
        }
        if "other_audience" in self.faults:
            claims["aud"] = "somebody-else"
        if "expired" in self.faults:
            claims["exp"] = now - 600
        if "other_person" in self.faults:
            claims["sub"] = "somebody-else"
        signed = jwt.encode(
            {**claims, "jti": secrets.token_hex(8)},
            self.other_key if "forged" in self.faults else self.key,
            algorithm="RS256",
            headers={"kid": "one"},
        )
        answer = {"access_token": token, "token_type": "Bearer", "expires_in": 60, "id_token": signed}
        if "no_id_token" in self.faults:
            del answer["id_token"]
        return 200, answer

    def userinfo(self, authorization: str, query: dict[str, str]) -> tuple[int, Any]:
        token = authorization.removeprefix("Bearer ") or query.get("access_token", "")
        if token not in self.tokens:
            return 401, {"error": "invalid_token"}
        return 200, "nonsense" if "nonsense" in self.faults else self.tokens[token]

    def knows(self, secret: str) -> bool:
        """Say whether a secret is the client's; Apple's is a token that the client signs with its key."""
        if self.issuer != APPLE:
            return secret == SECRET
        if jwt.get_unverified_header(secret)["kid"] != KEY_ID:
            return False
        claims = jwt.decode(
            secret, self.apple_key.public_key(), algorithms=["ES256"], audience=APPLE, issuer=TEAM
        )
        return claims["sub"] == CLIENT

    def me(self, query: dict[str, str]) -> tuple[int, Any]:
        """Answer as Facebook does: only to whoever proves to hold the secret of the client."""
        token = query.get("access_token", "")
        proof = hmac.new(SECRET.encode(), token.encode(), hashlib.sha256).hexdigest()
        if token not in self.tokens or query.get("appsecret_proof") != proof:
            return 400, {"error": {"message": "Invalid appsecret_proof"}}
        return 200, {name: self.tokens[token][name] for name in query["fields"].split(",")}

    def certificate(self) -> str:
        """Return the public key as Google publishes it."""
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test")])
        now = dt.datetime.now(dt.UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(name).issuer_name(name).public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=1))
            .sign(self.key, hashes.SHA256())
        )  # fmt: skip
        return made.public_bytes(serialization.Encoding.PEM).decode()

    def apple_private_key(self) -> str:
        """Return the key that Apple gave the client."""
        return self.apple_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode()
