"""Tables of the people context: who signs in, and what each one may do."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from storecrew.kernel import clock


def normalize_email(email: str | None) -> str:
    """Return the one spelling under which an e-mail address is stored: trimmed, lower case.

    Lower-casing the local part too is deliberate: no mail provider in use tells `Ann@` from `ann@`,
    and two accounts that differ only in case are always a mistake.
    """
    return (email or "").strip().lower()


class UserManager(BaseUserManager["User"]):
    """Makes users; every way in stores the e-mail address in lower case."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Look a user up by e-mail address in any case (used by Django's sign-in backend)."""
        return self.get(email=normalize_email(username))

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create a user who is not staff unless said so; without a password none can sign in by it."""
        if not normalize_email(email):
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create the owner account: staff with every right."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in: a member of staff or a shopper with an account.

    `is_staff` opens the back office; what a person may do there comes from memberships.
    `session_stamp` is copied into each session at sign-in; raising it ends all of them at once.
    """

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    locale = models.CharField(_("language"), max_length=12, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("staff"), default=False)
    session_stamp = models.PositiveIntegerField(default=1, editable=False)
    date_joined = models.DateTimeField(_("joined"), default=clock.now)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ("email",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="people_user_email_lower",
            ),
        )

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the e-mail address in its one spelling, whoever saves."""
        self.email = normalize_email(self.email)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Normalize before the uniqueness check of forms."""
        super().clean()
        self.email = normalize_email(self.email)

    def get_full_name(self) -> str:
        """Return the name people call this person by; Wagtail shows it in the menu."""
        return self.name or self.email

    def get_short_name(self) -> str:
        """Return the first word of the name, or the part before the @."""
        return self.name.split(" ")[0] if self.name else self.email.split("@")[0]

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Return what each session must carry to stay valid (AUT-09).

        Django compares it on every request and ends the session when it differs: after a new
        password, and whenever `session_stamp` was raised (rights or second factor changed).
        """
        return salted_hmac(
            "storecrew.people.session",
            f"{self.password}:{self.session_stamp}:{int(self.is_staff)}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()

    @property
    def first_name(self) -> str:
        """Wagtail and allauth ask for a first name; there is one name field."""
        return self.name

    @property
    def last_name(self) -> str:
        """There is one name field, so this is always empty."""
        return ""


class Team(models.Model):
    """A group of people; `parent` is the team it reports to (GEN-2: the chart is data)."""

    class Kind(models.TextChoices):
        """How a team sits in the organization."""

        CENTRAL = "central", _("Own team")
        EMBEDDED = "embedded", _("Embedded in another team")
        PARTNER = "partner", _("Outside partner")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.CENTRAL)
    parent = models.ForeignKey(
        "people.Team",
        verbose_name=_("reports to"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="people_team_not_own_parent",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """A named set of permission keys and the workspace its holders land in. Roles are rows.

    `offered` holds the keys that this role was ever given by the playbook, so that a new version adds its new
    rights once and never what the owner took away; empty for a role of one's own making (decision 0123).
    """

    code = models.CharField(
        _("code"), max_length=40, unique=True, validators=[RegexValidator(r"^[a-z][a-z0-9_]*$")]
    )
    name = models.CharField(_("name"), max_length=100)
    description = models.TextField(_("description"), blank=True)
    permissions = models.JSONField(_("permissions"), default=list, blank=True)
    offered = models.JSONField(null=True, editable=False)
    workspace = models.CharField(_("workspace"), max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(default=100)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ("position", "name")

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One person in one role in one team, limited to `scopes`.

    `scopes` maps "channel", "location" or "team" to a list of codes; a kind that is absent means all.
    """

    user = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="memberships")
    role = models.ForeignKey("people.Role", on_delete=models.PROTECT, related_name="memberships")
    team = models.ForeignKey(
        "people.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    scopes = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ("role__position", "id")
        constraints = (
            models.UniqueConstraint(fields=("user", "role", "team"), name="people_membership_once"),
            models.UniqueConstraint(
                fields=("user", "role"),
                condition=models.Q(team__isnull=True),
                name="people_membership_once_without_team",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} – {self.role}"


class Shift(models.Model):
    """Somebody works at a location from one instant to another; ``day`` is the local day it starts on.

    ``skill`` is what the person is there for ("pack"); ``break_minutes`` are not worked.
    """

    user = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="shifts")
    location_code = models.CharField(_("location"), max_length=50)
    day = models.DateField(_("day"))
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    break_minutes = models.PositiveSmallIntegerField(_("break"), default=0)
    skill = models.CharField(_("skill"), max_length=40)

    class Meta:
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")
        ordering = ("starts_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="people_shift_has_length"
            ),
        )
        indexes = (models.Index(fields=("location_code", "day", "skill"), name="people_shift_roster"),)

    def __str__(self) -> str:
        return f"{self.user} {self.day} {self.location_code}"


class Skill(models.Model):
    """What a person may do in a warehouse, and until when a training or safety check holds."""

    user = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="skills")
    skill = models.CharField(_("skill"), max_length=40)
    trained_on = models.DateField(_("trained on"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        ordering = ("skill", "id")
        constraints = (models.UniqueConstraint(fields=("user", "skill"), name="people_skill_once"),)

    def __str__(self) -> str:
        return f"{self.user} {self.skill}"


class ApiKey(models.Model):
    """A key by which a program acts at the interface for a person, with some of that person's rights.

    Only a hash of the secret is kept; ``prefix`` names the key in lists and in the token itself. What the
    person may no longer do, and see, the key may not either.
    """

    owner = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(_("name"), max_length=100)
    prefix = models.CharField(_("key"), max_length=12, unique=True)
    secret_hash = models.CharField(max_length=64)
    permissions = models.JSONField(_("permissions"), default=list)
    created_at = models.DateTimeField(_("issued"))
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_used_on = models.DateField(_("last used"), null=True, blank=True)

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="people_api_key_ends"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix})"


class SignInService(models.Model):
    """An outside service by which shoppers may sign in, switched on by an owner.

    ``settings`` holds what is no secret and only some kinds need, such as the address of the server.
    """

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=40)
    client_id = models.CharField(_("client id"), max_length=191, blank=True, default="")
    settings = models.JSONField(default=dict)
    sealed_secrets = models.TextField(blank=True, default="")
    enabled = models.BooleanField(_("switched on"), default=False)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = _("sign-in service")
        verbose_name_plural = _("sign-in services")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Device(models.Model):
    """A browser that somebody is signed in with, so that a list can name it and its session can be ended.

    ``browser`` is what it calls itself; the address of its network is not kept (decision 0220).
    """

    user = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, unique=True)
    browser = models.CharField(_("browser"), max_length=300, blank=True, default="")
    signed_in_at = models.DateTimeField(_("signed in"))
    seen_at = models.DateTimeField(_("last seen"))

    class Meta:
        verbose_name = _("signed-in device")
        verbose_name_plural = _("signed-in devices")
        ordering = ("-seen_at", "-id")

    def __str__(self) -> str:
        return self.browser


class Delegation(models.Model):
    """Rights that a person lends a colleague until a day, such as during a holiday.

    What the giver loses, the delegate loses too. Scopes stay the delegate's own.
    """

    giver = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    delegate = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="delegations")
    permissions = models.JSONField(_("permissions"), default=list)
    reason = models.CharField(_("reason"), max_length=300)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    ended_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="people_delegation_ends"
            ),
            models.CheckConstraint(
                condition=~models.Q(giver=models.F("delegate")), name="people_delegation_to_another"
            ),
        )

    def __str__(self) -> str:
        return f"{self.giver} → {self.delegate}"
