"""Every table of this context in one step: what a new installation runs (decision 0227)."""

import django.db.models.deletion
import modelcluster.fields
import wagtail.fields
from django.db import migrations, models

import storecrew.contexts.content.blocks


class Migration(migrations.Migration):
    replaces = [
        ("content", "0001_initial"),
        ("content", "0002_landing_pages"),
        ("content", "0003_themes"),
        ("content", "0004_wording"),
    ]

    initial = True

    dependencies = [
        ("channels", "initial_squashed_0002_launches"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="HomePage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [("hero", 7), ("rich_text", 8), ("product_grid", 12), ("faq", 18), ("banner", 20)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.images.blocks.ImageChooserBlock",
                                (),
                                {"label": "picture", "required": False},
                            ),
                            1: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Leave empty when the picture is only decoration.",
                                    "label": "what the picture shows",
                                    "max_length": 200,
                                    "required": False,
                                },
                            ),
                            2: ("wagtail.blocks.CharBlock", (), {"label": "heading", "max_length": 80}),
                            3: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "text", "max_length": 300, "required": False},
                            ),
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "words", "max_length": 60, "required": False},
                            ),
                            5: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "A path of this shop such as /c/chairs/, or an address that starts with https://.",  # noqa: E501
                                    "label": "link",
                                    "max_length": 500,
                                    "required": False,
                                    "validators": [storecrew.contexts.content.blocks.check_link],
                                },
                            ),
                            6: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 4), ("url", 5)]],
                                {"label": "button", "required": False},
                            ),
                            7: (
                                "wagtail.blocks.StructBlock",
                                [[("image", 0), ("alt", 1), ("heading", 2), ("text", 3), ("link", 6)]],
                                {},
                            ),
                            8: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": [
                                        "h2",
                                        "h3",
                                        "bold",
                                        "italic",
                                        "ol",
                                        "ul",
                                        "link",
                                        "document-link",
                                        "hr",
                                    ],
                                    "icon": "pilcrow",
                                    "label": "Text",
                                },
                            ),
                            9: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": storecrew.contexts.content.blocks.category_choices,
                                    "label": "category",
                                    "required": False,
                                },
                            ),
                            10: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "The collection's address name, such as gifts.",
                                    "label": "or collection",
                                    "max_length": 200,
                                    "required": False,
                                },
                            ),
                            11: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"default": 8, "label": "how many", "max_value": 24, "min_value": 2},
                            ),
                            12: (
                                "wagtail.blocks.StructBlock",
                                [[("heading", 2), ("category", 9), ("collection", 10), ("count", 11)]],
                                {},
                            ),
                            13: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "heading", "max_length": 80, "required": False},
                            ),
                            14: ("wagtail.blocks.CharBlock", (), {"label": "question", "max_length": 200}),
                            15: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "italic", "ol", "ul", "link"], "label": "answer"},
                            ),
                            16: ("wagtail.blocks.StructBlock", [[("question", 14), ("answer", 15)]], {}),
                            17: ("wagtail.blocks.ListBlock", (16,), {"label": "questions"}),
                            18: ("wagtail.blocks.StructBlock", [[("heading", 13), ("questions", 17)]], {}),
                            19: ("wagtail.blocks.CharBlock", (), {"label": "heading", "max_length": 100}),
                            20: (
                                "wagtail.blocks.StructBlock",
                                [[("heading", 19), ("text", 3), ("link", 6)]],
                                {},
                            ),
                        },
                        verbose_name="blocks",
                    ),
                ),
            ],
            options={
                "verbose_name": "home page",
                "verbose_name_plural": "home pages",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="ContentPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [("hero", 7), ("rich_text", 8), ("product_grid", 12), ("faq", 18), ("banner", 20)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.images.blocks.ImageChooserBlock",
                                (),
                                {"label": "picture", "required": False},
                            ),
                            1: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Leave empty when the picture is only decoration.",
                                    "label": "what the picture shows",
                                    "max_length": 200,
                                    "required": False,
                                },
                            ),
                            2: ("wagtail.blocks.CharBlock", (), {"label": "heading", "max_length": 80}),
                            3: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "text", "max_length": 300, "required": False},
                            ),
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "words", "max_length": 60, "required": False},
                            ),
                            5: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "A path of this shop such as /c/chairs/, or an address that starts with https://.",  # noqa: E501
                                    "label": "link",
                                    "max_length": 500,
                                    "required": False,
                                    "validators": [storecrew.contexts.content.blocks.check_link],
                                },
                            ),
                            6: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 4), ("url", 5)]],
                                {"label": "button", "required": False},
                            ),
                            7: (
                                "wagtail.blocks.StructBlock",
                                [[("image", 0), ("alt", 1), ("heading", 2), ("text", 3), ("link", 6)]],
                                {},
                            ),
                            8: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": [
                                        "h2",
                                        "h3",
                                        "bold",
                                        "italic",
                                        "ol",
                                        "ul",
                                        "link",
                                        "document-link",
                                        "hr",
                                    ],
                                    "icon": "pilcrow",
                                    "label": "Text",
                                },
                            ),
                            9: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": storecrew.contexts.content.blocks.category_choices,
                                    "label": "category",
                                    "required": False,
                                },
                            ),
                            10: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "The collection's address name, such as gifts.",
                                    "label": "or collection",
                                    "max_length": 200,
                                    "required": False,
                                },
                            ),
                            11: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"default": 8, "label": "how many", "max_value": 24, "min_value": 2},
                            ),
                            12: (
                                "wagtail.blocks.StructBlock",
                                [[("heading", 2), ("category", 9), ("collection", 10), ("count", 11)]],
                                {},
                            ),
                            13: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "heading", "max_length": 80, "required": False},
                            ),
                            14: ("wagtail.blocks.CharBlock", (), {"label": "question", "max_length": 200}),
                            15: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "italic", "ol", "ul", "link"], "label": "answer"},
                            ),
                            16: ("wagtail.blocks.StructBlock", [[("question", 14), ("answer", 15)]], {}),
                            17: ("wagtail.blocks.ListBlock", (16,), {"label": "questions"}),
                            18: ("wagtail.blocks.StructBlock", [[("heading", 13), ("questions", 17)]], {}),
                            19: ("wagtail.blocks.CharBlock", (), {"label": "heading", "max_length": 100}),
                            20: (
                                "wagtail.blocks.StructBlock",
                                [[("heading", 19), ("text", 3), ("link", 6)]],
                                {},
                            ),
                        },
                        verbose_name="blocks",
                    ),
                ),
                ("intro", models.TextField(blank=True, max_length=500, verbose_name="introduction")),
            ],
            options={
                "verbose_name": "content page",
                "verbose_name_plural": "content pages",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="LandingPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("hero", 7),
                            ("rich_text", 8),
                            ("product_grid", 12),
                            ("faq", 18),
                            ("banner", 20),
                            ("product_row", 22),
                            ("countdown", 23),
                        ],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.images.blocks.ImageChooserBlock",
                                (),
                                {"label": "picture", "required": False},
                            ),
                            1: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Leave empty when the picture is only decoration.",
                                    "label": "what the picture shows",
                                    "max_length": 200,
                                    "required": False,
                                },
                            ),
                            2: ("wagtail.blocks.CharBlock", (), {"label": "heading", "max_length": 80}),
                            3: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "text", "max_length": 300, "required": False},
                            ),
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "words", "max_length": 60, "required": False},
                            ),
                            5: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "A path of this shop such as /c/chairs/, or an address that starts with https://.",  # noqa: E501
                                    "label": "link",
                                    "max_length": 500,
                                    "required": False,
                                    "validators": [storecrew.contexts.content.blocks.check_link],
                                },
                            ),
                            6: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 4), ("url", 5)]],
                                {"label": "button", "required": False},
                            ),
                            7: (
                                "wagtail.blocks.StructBlock",
                                [[("image", 0), ("alt", 1), ("heading", 2), ("text", 3), ("link", 6)]],
                                {},
                            ),
                            8: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": [
                                        "h2",
                                        "h3",
                                        "bold",
                                        "italic",
                                        "ol",
                                        "ul",
                                        "link",
                                        "document-link",
                                        "hr",
                                    ],
                                    "icon": "pilcrow",
                                    "label": "Text",
                                },
                            ),
                            9: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": storecrew.contexts.content.blocks.category_choices,
                                    "label": "category",
                                    "required": False,
                                },
                            ),
                            10: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "The collection's address name, such as gifts.",
                                    "label": "or collection",
                                    "max_length": 200,
                                    "required": False,
                                },
                            ),
                            11: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"default": 8, "label": "how many", "max_value": 24, "min_value": 2},
                            ),
                            12: (
                                "wagtail.blocks.StructBlock",
                                [[("heading", 2), ("category", 9), ("collection", 10), ("count", 11)]],
                                {},
                            ),
                            13: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "heading", "max_length": 80, "required": False},
                            ),
                            14: ("wagtail.blocks.CharBlock", (), {"label": "question", "max_length": 200}),
                            15: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "italic", "ol", "ul", "link"], "label": "answer"},
                            ),
                            16: ("wagtail.blocks.StructBlock", [[("question", 14), ("answer", 15)]], {}),
                            17: ("wagtail.blocks.ListBlock", (16,), {"label": "questions"}),
                            18: ("wagtail.blocks.StructBlock", [[("heading", 13), ("questions", 17)]], {}),
                            19: ("wagtail.blocks.CharBlock", (), {"label": "heading", "max_length": 100}),
                            20: (
                                "wagtail.blocks.StructBlock",
                                [[("heading", 19), ("text", 3), ("link", 6)]],
                                {},
                            ),
                            21: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "With commas between them, in this order.",
                                    "label": "articles (SKUs)",
                                    "max_length": 600,
                                },
                            ),
                            22: ("wagtail.blocks.StructBlock", [[("heading", 2), ("skus", 21)]], {}),
                            23: ("wagtail.blocks.StructBlock", [[("heading", 2)]], {}),
                        },
                        verbose_name="blocks",
                    ),
                ),
                ("intro", models.TextField(blank=True, max_length=500, verbose_name="introduction")),
                (
                    "campaign_id",
                    models.PositiveBigIntegerField(
                        blank=True,
                        help_text="The campaign does not start before this page is published.",
                        null=True,
                        verbose_name="campaign",
                    ),
                ),
                (
                    "promotion_id",
                    models.PositiveBigIntegerField(
                        blank=True,
                        help_text="While it is paused, the page says so.",
                        null=True,
                        verbose_name="promotion",
                    ),
                ),
                (
                    "ends_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Empty: the end of the promotion or campaign.",
                        null=True,
                        verbose_name="end",
                    ),
                ),
                (
                    "after_url",
                    models.CharField(
                        blank=True,
                        help_text="Such as /c/chairs/. Empty: the page stays and says that it is over.",
                        max_length=300,
                        validators=[storecrew.contexts.content.blocks.check_link],
                        verbose_name="where it leads after the end",
                    ),
                ),
            ],
            options={
                "verbose_name": "landing page",
                "verbose_name_plural": "landing pages",
                "indexes": [models.Index(fields=["campaign_id"], name="content_landing_campaign")],
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="Menu",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("main", "Header, after the categories"),
                            ("service", "Footer: help"),
                            ("company", "Footer: about us"),
                            ("legal", "Footer: legal"),
                        ],
                        max_length=20,
                        verbose_name="place",
                    ),
                ),
                ("locale", models.CharField(max_length=12, verbose_name="language")),
            ],
            options={
                "verbose_name": "menu",
                "verbose_name_plural": "menus",
                "ordering": ("code", "locale"),
                "constraints": [
                    models.UniqueConstraint(fields=("code", "locale"), name="content_one_menu_per_place")
                ],
            },
        ),
        migrations.CreateModel(
            name="Theme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="channels.channel"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("choices", models.JSONField(verbose_name="choices")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="what is new")),
                ("live", models.BooleanField(default=False, verbose_name="shown to shoppers")),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("made_by", models.CharField(max_length=200, verbose_name="made by")),
            ],
            options={
                "verbose_name": "look",
                "verbose_name_plural": "looks",
                "ordering": ("channel", "-number"),
                "constraints": [
                    models.UniqueConstraint(fields=("channel", "number"), name="content_theme_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("live", True)), fields=("channel",), name="content_one_live_theme"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mail", models.CharField(blank=True, max_length=60)),
                ("channel", models.CharField(blank=True, max_length=40)),
                ("locale", models.CharField(max_length=12)),
                ("key", models.CharField(blank=True, max_length=64)),
                ("texts", models.JSONField(default=dict)),
                ("draft", models.JSONField(null=True)),
                ("version", models.PositiveIntegerField(default=0)),
                ("edits", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField()),
                ("changed_by", models.CharField(max_length=120)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("mail", "channel", "locale", "key"), name="content_wording_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MenuItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "menu",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="content.menu"
                    ),
                ),
                ("text", models.CharField(max_length=60, verbose_name="words")),
                (
                    "page",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.page",
                        verbose_name="page",
                    ),
                ),
                (
                    "link",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[storecrew.contexts.content.blocks.check_link],
                        verbose_name="or link",
                    ),
                ),
            ],
            options={
                "verbose_name": "link",
                "verbose_name_plural": "links",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="WordingVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "wording",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="content.wording",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("texts", models.JSONField(default=dict)),
                ("published_at", models.DateTimeField()),
                ("published_by", models.CharField(max_length=120)),
            ],
            options={
                "ordering": ("-number",),
                "constraints": [
                    models.UniqueConstraint(fields=("wording", "number"), name="content_wording_version_once")
                ],
            },
        ),
    ]
