#!/bin/sh
# Run once by the image of PostgreSQL, on an empty volume: an ordinary role that owns the bot's database (decision 0024).
psql -v ON_ERROR_STOP=1 -v password="$POSTGRES_PASSWORD" -U postgres <<'SQL'
CREATE ROLE bot LOGIN PASSWORD :'password';
CREATE DATABASE bot OWNER bot;
SQL
