"""Keep Wagtail's own permissions in step with our roles.

Wagtail asks Django groups who may open the back office, edit pages and use images. Three groups mirror
what a person's roles allow; nobody edits them by hand, and our own pages never ask them.
"""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from storecrew.contexts.people import queries
from storecrew.contexts.people.models import User

STAFF = "storecrew staff"
EDITORS = "storecrew editors"
IMAGE_EDITORS = "storecrew images"

_PAGE_RIGHTS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
_IMAGE_RIGHTS = ("add_image", "change_image", "choose_image")
_DOCUMENT_RIGHTS = ("add_document", "change_document", "choose_document")


def ensure_groups() -> None:
    """Create the three groups and their rights where they are missing; harmless when repeated."""
    access = Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
    menus = Permission.objects.filter(content_type__app_label="content", content_type__model="menu")
    staff, editors, image_editors = (
        Group.objects.get_or_create(name=name)[0] for name in (STAFF, EDITORS, IMAGE_EDITORS)
    )
    for group in (staff, image_editors):
        group.permissions.add(*access)
    editors.permissions.add(*access, *menus)
    _grant_pages(editors)
    _grant_files(editors, image_editors)


def sync_user(user_id: int) -> None:
    """Put a person into exactly the groups that their roles call for."""
    user = User.objects.get(pk=user_id)
    wanted = _groups_for(user)
    if wanted and Group.objects.filter(name__in=wanted).count() < len(wanted):
        ensure_groups()
    user.groups.set(Group.objects.filter(name__in=wanted))


def _groups_for(user: User) -> set[str]:
    if not user.is_staff:
        return set()
    actor = queries.actor_for(user)
    wanted = {STAFF}
    if actor.can("content.write"):
        wanted.add(EDITORS)
    if actor.can("content.write") or actor.can("catalog.write"):
        wanted.add(IMAGE_EDITORS)
    return wanted


def _grant_pages(group: Group) -> None:
    root = Page.objects.filter(depth=1).first()
    if root is None:
        return
    rights = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=_PAGE_RIGHTS)
    GroupPagePermission.objects.bulk_create(
        [GroupPagePermission(group=group, page=root, permission=right) for right in rights],
        ignore_conflicts=True,
    )


def _grant_files(*groups: Group) -> None:
    root = Collection.get_first_root_node()
    if root is None:
        return
    rights = Permission.objects.filter(
        Q(content_type__app_label="wagtailimages", codename__in=_IMAGE_RIGHTS)
        | Q(content_type__app_label="wagtaildocs", codename__in=_DOCUMENT_RIGHTS)
    )
    GroupCollectionPermission.objects.bulk_create(
        [
            GroupCollectionPermission(group=group, collection=root, permission=right)
            for group in groups
            for right in rights
        ],
        ignore_conflicts=True,
    )
