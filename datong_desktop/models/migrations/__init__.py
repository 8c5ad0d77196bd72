"""How a ledger file grew: one module a version, each with ``upgrade()``. The file's user_version counts them.

A migration imports nothing of this program: it must do tomorrow what it does today. Import as modules, so that
a frozen program carries them.
"""

VERSIONS = ("v0001_base", "v0002_remarks_and_forms", "v0003_registry", "v0004_experts")
HEAD = len(VERSIONS)
