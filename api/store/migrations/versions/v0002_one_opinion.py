"""One opinion a person on an answer: the newest of those that were kept at the same moment stays."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NAME = "uq_feedback_answer_id_person"


def upgrade() -> None:
    """Take the step."""
    said = sa.table("feedback", sa.column("id"), sa.column("answer_id"), sa.column("person"), sa.column("given"))
    later = said.alias()
    newer = sa.or_(later.c.given > said.c.given, sa.and_(later.c.given == said.c.given, later.c.id > said.c.id))
    same = sa.and_(later.c.answer_id == said.c.answer_id, later.c.person == said.c.person)
    op.execute(sa.delete(said).where(sa.exists().where(same, newer)))
    with op.batch_alter_table("feedback") as table:
        table.create_unique_constraint(NAME, ["answer_id", "person"])


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("feedback") as table:
        table.drop_constraint(NAME, type_="unique")
