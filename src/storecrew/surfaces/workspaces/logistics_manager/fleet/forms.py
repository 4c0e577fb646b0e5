"""Forms of the fleet. Weights are typed in kilograms, money in units of the currency, places in degrees."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.fleet import public as fleet
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.people import public as people
from storecrew.kernel.money import Money, exponent
from storecrew.surfaces.workspaces.logistics_manager.fleet import words

DATE = forms.DateInput(attrs={"type": "date"})
TIME = forms.TimeInput(attrs={"type": "time"})


def places() -> list[tuple[str, str]]:
    """Return the locations that are used."""
    return [(place.code, place.name) for place in inventory.locations() if place.active]


class VehicleForm(forms.Form):
    """What a vehicle is, holds and costs."""

    code = forms.SlugField(label=_("Code"), max_length=40)
    name = forms.CharField(label=_("Name"), max_length=100)
    plate = forms.CharField(label=_("Plate"), max_length=20, required=False)
    depot = forms.ChoiceField(label=_("Depot"))
    licence_class = forms.ChoiceField(label=_("Licence"), choices=[(each, each) for each in fleet.CLASSES])
    kilograms = forms.IntegerField(label=_("Holds, kg"), min_value=1, max_value=40_000)
    max_volume_l = forms.IntegerField(label=_("Holds, liters"), min_value=1, max_value=200_000)
    max_stops = forms.IntegerField(label=_("Most stops of a trip"), min_value=1, max_value=500, initial=80)
    currency = forms.CharField(label=_("Currency"), min_length=3, max_length=3, initial="EUR")
    km = forms.DecimalField(
        label=_("Cost of a kilometer"), min_value=0, max_digits=12, decimal_places=4, initial=0
    )
    hour = forms.DecimalField(
        label=_("Cost of an hour with its driver"), min_value=0, max_digits=12, decimal_places=4, initial=0
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["depot"].choices = places()  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return the arguments of ``fleet.save_vehicle``."""
        data = dict(self.cleaned_data)
        data["max_weight_g"] = data.pop("kilograms") * 1000
        data["expected_version"] = data.pop("version")
        for field, name in (("km", "cost_per_km_amount"), ("hour", "cost_per_hour_amount")):
            data[name] = Money.parse(
                str(round(data.pop(field), exponent(data["currency"]))), data["currency"]
            ).amount
        return data


class OutForm(forms.Form):
    """Why a vehicle is off the road."""

    because = forms.CharField(label=_("Why"), max_length=200)


class CheckForm(forms.Form):
    """What is due, and when."""

    kind = forms.ChoiceField(label=_("What"), choices=words.choices(words.CHECKS))
    due_on = forms.DateField(label=_("Due on"), widget=DATE)
    lead_days = forms.IntegerField(
        label=_("Days before, for the task"), min_value=0, max_value=365, initial=30
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class DoneForm(forms.Form):
    """What was done, and when it is due again."""

    done_on = forms.DateField(label=_("Done on"), widget=DATE)
    next_due = forms.DateField(label=_("Due again on"), widget=DATE, required=False)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class DriverForm(forms.Form):
    """Who drives, with which licence."""

    user_id = forms.TypedChoiceField(label=_("Person"), coerce=int)
    depot = forms.ChoiceField(label=_("Depot"))
    licence_classes = forms.MultipleChoiceField(
        label=_("Classes of licence"),
        choices=[(each, each) for each in fleet.CLASSES],
        widget=forms.CheckboxSelectMultiple,
    )
    licence_until = forms.DateField(label=_("Licence holds until"), widget=DATE)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    active = forms.BooleanField(label=_("Drives for us"), required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user_id"].choices = people.staff_choices()  # type: ignore[attr-defined]
        self.fields["depot"].choices = places()  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return the arguments of ``fleet.save_driver``."""
        data = dict(self.cleaned_data)
        data["expected_version"] = data.pop("version")
        return data


class PlaceForm(forms.Form):
    """Latitude and longitude in degrees."""

    latitude = forms.DecimalField(
        label=_("Latitude"),
        min_value=-90,
        max_value=90,
        max_digits=9,
        decimal_places=6,
        help_text="52.520008",
    )
    longitude = forms.DecimalField(
        label=_("Longitude"),
        min_value=-180,
        max_value=180,
        max_digits=9,
        decimal_places=6,
        help_text="13.404954",
    )

    def point(self) -> fleet.Point:
        """Return the place."""
        data = self.cleaned_data
        return fleet.Point(int(data["latitude"] * 1_000_000), int(data["longitude"] * 1_000_000))


class DepotForm(PlaceForm):
    """Where vehicles leave, and when."""

    location = forms.ChoiceField(label=_("Location"))
    opens = forms.TimeField(label=_("Vehicles leave from"), widget=TIME, initial="07:00")
    closes = forms.TimeField(label=_("And are back by"), widget=TIME, initial="19:00")
    timezone = forms.CharField(label=_("Time zone"), max_length=40, initial="Europe/Berlin")
    field_order = ("location", "latitude", "longitude", "opens", "closes", "timezone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["location"].choices = places()  # type: ignore[attr-defined]


class PostalForm(PlaceForm):
    """Where post codes lie."""

    country = forms.CharField(label=_("Country, two letters"), min_length=2, max_length=2)
    begins_with = forms.CharField(label=_("Post codes that begin with"), max_length=12)
    name = forms.CharField(label=_("Name"), max_length=80, required=False)
    field_order = ("country", "begins_with", "name", "latitude", "longitude")


class PickupForm(forms.Form):
    """What is to be fetched, where and when."""

    reference = forms.CharField(label=_("For what, such as the return's number"), max_length=100)
    order_ref = forms.CharField(label=_("Order"), max_length=100, required=False)
    name = forms.CharField(label=_("Name"), max_length=200)
    street = forms.CharField(label=_("Street"), max_length=200)
    postal_code = forms.CharField(label=_("Post code"), max_length=20)
    city = forms.CharField(label=_("City"), max_length=100)
    country = forms.CharField(label=_("Country, two letters"), min_length=2, max_length=2, initial="DE")
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    day = forms.DateField(label=_("From which day"), widget=DATE)
    window_from = forms.TimeField(label=_("Not before"), widget=TIME, required=False)
    window_until = forms.TimeField(label=_("Not after"), widget=TIME, required=False)
    kilograms = forms.IntegerField(label=_("About how heavy, kg"), min_value=0, max_value=5_000, initial=5)
    note = forms.CharField(label=_("For the driver"), max_length=300, required=False)
