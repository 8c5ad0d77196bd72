"""Version 4: the expert pool, the needs and teams of annex 5, their visits and evaluations."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

STRICT = {"sqlite_strict": True}
KEYED = {"sqlite_strict": True, "sqlite_with_rowid": False}

# "*" marks the key, ">" what refers to the id of the table of that name; text is NOT NULL DEFAULT '', day an ISO text or NULL,
# int an integer or NULL
ALONE = {
    "expert": """id*:text number:text name:text institution:text institution_type:text title:text channel:text
        applied_on:day licences:text fields:text industries:text experience:text districts:text most_teams:int avoids:text
        willing:int willing_on:day projects:int last_penalty_on:day bad_credit:int phone:text email:text remark:text
        archived_on:day initials:text""",
    "need": """id*:text object_kind:text enterprise>:ref district:text fields:text urgency:text picked_by:text asked_on:day
        wishes:text closed_on:day""",
    "conflict": """id*:text expert>:ref institution:text enterprise>:ref district:text ground:text declared_on:day
        remark:text""",
    "proposal": "id*:text accepted_on:day weights:text inputs:text outcome:text",
    "team": """id*:text name:text object_kind:text enterprise>:ref district:text formed_on:day valid_from:day valid_to:day
        dissolved_on:day reason:text proposal>:ref""",
    "service_visit": """id*:text team>:ref enterprise>:ref district:text visited_on:day days:int kind:text problem:text
        advice:text result:text solved:int follow_up:text due_on:day closed_on:day""",
    "evaluation": """id*:text team>:ref expert>:ref enterprise>:ref district:text year:int evaluated_on:day evaluated_by:text
        skill:int attitude:int effect:int overall:int opinion:text""",
}
HANGING = {
    "expert_project": "expert*>:text number*:int enterprise:text kind:text board:text role:text finished_on:day",
    "penalty": "expert*>:text number*:int authority:text decided_on:day document:text level:text reason:text",
    "qualification_check": """expert*>:text number*:int checked_on:day occasion:text result:text reviewer:text findings:text
        remark:text""",
    "adjustment": "expert*>:text number*:int decided_on:day kind:text year:int decided_by:text reason:text",
    "expert_scan_link": "expert*>:text subject*:text digest*:text title:text added_on:day",
    "wish": "need*>:text expert*>:text wanted:int reason:text",
    "member": "team*>:text number*:int expert>:ref leader:int joined_on:day left_on:day reason:text",
    "visiting_expert": "service_visit*>:text expert*>:text part:text",
}


def upgrade() -> None:
    for name, columns in ALONE.items():
        _create(name, columns.split(), STRICT, indexed=0)
    for name, columns in HANGING.items():
        _create(name, columns.split(), KEYED, indexed=1)


def _create(name: str, texts: list[str], options: dict[str, Any], indexed: int) -> None:
    """A table with its references; from the one number ``indexed`` on each has an index."""
    columns = [_column(*text.split(":")) for text in texts]
    others = [text.partition(":")[0].rstrip("*>") for text in texts if ">" in text]
    owners = [sa.ForeignKeyConstraint([o], [f"{o}.id"], deferrable=True, initially="DEFERRED") for o in others]
    op.create_table(name, *columns, *owners, **options)
    for other in others[indexed:]:
        op.create_index(f"{name}_{other}", name, [other])


def _column(name: str, kind: str) -> sa.Column[Any]:
    sort: Any = sa.Integer if kind == "int" else sa.Text
    plain = name.rstrip("*>")
    if "*" in name:
        return sa.Column(plain, sort, primary_key=True, autoincrement=False, nullable=False)
    if kind == "text":
        return sa.Column(plain, sa.Text, nullable=False, server_default=sa.text("''"))
    return sa.Column(plain, sort)
