"""What promotions do to a cart: one question for cart, order, preview and simulation."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from storecrew.contexts.promotions.facts import (
    Basket,
    Check,
    CodeAnswer,
    GivenCode,
    Loss,
    Request,
    Share,
    Verdict,
    Win,
)
from storecrew.contexts.promotions.queries import active, asking, sentences
from storecrew.contexts.promotions.rules import benefits, engine
from storecrew.contexts.promotions.rules.index import Index
from storecrew.contexts.promotions.rules.terms import Terms

NOTHING = Verdict()


@dataclass(frozen=True, slots=True)
class Offer:
    """The promotions of one cart. Shipping is asked per method, since each has a price of its own."""

    basket: Basket | None = None
    verdict: Verdict = NOTHING
    terms: Mapping[int, Terms] = field(default_factory=dict, hash=False)
    labels: Mapping[int, str] = field(default_factory=dict, hash=False)
    codes: tuple[CodeAnswer, ...] = ()

    @property
    def applied(self) -> tuple[int, ...]:
        """The promotions that apply."""
        return tuple(win.promotion_id for win in self.verdict.wins)

    def shipping_shares(self, method: str, price: int) -> tuple[Share, ...]:
        """Return what is taken off a shipping method; together never more than it costs (MON-08)."""
        shares, left = [], price
        for win in self.verdict.wins:
            if win.lane != "shipping" or self.basket is None:
                continue
            off = benefits.shipping_off(self.terms[win.promotion_id], method, price, self.basket.currency)
            if cut := min(off, left):
                left -= cut
                shares.append(self._share(win, None, cut))
        return tuple(shares)

    def line_shares(self) -> tuple[Share, ...]:
        """Return what is taken off each line by each promotion."""
        return tuple(
            self._share(win, key, amount) for win in self.verdict.wins for key, amount in win.lines.items()
        )

    def _share(self, win: Win, key: int | None, amount: int) -> Share:
        label = self.labels.get(win.promotion_id, "")
        return Share(win.promotion_id, win.revision, label, win.code, key, amount)


NO_OFFER = Offer()


def offer(request: Request) -> Offer:
    """Return what the active promotions do to a cart; one statement while there are none.

    Promotions with a cap are looked up again when they would win: what is shown is what can be claimed.
    """
    found = active.active()
    if not found.index and not request.codes:
        return NO_OFFER
    basket = asking.basket(request, found.index)
    verdict = judge(basket, found.index)
    winning = [win.promotion_id for win in verdict.wins]
    labels = {key: sentences.in_locale(found.sentences[key], request.locale) for key in winning}
    terms = {key: found.index.by_id[key] for key in winning}
    answers = tuple(_answer(code, verdict, found.index, request) for code in basket.codes)
    return Offer(basket, verdict, terms, labels, answers)


def judge(basket: Basket, index: Index, *, also: int | None = None) -> Verdict:
    """Evaluate a basket, and again without those whose cap is reached, until every winner can be claimed.

    ``also`` is looked at even where the basket has nothing of it, so that its reason is told.
    """
    candidates: Sequence[Terms] = index.candidates(basket)
    if also is not None and all(terms.id != also for terms in candidates):
        candidates = sorted((*candidates, index.by_id[also]), key=lambda terms: terms.id)
    losses: list[Loss] = []
    about = None if also is None else index.by_id[also]
    while True:
        verdict = engine.evaluate(basket, candidates, about=about)
        capped = {
            win.promotion_id: win
            for win in verdict.wins
            if index.by_id[win.promotion_id].capped and win.promotion_id not in basket.claimed
        }
        spending = {key: (win.amount, win.units) for key, win in capped.items()}
        gone = asking.exhausted(capped, spending) if capped else {}
        if not gone:
            every_loss = sorted((*verdict.losses, *losses), key=lambda x: x.promotion_id)
            return Verdict(verdict.wins, tuple(every_loss), verdict.of_goods)
        for key, (condition, cap, used) in gone.items():
            win = capped[key]
            losses.append(Loss(key, win.revision, Check(condition, False, cap, used), win.code))
        candidates = [terms for terms in candidates if terms.id not in gone]


def _answer(code: GivenCode, verdict: Verdict, index: Index, request: Request) -> CodeAnswer:
    """Say what became of a code, in the shopper's words."""
    if any(win.promotion_id == code.promotion_id for win in verdict.wins) and not code.problem:
        return CodeAnswer(code.text, True, "", "", code.promotion_id)
    check = _why(code, verdict.losses, index)
    sentence = sentences.for_shopper(check, currency=request.currency, locale=request.locale)
    return CodeAnswer(code.text, False, sentence, check.code, code.promotion_id)


def _why(code: GivenCode, losses: Collection[Loss], index: Index) -> Check:
    if code.problem or code.promotion_id is None:
        return Check(f"code_{code.problem or 'unknown'}", False, None, code.text)
    if code.promotion_id not in index.by_id:
        return Check("not_running", False, None, code.text)
    found = next((loss.check for loss in losses if loss.promotion_id == code.promotion_id), None)
    return found or Check("saving", False)
