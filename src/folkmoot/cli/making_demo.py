"""Run as a process of its own by `folkmoot demo`: fills an empty folder and ends."""

from folkmoot.cli.starting import collect_static_files, start_with_database

if __name__ == "__main__":
    start_with_database()
    from folkmoot.demo.making import make

    make()
    collect_static_files()
