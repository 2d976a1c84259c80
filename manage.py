#!/usr/bin/env python
"""Django's commands. Where no database or broker is set, the embedded ones run as long as the command."""

import os
import sys

from django.core.management import execute_from_command_line

from tracker.servers import ServerError, broker_url, database_url

# These ask neither the database nor the broker.
WITHOUT_SERVERS = {
    *("check", "collectstatic", "diffsettings", "help", "spectacular", "version"),
    *("--help", "-h", "--version"),
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    arguments = sys.argv[1:]
    if arguments and arguments[0] not in WITHOUT_SERVERS and not {"--help", "-h"} & set(arguments):
        try:
            database_url()
            broker_url()
        except ServerError as error:
            if arguments[0] != "makemigrations":  # which compares with the database where there is one
                sys.exit(str(error))
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
