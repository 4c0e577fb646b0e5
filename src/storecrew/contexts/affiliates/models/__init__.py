"""Tables of affiliates.

What a partner earns is a ledger: entries with a sign. What is due is always their sum, never a stored number.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Partner(models.Model):
    """Somebody who brings shoppers by a link or a code, with what was agreed."""

    class Kind(models.TextChoices):
        """What they are."""

        AFFILIATE = "affiliate", _("Affiliate")
        CREATOR = "creator", _("Creator")

    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    # Stands in the link and, with a promotion, is the code that shoppers type. Capitals.
    code = models.CharField(_("code"), max_length=40, unique=True)
    page_url = models.URLField(_("page"), max_length=300, blank=True)
    rate_bp = models.PositiveIntegerField(_("commission"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    hold_days = models.PositiveSmallIntegerField(_("days on hold"), default=30)
    agreement = models.TextField(_("what was agreed"), blank=True)
    # How the partner marks paid posts, and what was seen when somebody looked.
    disclosure = models.CharField(_("disclosure"), max_length=300, blank=True)
    disclosure_at = models.DateTimeField(_("disclosure looked at"), null=True)
    # Whether products are sent only after the contract was signed, since when it is, where it is kept.
    signature_needed = models.BooleanField(_("products only after signing"), default=False)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    contract = models.CharField(_("contract"), max_length=300, blank=True, default="")
    iban = models.CharField(_("IBAN"), max_length=34, blank=True)
    promotion = models.ForeignKey(
        "promotions.Promotion", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    active = models.BooleanField(_("active"), default=True)
    # A link to the partner's own page names this number; a new one ends all links.
    link_number = models.PositiveIntegerField(default=1)
    # Payouts of one partner follow one another by this number.
    payouts_made = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("made"))

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        constraints = [
            models.CheckConstraint(condition=Q(rate_bp__lte=5000), name="affiliates_rate"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="affiliates_term"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Referral(models.Model):
    """A cart whose shopper came by a partner's link; the last link counts."""

    cart_token = models.CharField(max_length=64, unique=True)
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+")
    clicked_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"referral by {self.partner_id}"


class Commission(models.Model):
    """What a partner gets for one order; at most one per order, whoever brought it."""

    class State(models.TextChoices):
        """Where it stands."""

        PENDING = "pending", _("On hold")
        FLAGGED = "flagged", _("To decide")
        DUE = "due", _("To pay out")
        PAID = "paid", _("Paid")
        VOID = "void", _("Void")

    class Via(models.TextChoices):
        """How the shopper came."""

        LINK = "link", _("Link")
        CODE = "code", _("Code")

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="commissions")
    order = models.OneToOneField("orders.Order", on_delete=models.PROTECT, related_name="+")
    via = models.CharField(_("came by"), max_length=4, choices=Via.choices)
    currency = models.CharField(max_length=3)
    # Net value of the goods, and what of it was given back.
    base = models.BigIntegerField(_("goods"))
    rate_bp = models.PositiveIntegerField(_("rate"))
    amount = models.BigIntegerField(_("commission"))
    clawed = models.BigIntegerField(_("clawed back"), default=0)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.PENDING)
    # "", "pay" or "refuse": what a person said of a flagged one.
    decision = models.CharField(_("decision"), max_length=6, blank=True, default="")
    # "email", "phone" or "door": by what buyer and partner are the same person.
    flag = models.CharField(_("flag"), max_length=10, blank=True)
    hold_until = models.DateTimeField(_("on hold until"))
    booked_at = models.DateTimeField(_("booked"))

    class Meta:
        ordering = ["-booked_at", "-id"]
        verbose_name = _("commission")
        verbose_name_plural = _("commissions")
        constraints = [
            models.CheckConstraint(
                condition=Q(clawed__gte=0) & Q(clawed__lte=F("amount")), name="affiliates_clawed_within"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "hold_until"], name="affiliates_hold"),
            models.Index(fields=["partner", "-booked_at"], name="affiliates_by_partner"),
        ]

    def __str__(self) -> str:
        return f"commission on order {self.order_id}"


class Payout(models.Model):
    """Money that was given to a partner."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="payouts")
    number = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField(_("amount"))
    made_at = models.DateTimeField(_("made"))
    made_by = models.CharField(_("made by"), max_length=200, blank=True)
    # When a file for the bank had it; a file of new payouts has only those that none had.
    filed_at = models.DateTimeField(_("in a file for the bank"), null=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["partner", "number"], name="affiliates_payout_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="affiliates_payout_positive"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """What stands on the bank statement."""
        return f"P{self.partner_id}-{self.number}"


class Entry(models.Model):
    """One line of the ledger: earned (+), clawed back (-), given again (+), paid (-)."""

    class Kind(models.TextChoices):
        """What moved."""

        EARNED = "earned", _("Earned")
        CLAWED = "clawed", _("Clawed back")
        PAID = "paid", _("Paid")
        RESTORED = "restored", _("Given again")

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="entries")
    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, null=True, related_name="entries")
    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, null=True, related_name="entries")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["commission"], condition=Q(kind="earned"), name="affiliates_earned_once"
            ),
            models.CheckConstraint(
                condition=(Q(kind__in=["earned", "restored"]) & Q(amount__gte=0))
                | (~Q(kind__in=["earned", "restored"]) & Q(amount__lte=0)),
                name="affiliates_entry_sign",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"


class Seeding(models.Model):
    """Products that were sent to a partner for nothing, by an order of their own that is no sale.

    ``cost_center`` is where bookkeeping puts goods and shipping; ``campaign`` is the code of a campaign's
    links, empty for none. Where it is on its way is the order's to say.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="seedings")
    order = models.OneToOneField("orders.Order", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64, unique=True)
    campaign = models.CharField(_("campaign"), max_length=60, blank=True, db_index=True)
    cost_center = models.CharField(_("cost center"), max_length=40)
    currency = models.CharField(max_length=3)
    note = models.CharField(_("what for"), max_length=300)
    sent_by = models.CharField(_("by"), max_length=200)
    agreed_by = models.CharField(_("agreed to by"), max_length=200, blank=True)
    made_at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["-made_at", "-id"]
        verbose_name = _("product seeding")
        verbose_name_plural = _("product seedings")

    def __str__(self) -> str:
        return f"products for {self.partner_id}"


class SeedingLine(models.Model):
    """Units of one article and what one of them cost us when it was sent; None where nobody knew."""

    seeding = models.ForeignKey(Seeding, on_delete=models.CASCADE, related_name="lines")
    order_line = models.OneToOneField("orders.OrderLine", on_delete=models.PROTECT, related_name="+")
    variant = models.ForeignKey("catalog.Variant", on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    unit_cost = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0) & (Q(unit_cost=None) | Q(unit_cost__gte=0)),
                name="affiliates_seeding_line_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.variant_id}"
