-- The translation workbench: documents with their segments, what was confirmed before, and an office's own terms.
--
-- A segment is where it stands: characters from_char to to_char of the text of its paragraph. A row that lies inside the one
-- before it was joined to it by a program that was killed before it took the row away; readers pass it over.

CREATE TABLE translations (
    id          INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    name        TEXT    NOT NULL,               -- the file's name, or the first words of a pasted text
    path        TEXT,                           -- the file; NULL for pasted text
    kind        TEXT    NOT NULL,               -- docx, txt, md: how it is read and written
    source_lang TEXT    NOT NULL,               -- BCP 47 tags
    target_lang TEXT    NOT NULL,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,               -- when a segment was last changed
    source      BLOB    NOT NULL                -- the file as it was opened: what is translated cannot change underneath
) STRICT;

CREATE INDEX translations_by_update ON translations (updated_at DESC, id DESC);

CREATE TABLE segments (
    id             INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    translation_id INTEGER NOT NULL REFERENCES translations (id) ON DELETE CASCADE,
    paragraph      INTEGER NOT NULL,
    from_char      INTEGER NOT NULL,
    to_char        INTEGER NOT NULL CHECK (to_char > from_char),
    kind           TEXT    NOT NULL CHECK (kind IN ('text', 'heading', 'cell')),
    state          TEXT    NOT NULL CHECK (state IN ('untranslated', 'memory', 'machine', 'edited', 'confirmed')),
    percent        INTEGER,                     -- of the memory's match it was taken from
    note           TEXT    NOT NULL,            -- where that match came from
    source         TEXT    NOT NULL,            -- with inline tags
    target         TEXT    NOT NULL,            -- with inline tags
    accepted       TEXT    NOT NULL CHECK (json_valid(accepted)),  -- issues a person lets stand: an array of strings
    UNIQUE (translation_id, paragraph, from_char)
) STRICT;

-- Pairs a person confirmed or took in. The same source may have several translations: the sentence before tells which.
CREATE TABLE memory (
    id          INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    source_lang TEXT    NOT NULL,
    source      TEXT    NOT NULL,
    target      TEXT    NOT NULL,
    before      TEXT    NOT NULL,               -- the source of the segment before; '' for none
    note        TEXT    NOT NULL,               -- the document it came from
    updated_at  INTEGER NOT NULL,
    UNIQUE (source_lang, source, before)
) STRICT;

-- An office's own glossary, which goes before the program's.
CREATE TABLE own_terms (
    en         TEXT    PRIMARY KEY NOT NULL CHECK (en <> ''),
    zh         TEXT    NOT NULL CHECK (json_valid(zh)),         -- an array: the right wordings, the best first
    strength   TEXT    NOT NULL CHECK (strength IN ('hint', 'preferred', 'locked')),
    forbidden  TEXT    NOT NULL CHECK (json_valid(forbidden)),  -- an array
    note       TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
