"""Four foreign systems in one small server, so that everything can be tried without a city.

The product never imports this package for its data: it speaks to it over HTTP, through the connectors that would speak
to the real systems. The server keeps its own state in `BANCHENG_HOME/sandbox/`, knows only fictional people
(`packs/<city>/demo/`), and can be told to misbehave.

- `identity`: `GET /identity/authorize`, `POST /identity/token`, `GET /identity/me`; OAuth 2.0 code flow with PKCE.
- `registry`: `POST /registry/<source>/query` with `{evidence, holder, purpose, basis}`;
  answers `{records: [{fields, reference, at, until}]}`, where `holder` is `person:<id number>` or `entity:<code>`.
- `registration`: `POST /registration/applications` with `{key, holder, holder_name, region, day, fields}` answers
  `{ticket, state}`; `GET /registration/applications/<ticket>`; `GET /registration/answers?after=N`.
- `sms`: `POST /sms/messages` with `{id, to, text}`; `GET /sms/messages` lists what the phones would show.

Every call but the citizen's own page carries `Authorization: Bearer <token>` (the identity token endpoint: client id
and secret).

Modes, set by `bancheng sandbox --set registry=slow` or `POST /control/modes {"registry": "slow"}`:

- `ok`; `slow` (answers after `--delay` seconds, 20 unless told otherwise); `down` (503); `garbage` (not JSON at all);
- `wrong`: well-formed, but not true: identity names another person's number, a registry gives other figures and
  earlier dates, the
  registration system licenses another name, the SMS gateway says it has delivered and has not;
- for `registration` also `twice` (every answer comes twice) and `lossy` (accepts, then forgets; the same push again
  makes it remember).
"""
