"""The first tables: suggestions, drafts, feedback, keys and idempotent answers."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# A migration is history: it spells out its types, so that later changes of the tables' code
# cannot change what it did.
_WHEN = sa.DateTime(timezone=True)
_ID = sa.String(200)
_LABEL = sa.String(50)


def upgrade() -> None:
    """Create everything."""
    _create_suggestions()
    _create_drafts()
    _create_feedback_events()
    _create_api_keys()
    _create_idempotency()


def downgrade() -> None:
    """Drop everything, and what it held."""
    for table in ("idempotency", "api_keys", "feedback_events", "drafts", "suggestions"):
        op.drop_table(table)


def _create_suggestions() -> None:
    op.create_table(
        "suggestions",
        sa.Column("id", _ID, nullable=False),
        sa.Column("created_at", _WHEN, nullable=False),
        sa.Column("brand", _ID, nullable=False),
        sa.Column("platform", _LABEL, nullable=False),
        sa.Column("conversation_id", _ID, nullable=False),
        sa.Column("conversation_revision", _ID, nullable=False),
        sa.Column("language", _LABEL, nullable=False),
        sa.Column("message_digest", sa.String(64), nullable=False),
        sa.Column("request", sa.JSON(), nullable=False),
        sa.Column("response", sa.JSON(), nullable=False),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_suggestions"),
    )
    op.create_index(
        "ix_suggestions_brand_conversation_id_created_at",
        "suggestions",
        ["brand", "conversation_id", "created_at"],
    )
    op.create_index("ix_suggestions_brand_created_at", "suggestions", ["brand", "created_at"])


def _create_drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("suggestion_id", _ID, nullable=False),
        sa.Column("id", _ID, nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("visibility", _LABEL, nullable=False),
        sa.Column("writer", _LABEL, nullable=False),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], ["suggestions.id"], name="fk_drafts_suggestion_id_suggestions"
        ),
        sa.PrimaryKeyConstraint("suggestion_id", "id", name="pk_drafts"),
    )


def _create_feedback_events() -> None:
    op.create_table(
        "feedback_events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("suggestion_id", _ID, nullable=False),
        sa.Column("draft_id", _ID, nullable=True),
        sa.Column("type", _LABEL, nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("reason", sa.String(500), nullable=True),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("head", _LABEL, nullable=True),
        sa.Column("value", sa.JSON(), nullable=True),
        sa.Column("agent_id", _ID, nullable=True),
        sa.Column("occurred_at", _WHEN, nullable=False),
        sa.Column("received_at", _WHEN, nullable=False),
        sa.Column("edit_distance", sa.Integer(), nullable=True),
        sa.Column("edit_ratio", sa.Double(), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["suggestion_id"],
            ["suggestions.id"],
            name="fk_feedback_events_suggestion_id_suggestions",
        ),
        sa.ForeignKeyConstraint(
            ["suggestion_id", "draft_id"],
            ["drafts.suggestion_id", "drafts.id"],
            name="fk_feedback_events_suggestion_id_draft_id_drafts",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_feedback_events"),
    )
    op.create_index(
        "ix_feedback_events_suggestion_id_type", "feedback_events", ["suggestion_id", "type"]
    )
    op.create_index(
        "ix_feedback_events_type_received_at", "feedback_events", ["type", "received_at"]
    )


def _create_api_keys() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("prefix", sa.String(16), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("name", _ID, nullable=False),
        sa.Column("created_at", _WHEN, nullable=False),
        sa.Column("revoked_at", _WHEN, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
        sa.UniqueConstraint("hash", name="uq_api_keys_hash"),
    )
    op.create_index("ix_api_keys_prefix", "api_keys", ["prefix"])


def _create_idempotency() -> None:
    op.create_table(
        "idempotency",
        sa.Column("api_key_id", sa.String(32), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("request_digest", sa.String(64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("created_at", _WHEN, nullable=False),
        sa.PrimaryKeyConstraint("api_key_id", "key", name="pk_idempotency"),
    )
    op.create_index("ix_idempotency_created_at", "idempotency", ["created_at"])
