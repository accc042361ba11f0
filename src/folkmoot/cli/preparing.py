"""Run as a process of its own before serving: applies migrations and ends."""

from folkmoot.cli.starting import start_with_database

if __name__ == "__main__":
    start_with_database()
