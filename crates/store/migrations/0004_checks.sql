-- What a person has settled with the checker, for good.

CREATE TABLE accepted (
    kind  TEXT NOT NULL CHECK (kind IN ('word', 'rule', 'finding')),
    rule  TEXT NOT NULL,   -- the rule's id; empty for a word, which no rule speaks of
    value TEXT NOT NULL,   -- the word; the document type the rule is silent in, empty for all; the characters found
    added INTEGER NOT NULL DEFAULT (unixepoch() * 1000),
    CHECK (kind = 'rule' OR value <> ''),
    CHECK ((kind = 'word') = (rule = '')),
    PRIMARY KEY (kind, rule, value)
) STRICT, WITHOUT ROWID;
