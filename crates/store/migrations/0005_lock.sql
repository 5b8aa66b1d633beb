-- What makes documents found, and what proves what was done with them.

-- What a filter of a search looks in, folded; src/columns.rs says how. Rows from before are filled in when the store is opened.
ALTER TABLE documents ADD COLUMN find_correspondent TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN find_reference TEXT NOT NULL DEFAULT '';

-- The words of `search_text`. The text itself stays where it is; triggers keep the index in step, so that a write is still one
-- statement.
CREATE VIRTUAL TABLE found USING fts5 (
    search_text, content = 'documents', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO found (found) VALUES ('rebuild');

CREATE TRIGGER found_in AFTER INSERT ON documents BEGIN
    INSERT INTO found (rowid, search_text) VALUES (new.id, new.search_text);
END;
CREATE TRIGGER found_out AFTER DELETE ON documents BEGIN
    INSERT INTO found (found, rowid, search_text) VALUES ('delete', old.id, old.search_text);
END;
CREATE TRIGGER found_anew AFTER UPDATE OF search_text ON documents WHEN old.search_text <> new.search_text BEGIN
    INSERT INTO found (found, rowid, search_text) VALUES ('delete', old.id, old.search_text);
    INSERT INTO found (rowid, search_text) VALUES (new.id, new.search_text);
END;

-- What was done, by whom, in order. Each row's hash covers the hash before it: src/audit.rs says how.
CREATE TABLE audit (
    seq            INTEGER PRIMARY KEY NOT NULL CHECK (seq >= 1),
    at             INTEGER NOT NULL,
    who            TEXT    NOT NULL,            -- the user of the system
    action         TEXT    NOT NULL,
    document_id    INTEGER,                     -- stays when the document is gone
    version        INTEGER,                     -- its number within the document
    template       TEXT    NOT NULL,
    classification TEXT    NOT NULL,
    model          TEXT    NOT NULL,            -- '' when none had a part in it
    outcome        TEXT    NOT NULL,            -- complete, accepted, rejected, or an error's code
    target         TEXT    NOT NULL,            -- where to, or which
    hash           TEXT    NOT NULL
) STRICT;

-- The end of the chain: without it, rows taken off the end would not be missed.
CREATE TABLE audit_head (
    one  INTEGER PRIMARY KEY NOT NULL CHECK (one = 1),
    seq  INTEGER NOT NULL,
    hash TEXT    NOT NULL
) STRICT;
INSERT INTO audit_head VALUES (1, 0, '');

CREATE TRIGGER audit_goes_on AFTER INSERT ON audit BEGIN
    UPDATE audit_head SET seq = new.seq, hash = new.hash;
END;
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN
    SELECT raise(ABORT, 'the audit log is only added to');
END;
CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit BEGIN
    SELECT raise(ABORT, 'the audit log is only added to');
END;
