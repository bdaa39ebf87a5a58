#!/bin/sh
# The command as whoever looks after the server types it: as the hub's own user, with the hub's settings.
exec sudo -u tideturn env TIDETURN_SETTINGS=/etc/tideturn/settings /opt/tideturn/.venv/bin/tideturn "$@"
