-- The officer's documents, the versions each went through, and the settings of the program.
--
-- A migration that has been released is never edited: sqlx compares its bytes with what it applied. Times are
-- milliseconds since the Unix epoch, UTC. AUTOINCREMENT keeps the id of a deleted row from being given again, so that
-- a window still holding it can never write into another document. Large columns stand last, so that listing rows
-- does not read them.

-- “GUNG”: tells this file from another program's SQLite database.
PRAGMA application_id = 1196772935;

CREATE TABLE documents (
    id             INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    template       TEXT    NOT NULL,            -- the template's id, such as memo
    lang           TEXT    NOT NULL,            -- BCP 47 tag
    -- Copies of the document's own fields for listing, '' when it has none; src/columns.rs says which.
    subject        TEXT    NOT NULL,
    correspondent  TEXT    NOT NULL,
    reference      TEXT    NOT NULL,
    doc_date       TEXT    NOT NULL,            -- ISO, as typed
    classification TEXT    NOT NULL,            -- the choice's id
    first_line     TEXT    NOT NULL,            -- of the body
    created_at     INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL,            -- when the working copy was last saved
    points         TEXT    NOT NULL,            -- the officer's rough points
    document       TEXT    NOT NULL CHECK (json_valid(document)),  -- core::Document as JSON: the working copy
    search_text    TEXT    NOT NULL             -- what a search looks in, folded; src/columns.rs says how
) STRICT;

CREATE INDEX documents_by_update ON documents (updated_at DESC, id DESC);

CREATE TABLE versions (
    id          INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    number      INTEGER NOT NULL CHECK (number >= 1),   -- 1, 2, 3 within its document
    source      TEXT    NOT NULL CHECK (source IN ('typed', 'generated', 'edited', 'converted')),
    state       TEXT    NOT NULL CHECK (state IN ('running', 'complete', 'stopped', 'failed', 'interrupted')),
    instruction TEXT    NOT NULL,               -- what the officer asked for beyond the points; '' for nothing
    model       TEXT    NOT NULL,               -- the model's id; '' when no model wrote it
    stats       TEXT    CHECK (stats IS NULL OR json_valid(stats)),  -- the run's figures as JSON
    error       TEXT,                           -- the code of what went wrong
    created_at  INTEGER NOT NULL,
    finished_at INTEGER,
    points      TEXT    NOT NULL,               -- the points it was written from
    document    TEXT    NOT NULL CHECK (json_valid(document)),  -- core::Document as JSON: the snapshot
    UNIQUE (document_id, number),
    CHECK ((state = 'running') = (finished_at IS NULL))
) STRICT;

-- What a killed program left running is looked for at every start.
CREATE INDEX versions_running ON versions (id) WHERE state = 'running';

CREATE TABLE settings (
    key   TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
