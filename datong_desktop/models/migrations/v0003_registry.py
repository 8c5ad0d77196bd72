"""Version 3: the enterprise registry, applications to the reserve pool and what hangs on them; notes on counts."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

STRICT = {"sqlite_strict": True}
KEYED = {"sqlite_strict": True, "sqlite_with_rowid": False}

# "*" marks the key; text is NOT NULL DEFAULT '', day an ISO text or NULL, int an integer or NULL
ALONE = {
    "enterprise": """id*:text name:text short_name:text credit_code:text district:text address:text founded_on:day
        registered_capital:int legal_form:text ownership:text legal_representative:text employees:int industry:text
        catalogue_class:text catalogue_item:text cluster:text main_business:text plan_class:text tax_rating:text
        last_tax_offence_on:day neeq_listed:int ownership_dispute:int nominee_holding:int clear_structure:int
        criminal_case:int target_board:text target_year:int contact:text phone:text email:text remark:text
        archived_on:day initials:text""",
    "batch": "batch*:text meeting_on:day place:text note:text",
    "kept_rules": "digest*:text text:text",
    "scan": "digest*:text media_type:text size:int pages:int",
}
OF_ENTERPRISE = {
    "fiscal_year": "year*:int total_assets:int revenue:int main_revenue:int total_profit:int net_profit:int",
    "shareholder": "number*:int name:text kind:text capital:int share:int",
    "officer": "number*:int role:text name:text title:text share:int experience:text",
    "intermediary": "number*:int kind:text name:text person:text engaged_on:day",
    "judgement": "clause*:text result:text judged_by:text judged_on:day reason:text",
    "milestone": """number*:int kind:text happened_on:day district:text board:text code:text raised:int evidence:text
        delisted_on:day""",
    "reform": """kinds:text listed_on:day start_planned_on:day planned_on:day step:text legal_form_before:text
        legal_form_after:text investor:text capital_increase:int award_applied:int award_applied_on:day award_document:text
        obstacles:text""",
    "submission": "number*:int submitted_on:day unit:text pool:text ground:text document_number:text",
    "assistance": "city_leader:text county_leader:text department:text liaison:text liaison_phone:text measures:text",
    "visit": """number*:int visited_on:day department:text visitor:text problem:text responsible:text due_on:day
        result:text closed_on:day""",
    "difficulty": "number*:int raised_on:day problem:text responsible:text due_on:day result:text closed_on:day",
    "state_owned_plan": """year*:int chosen_on:day plan:text document_number:text commission_leader:text
        enterprise_leader:text""",
    "coordination": "number*:int held_on:day problems:text result:text",
    "tracking": "number*:int tracked_on:day tracker:text content:text",
    "application": "number*:int batch:text received_on:day recommender:text rules:text",
    "application_step": """application*:int number*:int move:text made_on:day actor:text opinion:text tier:text
        override:text""",
    "material": "application*:int number*:int received_on:day note:text",
    "panel_opinion": """application*:int number*:int expert:text field:text institution:text conclusion:text tier:text
        opinion:text given_on:day""",
    "scan_link": "subject*:text digest*:text title:text added_on:day",
}


def upgrade() -> None:
    for name, columns in ALONE.items():
        op.create_table(name, *_columns(columns), **STRICT)
    op.create_index("enterprise_code", "enterprise", ["credit_code"], unique=True, sqlite_where=sa.text("credit_code <> ''"))
    for name, columns in OF_ENTERPRISE.items():
        owner = sa.ForeignKeyConstraint(["enterprise"], ["enterprise.id"], deferrable=True, initially="DEFERRED")
        op.create_table(name, *_columns(f"enterprise*:text {columns}"), owner, **KEYED)
    op.create_table(
        "count_note",
        *_columns("year*:int district*:text indicator*:text"),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("keyed", sa.Integer),
        sa.Column("counted", sa.Integer),
        sa.ForeignKeyConstraint(["year"], ["assessment_year.year"], deferrable=True, initially="DEFERRED"),
        **KEYED,
    )


def _columns(texts: str) -> list[sa.Column[Any]]:
    return [_column(*text.split(":")) for text in texts.split()]


def _column(name: str, kind: str) -> sa.Column[Any]:
    sort: Any = sa.Integer if kind == "int" else sa.Text
    if name.endswith("*"):
        return sa.Column(name[:-1], sort, primary_key=True, autoincrement=False, nullable=False)
    if kind == "text":
        return sa.Column(name, sa.Text, nullable=False, server_default=sa.text("''"))
    return sa.Column(name, sort)
