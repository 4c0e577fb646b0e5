"""Starter pages in English."""

from __future__ import annotations

from storecrew.contexts.content.starter.page import StarterPage, faq, text

PAGES = (
    StarterPage(
        "help",
        "Questions and contact",
        "The answers people look for most, and how to reach us.",
        (
            faq(
                "Ordering",
                (
                    ("Do I need an account?", "No. You can order with an email address. After the order you may turn it into an account with one password."),
                    ("Can I change or cancel my order?", "Open the link in your confirmation mail. As long as nothing has left our warehouse you can cancel there, and the money goes back the way it came."),
                    ("Where is my order?", "The same link shows every step, the parcels and their tracking numbers."),
                ),
            ),
            faq(
                "Delivery",
                (
                    ("What does delivery cost?", "The cart shows the cost before you give us any details, and the exact amount as soon as we know the address."),
                    ("When will it arrive?", "Each delivery method in the checkout names the day on which the parcel should reach you."),
                    ("Where do you deliver?", "To all countries offered in the checkout's list of countries."),
                ),
            ),
            faq(
                "Returns and payment",
                (
                    ("How do I send something back?", "Write to us with your order number. We answer with the address and the next steps."),
                    ("How can I pay?", "The checkout shows every way to pay before you order. You are charged the total that you saw there, never another one."),
                ),
            ),
        ),
    ),
    StarterPage(
        "delivery",
        "Delivery",
        "What it costs, how long it takes, and how you follow it.",
        (
            text(
                "<h2>Costs</h2><p>The cart shows delivery costs from the first product on. They depend on where the parcel goes, "
                "what it weighs and what it is worth; above a certain value delivery may be free, and the cart says how far away you are.</p>"
                "<h2>Days</h2><p>In the checkout each method names the day of arrival, not only a speed. Sundays and public holidays are not counted.</p>"
                "<h2>Following a parcel</h2><p>When a parcel leaves, we send a mail with the carrier and the tracking number. "
                "The link in your confirmation shows the same at any time.</p>"
            ),
        ),
    ),
    StarterPage(
        "returns",
        "Returns",
        "You changed your mind, or something is not right.",
        (
            text(
                "<h2>Changed your mind</h2><p>Consumers in the European Union may withdraw from a purchase within 14 days of receiving the goods, "
                "consumers in Korea within 7 days, without giving a reason.</p>"
                "<h2>How to do it</h2><ol><li>Write to us with your order number.</li><li>Send the goods back within 14 days.</li>"
                "<li>We pay back what you paid, the way you paid.</li></ol>"
                "<h2>Something is broken</h2><p>Tell us what happened, with a photo if you can. We repair, replace or pay back.</p>"
            ),
        ),
    ),
    StarterPage(
        "privacy",
        "Privacy",
        "What we know about you, why, and how you get rid of it.",
        (
            text(
                "<h2>What we keep</h2><p>For an order: name, addresses, email, phone, what was bought and paid. For an account: your profile and saved addresses.</p>"
                "<h2>Why</h2><p>To deliver, to answer your questions, and because tax law wants invoices kept. For nothing else without your consent.</p>"
                "<h2>Cookies</h2><p>One cookie remembers the cart, one the shop you chose, one the sign-in. There is no tracking, and no page loads anything from third parties.</p>"
                "<h2>Your rights</h2><p>In your account you can download everything we know about you and delete it. Without an account, write to us.</p>"
            ),
        ),
    ),
    StarterPage(
        "terms",
        "Terms",
        "The rules of buying here, in plain words.",
        (
            text(
                "<h2>The contract</h2><p>Products in the shop are an invitation. By pressing the button that names the total you order; "
                "the contract is made when we confirm.</p><h2>Prices</h2><p>The price is the one shown when you order. If it changes while you check out, you are told and asked again.</p>"
                "<h2>Delivery and risk</h2><p>We deliver to the address you gave. The risk passes to you with the parcel.</p>"
                "<h2>Warranty</h2><p>The legal warranty applies.</p>"
            ),
        ),
    ),
    StarterPage(
        "accessibility",
        "Accessibility",
        "Everybody should be able to buy here. This page says how we try, and how to tell us where we fail.",
        (
            text(
                "<h2>What we aim for</h2><p>The shop follows the Web Content Accessibility Guidelines (WCAG) 2.2, level AA, which the European standard EN 301 549 builds on.</p>"
                "<h2>What works</h2><ul><li>Everything can be done by keyboard, and what has the focus is always visible.</li>"
                "<li>Pages can be enlarged to 400 percent and follow your settings for dark colors, high contrast and less motion.</li>"
                "<li>You can browse and order without JavaScript.</li>"
                "<li>Forms say what is wrong in words, next to the field and at the top, and never lose what you typed.</li>"
                "<li>Passwords can be pasted, and a passkey needs no typing at all.</li></ul>"
                "<h2>What may not work yet</h2><p>Some product pictures come from manufacturers without a good description. We add descriptions step by step.</p>"
                "<h2>How we check</h2><p>Every template of the shop is tested automatically with axe-core before a release.</p>"
                "<h2>Who decides when we disagree</h2><p>If our answer does not help you, turn to the authority for market surveillance of your country.</p>"
            ),
        ),
    ),
    StarterPage(
        "about",
        "About us",
        "Who is behind this shop.",
        (text("<p>Tell your visitors who you are, what you make and why they can trust you. This text is yours to rewrite in the back office.</p>"),),
    ),
)  # fmt: skip

MENUS = {
    "service": (("Delivery", "page:delivery"), ("Returns", "page:returns")),
    "company": (("About us", "page:about"),),
    "legal": (("Terms", "page:terms"), ("Privacy", "page:privacy")),
}
