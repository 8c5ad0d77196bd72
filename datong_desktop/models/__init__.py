"""What is remembered: SQLAlchemy tables, repositories, migrations; SQLite's own matters in one module."""
