"""Refusals of the catalog. ``details`` carries the facts behind each."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Invalid, NotFound


class ProductNotFound(NotFound):
    code = "product_not_found"
    message = _("This product does not exist.")
    next_step = _("Check the address, or search for the product.")


class VariantNotFound(NotFound):
    code = "variant_not_found"
    message = _("No variant has this SKU.")
    next_step = _("Check the SKU.")


class CategoryNotFound(NotFound):
    code = "category_not_found"
    message = _("This category does not exist.")
    next_step = _("Choose one from the list of categories.")


class CollectionNotFound(NotFound):
    code = "collection_not_found"
    message = _("This collection does not exist.")
    next_step = _("Choose one from the list of collections.")


class ProductTypeNotFound(NotFound):
    code = "product_type_not_found"
    message = _("This product type does not exist.")
    next_step = _("Choose one from the list of product types, or make it first.")


class ImageNotFound(NotFound):
    code = "image_not_found"
    message = _("This product has no such image.")
    next_step = _("Reload the page and try again.")


class InvalidProduct(Invalid):
    """``details["fields"]`` maps a field to the sentence that says what is wrong with it."""

    code = "invalid_product"
    message = _("Some fields of the product are not right.")
    next_step = _("Correct the fields named and save again.")


class InvalidAttribute(Invalid):
    code = "invalid_attribute"
    message = _("An attribute has a value that its type does not allow.")
    next_step = _("Correct the value of the attribute.")


class InvalidCategory(Invalid):
    code = "invalid_category"
    message = _("The category is not right.")
    next_step = _("Correct the fields named and save again.")


class InvalidCollectionRules(Invalid):
    code = "invalid_collection_rules"
    message = _("The rules of the collection are not right.")
    next_step = _("Correct the rule named.")


class InvalidImage(Invalid):
    code = "invalid_image"
    message = _("This file cannot be used as an image.")
    next_step = _("Use a JPEG, PNG, WebP, AVIF or GIF picture of at most 20 MB and 40 megapixels.")


class SkuTaken(Conflict):
    code = "sku_taken"
    message = _("Another variant already has this SKU.")
    next_step = _("Use another SKU, or change that variant.")


class SlugTaken(Conflict):
    code = "slug_taken"
    message = _("Another record already has this address.")
    next_step = _("Choose another address.")


class CategoryNotEmpty(Conflict):
    code = "category_not_empty"
    message = _("The category still has subcategories.")
    next_step = _("Move or remove the subcategories first, or merge the category into another.")


class CategoryLoop(Conflict):
    code = "category_loop"
    message = _("A category cannot be moved below itself.")
    next_step = _("Choose a parent outside of the category.")


class EditConflict(Conflict):
    """``details``: ``current_version`` and ``fields`` {name: {"yours", "current"}}."""

    code = "edit_conflict"
    message = _("Somebody else changed this record while you were editing it.")
    next_step = _("Look at the differences, then save again on the current version.")


class StatusNotAllowed(Conflict):
    code = "status_not_allowed"
    message = _("The product cannot take this status from its present one.")
    next_step = _("Choose one of the statuses that are allowed.")


class NotReadyForSale(Invalid):
    """``details["missing"]`` lists what must be there before the product may go live."""

    code = "not_ready_for_sale"
    message = _("The product is not complete enough to go live.")
    next_step = _("Add what is missing, then set it live.")


class ApprovalNeeded(Conflict):
    """A product is approved by a second person alone; of some types, it goes live only then."""

    code = "product_approval_needed"
    message = _("A second person has to approve this product first.")
    next_step = _("Ask for the approval on the product's page.")


class NotReadyForApproval(Invalid):
    """``details``: ``missing`` parts that it cannot do without, ``completeness`` and the one ``needed``."""

    code = "not_ready_for_approval"
    message = _("The product is not complete enough to be approved.")
    next_step = _("Add what is missing, then ask again.")


class InvalidEnd(Invalid):
    """``details["fields"]`` maps a field to the sentence that says what is wrong with it."""

    code = "invalid_end"
    message = _("The end of this product is not right.")
    next_step = _("Correct the fields named and save again.")


class ProductInUse(Conflict):
    code = "product_in_use"
    message = _("The product is referred to by orders or stock and cannot be removed.")
    next_step = _("Set it to end of life instead.")
