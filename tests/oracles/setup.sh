#!/bin/sh
# Fetches the JavaScript calendar parser that tests/meetings/test_calendars.py asks for a second opinion.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
npm install --prefix "$here" --no-save --no-package-lock --ignore-scripts --no-audit --no-fund --loglevel=error ical.js@2.2.1
