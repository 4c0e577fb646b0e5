"""The record of an experiment: the plan, its health, and results when they may be seen."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.contexts.insights import public as insights
from storecrew.contexts.insights.models import Experiment
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.record import (
    Action,
    Fact,
    FactGroup,
    Record,
    Related,
    Table,
    render_record,
)
from storecrew.surfaces.ui.numbers import percent
from storecrew.surfaces.workspaces.marketing_manager.experiments import words
from storecrew.surfaces.workspaces.marketing_manager.experiments.words import LETTERS
from storecrew.surfaces.workspaces.marketing_manager.insights.frame import number


@workspace_page(permission="reports.read")
def record(request: HttpRequest, experiment_id: int) -> HttpResponse:
    """Show an experiment."""
    row = insights.find_experiment(experiment_id)
    found = insights.experiment_reading(row)
    actions = _actions(row) if request_actor(request).can("insights.write") else []
    shown = Record(
        title=row.name,
        record="insights.experiment",
        record_id=row.pk,
        subtitle=row.hypothesis,
        status=[words.status(row)],
        next_step=words.next_step(row, found),
        actions=actions,
        groups=[_plan(row), *([_decision(row)] if row.decided_at else [])],
        tables=_tables(row, found),
        related=_related(row, found),
        back_url=reverse("experiments"),
        back_label=_("Experiments"),
        icon="view",
    )
    return render_record(request, shown)


def _actions(row: Experiment) -> list[Action]:
    def post(label: str, name: str, **more: str) -> Action:
        return Action(label, reverse("experiment_step", args=[row.pk, name]), post=True, **more)  # type: ignore[arg-type]

    decide = Action(_("Decide"), reverse("experiment_decide", args=[row.pk]), tone="strong")
    if row.state == "draft":
        edit = Action(_("Edit"), reverse("experiment_edit", args=[row.pk]))
        return [post(_("Start"), "start", tone="strong"), edit, post(_("Delete"), "delete", tone="danger")]
    if row.state in insights.OPEN_EXPERIMENTS:
        return [decide, post(_("Pause"), "pause")]
    if row.state == "paused":
        harm = _("It does harm. Let it go on all the same, until the harm grows by a tenth?")
        is_by_harm = words.paused(row) != row.paused_why
        return [decide, post(_("Let it go on"), "resume", confirm=harm if is_by_harm else "")]
    return [post(_("Take it back"), "withdraw", tone="danger")] if row.in_effect else []


def _plan(row: Experiment) -> FactGroup:
    plan = insights.plan_of(row)
    return FactGroup(
        _("The plan"),
        [
            Fact(_("What differs"), row.get_kind_display()),
            Fact(_("Pages"), words.where(row)),
            Fact(_("Shop"), row.channel.name),
            Fact(_("Who decides"), row.owner),
            *(
                [Fact(_("Campaign"), row.campaign.name, url=reverse("campaign", args=[row.campaign_id]))]
                if row.campaign
                else []
            ),
            Fact(_("What decides"), row.get_metric_display()),
            Fact(_("As it is today"), words.value(row, row.baseline)),
            Fact(
                _("Smallest change worth finding"),
                f"{percent(plan.effect, 1, 0)} ({words.value(row, plan.delta, signed=True)})",
            ),
            Fact(_("When it is read"), row.get_method_display()),
            Fact(
                _("Chance of a false alarm, chance to find it"),
                f"{percent(row.alpha, 1, 0)}, {percent(row.power, 1, 0)}",
            ),
            Fact(_("Visitors it needs"), number(sum(row.required))),
            Fact(_("How long that takes"), words.duration(row)),
            Fact(_("Started"), row.started_at, "datetime") if row.started_at else Fact(_("Started"), "–"),
        ],
    )


def _decision(row: Experiment) -> FactGroup:
    known = row.known
    findings = [
        _("%(letter)s: %(difference)s, between %(least)s and %(most)s")
        % {
            "letter": LETTERS[one["variant"]],
            "difference": words.value(row, one["difference"], signed=True),
            "least": words.value(row, one["least"], signed=True),
            "most": words.value(row, one["most"], signed=True),
        }
        for one in known.get("findings", ())
    ]
    what = LETTERS[row.winner or 0]
    return FactGroup(
        _("The decision"),
        [
            Fact(_("Decision"), _("Take %(what)s") % {"what": what} if row.winner else _("Keep A")),
            Fact(_("Decided"), row.decided_at, "datetime"),
            Fact(_("Why"), row.reason),
            Fact(_("Known then"), "; ".join(findings) or _("no result yet")),
            Fact(_("Visitors then"), ", ".join(number(one) for one in known.get("visitors", ()))),
        ],
    )


def _tables(row: Experiment, found: insights.ExperimentReading) -> list[Table]:
    return [
        _results(row, found),
        *([_others(row, found)] if found.others else []),
        _health(row, found),
        _rails(row, found),
    ]


def _results(row: Experiment, found: insights.ExperimentReading) -> Table:
    return Table(
        _("Result: %(metric)s") % {"metric": row.get_metric_display()},
        (_("Variant"), _("A"), _("Variant's value"), _("Difference"), _("Surely between"), _("What it says")),
        [
            (
                f"{LETTERS[one.variant]}: {words.content(row, one.variant)}",
                words.value(row, one.control),
                words.value(row, one.value),
                words.value(row, one.difference, signed=True),
                f"{words.value(row, one.least, signed=True)} … {words.value(row, one.most, signed=True)}",
                words.verdict(row, one),
            )
            for one in found.findings
        ],
        empty=_("It has not begun.") if row.state == "draft" else words.hidden(row, found),
        kinds=("text", "number", "number", "number", "text", "status"),
    )  # fmt: skip


def _others(row: Experiment, found: insights.ExperimentReading) -> Table:
    return Table(
        _("Other metrics, corrected for their number"),
        (_("Variant"), _("Metric"), _("A"), _("Variant's value"), _("Chance value"), _("What it says")),
        [
            (
                LETTERS[one.variant],
                words.metric_words(one.metric),
                words.value(row, one.control, one.metric),
                words.value(row, one.value, one.metric),
                percent(chance, 1),
                words.verdict(row, one)
                if chance <= row.alpha
                else Status(_("No difference that is more than chance"), "neutral"),
            )
            for one, chance in zip(found.others, found.chances, strict=True)
        ],
        kinds=("text", "text", "number", "number", "number", "status"),
    )


def _health(row: Experiment, found: insights.ExperimentReading) -> Table:
    whole = sum(one.visitors for one in found.sums)
    weights = [one["weight"] for one in row.variants]
    return Table(
        _("Visitors by variant"),
        (_("Variant"), _("Planned share"), _("Visitors"), _("Share so far"), _("Needed")),
        [
            (
                f"{LETTERS[place]}: {words.content(row, place)}",
                percent(weights[place], sum(weights), 0),
                number(one.visitors),
                percent(one.visitors, whole),
                number(row.required[place]),
            )
            for place, one in enumerate(found.sums)
        ],
        kinds=("text", "number", "number", "number", "number"),
    )


def _rails(row: Experiment, found: insights.ExperimentReading) -> Table:
    def verdict(rail: insights.Rail) -> Status:
        if rail.finding is None:
            return Status(_("Too few buyers to say"), "neutral")
        if not rail.broken:
            return Status(_("Holds"), "good")
        bound = insights.let_pass_up_to(row, rail)
        if row.state in insights.OPEN_EXPERIMENTS and rail.finding.value <= bound:
            return Status(_("Does harm, let pass up to %(share)s") % {"share": percent(bound, 1)}, "warning")
        return Status(_("Does harm"), "bad")

    return Table(
        _("Guard-rails"),
        (_("Variant"), _("What must not rise"), _("A"), _("Variant's value"), _("Bound"), _("What it says")),
        [
            (
                LETTERS[rail.variant],
                words.RAILS[rail.name],
                percent(rail.finding.control, 1) if rail.finding else "–",
                percent(rail.finding.value, 1) if rail.finding else "–",
                f"+{percent(rail.bound, 1)}",
                verdict(rail),
            )
            for rail in found.rails
        ],
        kinds=("text", "text", "number", "number", "number", "status"),
    )


def _related(row: Experiment, found: insights.ExperimentReading) -> list[Related]:
    healthy = found.ratio >= insights.MISMATCH
    if not any(one.visitors for one in found.sums):
        ratio = _("Nobody took part yet.")
    elif healthy:
        ratio = _("Visitors are handed out as planned.")
    else:
        ratio = _("Visitors are not handed out as planned: nothing is read from this experiment.")
    boxes = [Related(_("Sample ratio"), text=ratio)]
    if row.paused_why and row.state == "paused":
        boxes.append(Related(_("Why it is paused"), text=words.paused(row)))
    boxes.append(
        Related(
            _("Who takes part"),
            text=_(
                "Only browsers whose owners agreed to be recognized. All others see A and are not counted. "
                "What a browser did is forgotten with the decision; the sums stay."
            ),
        )
    )
    return boxes
