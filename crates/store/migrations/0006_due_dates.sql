-- Until when documents are due, and when they were dealt with.
--
-- A table of its own, not columns of `documents`: a column added there stands after the large ones, and every row of a list would
-- be read through its whole text to reach it. Most documents have no row here.

CREATE TABLE due_dates (
    document_id INTEGER PRIMARY KEY NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    received    TEXT NOT NULL DEFAULT '',   -- a copy of the document's own field, as typed: when the letter it answers came
    due         TEXT NOT NULL DEFAULT '' CHECK (due = '' OR date(due) IS due),          -- ISO, the officer's own
    done_on     TEXT NOT NULL DEFAULT '' CHECK (done_on = '' OR date(done_on) IS done_on)  -- ISO
) STRICT;

-- What is still to be done is counted at every start; what is done stays for years.
CREATE INDEX due_dates_open ON due_dates (document_id) WHERE done_on = '';

INSERT INTO due_dates (document_id, received)
SELECT id, trim(json_extract(document, '$.fields.received')) FROM documents
WHERE trim(coalesce(json_extract(document, '$.fields.received'), '')) <> '';

-- The copy is kept in step here, so that a save is still one statement.
CREATE TRIGGER received_in AFTER INSERT ON documents
WHEN trim(coalesce(json_extract(new.document, '$.fields.received'), '')) <> '' BEGIN
    INSERT INTO due_dates (document_id, received) VALUES (new.id, trim(json_extract(new.document, '$.fields.received')));
END;
CREATE TRIGGER received_anew AFTER UPDATE OF document ON documents
WHEN trim(coalesce(json_extract(new.document, '$.fields.received'), ''))
    <> coalesce((SELECT received FROM due_dates WHERE document_id = new.id), '') BEGIN
    INSERT INTO due_dates (document_id, received)
    VALUES (new.id, trim(coalesce(json_extract(new.document, '$.fields.received'), '')))
    ON CONFLICT (document_id) DO UPDATE SET received = excluded.received;
END;
