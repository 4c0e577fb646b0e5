"""What extensions are made with: the one module of ours that a declaration imports.

An extension is a Python distribution with an entry point in the group ``storecrew.extensions`` that names an
:class:`Extension`. The module of that object is imported before Django knows any app, so it imports only this
package; everything else is named as text and imported later. `docs/how-to/write-an-extension.md` shows one.
"""

from storecrew.kernel.extensions.declaring import Extension, MenuItem, Right
from storecrew.kernel.extensions.deprecation import ContractWarning, deprecated

__all__ = ["ContractWarning", "Extension", "MenuItem", "Right", "deprecated"]
