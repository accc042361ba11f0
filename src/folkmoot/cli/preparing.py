"""Run as a process of its own before serving: brings database and static files up to date, and ends."""

from folkmoot.cli.starting import collect_static_files, start_with_database

if __name__ == "__main__":
    start_with_database()
    collect_static_files()
