-- Words a person has settled for the conversion between scripts: wherever the word stands in a source, its form is printed.

CREATE TABLE own_words (
    target TEXT NOT NULL,                       -- BCP 47 tag of the script converted to
    word   TEXT NOT NULL CHECK (word <> ''),    -- as it stands in the source
    form   TEXT NOT NULL,                       -- as it is printed
    PRIMARY KEY (target, word)
) STRICT, WITHOUT ROWID;
