"""OpenID Connect as we speak it, with shoppers' services and the provider of staff."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.models import SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest


class CarefulOpenID(OpenIDConnectOAuth2Adapter):
    """OpenID Connect whose token is always checked by the keys of the service, and whose answers agree."""

    claims: dict[str, Any]

    def complete_login(self, request: HttpRequest, app: object, token: SocialToken, **kwargs: dict) -> object:
        """Refuse a service that sends no token of identity, or another person's details."""
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("no id_token")
        return super().complete_login(request, app, token, **kwargs)

    def _fetch_user_info(self, access_token: str) -> dict:
        self._told = super()._fetch_user_info(access_token)
        return self._told

    def _decode_id_token(self, app: object, id_token: str) -> dict:
        self.did_fetch_access_token = False  # that is what makes allauth look at the signature
        self.claims = super()._decode_id_token(app, id_token)
        if str(self.claims.get("sub")) != str(self._told.get("sub")):
            raise OAuth2Error("userinfo is of somebody else")
        return self.claims
