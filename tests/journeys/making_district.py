"""Run as a process of its own: fills an empty folder with an organisation of one large district, ready for serving."""

from folkmoot.cli.starting import collect_static_files, start_with_database

if __name__ == "__main__":
    start_with_database()
    # Its models are to be had only once Django was started.
    from tests.journeys.district_organisation import make

    make()
    collect_static_files()
