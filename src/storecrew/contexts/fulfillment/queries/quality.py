"""Reads of quality: the sample to audit, the figures of a period, and what a packaging change did."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import NamedTuple

from django.db.models import Avg, Count, Exists, OuterRef, Q, QuerySet, Sum

from storecrew.contexts.fulfillment.errors import UnknownWork
from storecrew.contexts.fulfillment.models import (
    DamageReport,
    PackagingAudit,
    PackagingChange,
    PackagingRating,
    PackagingRules,
    Parcel,
    ParcelLine,
    Shipment,
    ShipmentLine,
)
from storecrew.contexts.fulfillment.queries.work import visible_work
from storecrew.contexts.fulfillment.rules import quality
from storecrew.kernel.actor import Actor

EFFECT_DAYS = 30


class Quality(NamedTuple):
    """The figures of a period: parcels that left, those with damages or mistakes, audits and stars."""

    damaged: quality.Rate
    wrong: quality.Rate
    audits: quality.Rate
    """audits that passed, of all"""
    stars: float | None
    ratings: int


class Stars(NamedTuple):
    """What customers think of how an article comes packed: the mean of so many ratings, None without any."""

    mean: float | None
    ratings: int


class Effect(NamedTuple):
    """Damages per units sent and stars of an article, before a change was asked for and since it is done."""

    before: quality.Rate
    after: quality.Rate
    stars_before: Stars
    stars_after: Stars


def quality_of(actor: Actor, *, since: dt.datetime) -> Quality:
    """Return the figures of the actor's locations since an instant; four queries."""
    parcels = Parcel.objects.filter(fulfillment_order__in=visible_work(actor))
    left = parcels.filter(state=Parcel.State.HANDED_OVER, closed_at__gte=since).count()
    reports = DamageReport.objects.filter(at__gte=since)
    allowed = actor.scopes.get("location")
    if allowed is not None:
        reports = reports.filter(location__code__in=allowed)
    told = Q(parcel__isnull=False)
    found = reports.aggregate(
        damaged=Count("parcel", filter=told & Q(kind="damaged"), distinct=True),
        wrong=Count("parcel", filter=told & Q(kind__in=("wrong", "missing")), distinct=True),
    )
    audits = PackagingAudit.objects.filter(at__gte=since, parcel__in=parcels).aggregate(
        passed=Count("pk", filter=Q(passed=True)), all=Count("pk")
    )
    rated = PackagingRating.objects.filter(at__gte=since).aggregate(stars=Avg("stars"), n=Count("pk"))
    return Quality(
        quality.Rate(found["damaged"], left),
        quality.Rate(found["wrong"], left),
        quality.Rate(audits["passed"], audits["all"]),
        round(rated["stars"], 1) if rated["stars"] is not None else None,
        rated["n"],
    )


def to_audit(actor: Actor) -> list[Parcel]:
    """Return the closed parcels of the sample that nobody has audited and that the actor did not pack."""
    rows = Parcel.objects.filter(
        state=Parcel.State.CLOSED, audit__isnull=True, fulfillment_order__in=visible_work(actor)
    )
    rows = rows.exclude(packed_by_id=actor.id).select_related("fulfillment_order").order_by("closed_at")
    percent = packaging_thresholds().sample_percent
    return [row for row in rows[:500] if quality.in_sample(row.code, percent)]


def packaging_thresholds() -> quality.Thresholds:
    """Return from when on packaging has to change, and how many parcels are audited."""
    row = PackagingRules.objects.values(*quality.Thresholds._fields).first()
    return quality.Thresholds(**row) if row else quality.Thresholds()


def damages_of(sku: str, *, since: dt.datetime) -> QuerySet[DamageReport]:
    """Return the damages that name an article, or a parcel with it, since an instant."""
    about = Q(sku=sku) | Q(sku="", parcel__lines__line__sku=sku)
    return DamageReport.objects.filter(about, at__gte=since, kind="damaged").distinct()


def ratings_of(sku: str, *, since: dt.datetime) -> QuerySet[PackagingRating]:
    """Return the ratings of the orders that an article has left with, since an instant."""
    sent = ShipmentLine.objects.filter(order_line__sku=sku, shipment__order=OuterRef("order"))
    return PackagingRating.objects.filter(Exists(sent), at__gte=since)


def rated_articles(order_id: int) -> list[str]:
    """Return the SKUs that have left with an order."""
    rows = ShipmentLine.objects.filter(shipment__order_id=order_id)
    return sorted(set(rows.values_list("order_line__sku", flat=True)))


def visible_reports(actor: Actor) -> QuerySet[DamageReport]:
    """Return the damage reports of the actor's locations, and those that name none, for lists."""
    rows = DamageReport.objects.all()
    allowed = actor.scopes.get("location")
    return rows if allowed is None else rows.filter(Q(location__code__in=allowed) | Q(location=None))


def packaging_change(change_id: int) -> PackagingChange:
    """Return a packaging change; raises UnknownWork."""
    row = PackagingChange.objects.filter(pk=change_id).first()
    if row is None:
        raise UnknownWork(change=change_id)
    return row


def changes_asked_for(skus: Collection[str]) -> dict[str, int]:
    """Return the unfinished packaging change of each of these articles that has one."""
    rows = PackagingChange.objects.filter(sku__in=skus, state__in=("open", "accepted"))
    return dict(rows.values_list("sku", "pk"))


def effect_of(row: PackagingChange, *, at: dt.datetime) -> Effect:
    """Return the damages of a change's article per units sent in the days before it, and since it is done."""
    days = dt.timedelta(days=EFFECT_DAYS)
    before = _rate(row.sku, row.opened_at - days, row.opened_at)
    done = row.closed_at if row.state == PackagingChange.State.DONE else None
    after = _rate(row.sku, done, min(at, done + days)) if done else quality.Rate(0, 0)
    return Effect(
        before,
        after,
        _stars(row.sku, row.opened_at - days, row.opened_at),
        _stars(row.sku, done, min(at, done + days)) if done else Stars(None, 0),
    )


def may_rate(order_id: int) -> bool:
    """Say whether a customer may rate the packaging: something has arrived, and nobody rated it."""
    arrived = Shipment.objects.filter(order_id=order_id, delivered_at__isnull=False).exists()
    return arrived and not PackagingRating.objects.filter(order_id=order_id).exists()


def _stars(sku: str, since: dt.datetime, until: dt.datetime) -> Stars:
    found = ratings_of(sku, since=since).filter(at__lte=until).aggregate(mean=Avg("stars"), n=Count("pk"))
    return Stars(round(found["mean"], 1) if found["n"] else None, found["n"])


def _rate(sku: str, since: dt.datetime, until: dt.datetime) -> quality.Rate:
    period = Q(at__gte=since, at__lte=until, kind="damaged", cause__in=quality.PACKAGING)
    about = Q(sku=sku) | Q(sku="", parcel__lines__line__sku=sku)
    damaged = DamageReport.objects.filter(period & about).distinct().count()
    sent = ParcelLine.objects.filter(
        line__sku=sku, parcel__shipment__shipped_at__gte=since, parcel__shipment__shipped_at__lte=until
    ).aggregate(units=Sum("quantity", default=0))["units"]
    return quality.Rate(damaged, sent)
