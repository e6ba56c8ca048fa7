"""Names that end in the local part of an address, however their beginning is shortened."""

from __future__ import annotations

from clusterkb.namespaces import split


def new_ending(written: str, old: str, new: str) -> tuple[str, str] | None:
    """Return what a name ends in and what to write there instead, if it is ``old`` in any form.

    >>> new_ending("ckb:membershipRol", "http://e/membershipRol", "http://e/membershipRole")
    ('membershipRol', 'membershipRole')
    >>> new_ending("role", "http://e/membershipRol", "http://e/membershipRole") is None
    True
    """
    if written == old:
        return old, new
    space, local = split(old)
    if not local or not new.startswith(space) or not written.endswith(local):
        return None
    begin = written[: -len(local)]
    return (local, new.removeprefix(space)) if not begin or begin[-1] in ":/#" else None
