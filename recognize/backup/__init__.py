"""One file that holds everything that PostgreSQL knows, and a database made from it again; see decision 10."""
