-- The first tables. Plain SQL that SQLite and PostgreSQL both take; statements end with a semicolon at a line's end.
CREATE TABLE documents (
  id TEXT NOT NULL,
  title TEXT,
  published TEXT,
  publisher TEXT,
  url TEXT,
  language TEXT,
  schema_version TEXT NOT NULL,
  digest TEXT NOT NULL,
  CONSTRAINT pk_documents PRIMARY KEY (id)
);
CREATE INDEX ix_documents_published ON documents (published);

CREATE TABLE loads (
  run_id TEXT NOT NULL,
  shard INTEGER NOT NULL,
  digest TEXT NOT NULL,
  CONSTRAINT pk_loads PRIMARY KEY (run_id, shard)
);

CREATE TABLE agreements (
  id TEXT NOT NULL,
  document_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  title TEXT NOT NULL,
  date_edtf TEXT,
  date_start TEXT,
  date_end TEXT,
  date_text TEXT,
  duration TEXT,
  subject TEXT,
  confidence DOUBLE PRECISION,
  CONSTRAINT pk_agreements PRIMARY KEY (id),
  CONSTRAINT fk_agreements_document_id_documents FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_agreements_date_start ON agreements (date_start);
CREATE INDEX ix_agreements_document_id ON agreements (document_id);

CREATE TABLE copies (
  id TEXT NOT NULL,
  document_id TEXT NOT NULL,
  copy_id TEXT NOT NULL,
  source TEXT,
  line INTEGER,
  CONSTRAINT pk_copies PRIMARY KEY (id),
  CONSTRAINT fk_copies_document_id_documents FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_copies_document_id ON copies (document_id);

CREATE TABLE events (
  id TEXT NOT NULL,
  document_id TEXT NOT NULL,
  type TEXT NOT NULL,
  status TEXT NOT NULL,
  date_edtf TEXT,
  date_start TEXT,
  date_end TEXT,
  date_text TEXT,
  place TEXT,
  cameo TEXT,
  confidence DOUBLE PRECISION NOT NULL,
  CONSTRAINT pk_events PRIMARY KEY (id),
  CONSTRAINT fk_events_document_id_documents FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_events_cameo ON events (cameo);
CREATE INDEX ix_events_date_start ON events (date_start);
CREATE INDEX ix_events_document_id ON events (document_id);
CREATE INDEX ix_events_status ON events (status);
CREATE INDEX ix_events_type ON events (type);

CREATE TABLE institutions (
  id TEXT NOT NULL,
  document_id TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  country TEXT,
  parent_id TEXT,
  CONSTRAINT pk_institutions PRIMARY KEY (id),
  CONSTRAINT fk_institutions_document_id_documents FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_institutions_parent_id_institutions FOREIGN KEY(parent_id) REFERENCES institutions (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_institutions_country ON institutions (country);
CREATE INDEX ix_institutions_document_id ON institutions (document_id);
CREATE INDEX ix_institutions_name ON institutions (name);
CREATE INDEX ix_institutions_parent_id ON institutions (parent_id);

CREATE TABLE people (
  id TEXT NOT NULL,
  document_id TEXT NOT NULL,
  name TEXT NOT NULL,
  side TEXT,
  CONSTRAINT pk_people PRIMARY KEY (id),
  CONSTRAINT fk_people_document_id_documents FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_people_document_id ON people (document_id);
CREATE INDEX ix_people_name ON people (name);

CREATE TABLE warnings (
  document_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  warning TEXT NOT NULL,
  CONSTRAINT pk_warnings PRIMARY KEY (document_id, position),
  CONSTRAINT fk_warnings_document_id_documents FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE affiliations (
  person_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  institution_id TEXT NOT NULL,
  CONSTRAINT pk_affiliations PRIMARY KEY (person_id, position),
  CONSTRAINT fk_affiliations_person_id_people FOREIGN KEY(person_id) REFERENCES people (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_affiliations_institution_id_institutions FOREIGN KEY(institution_id) REFERENCES institutions (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_affiliations_institution_id ON affiliations (institution_id);

CREATE TABLE agreement_parties (
  agreement_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  institution_id TEXT NOT NULL,
  CONSTRAINT pk_agreement_parties PRIMARY KEY (agreement_id, position),
  CONSTRAINT fk_agreement_parties_agreement_id_agreements FOREIGN KEY(agreement_id) REFERENCES agreements (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_agreement_parties_institution_id_institutions FOREIGN KEY(institution_id) REFERENCES institutions (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_agreement_parties_institution_id ON agreement_parties (institution_id);

CREATE TABLE event_agreements (
  event_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  agreement_id TEXT NOT NULL,
  CONSTRAINT pk_event_agreements PRIMARY KEY (event_id, position),
  CONSTRAINT fk_event_agreements_event_id_events FOREIGN KEY(event_id) REFERENCES events (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_event_agreements_agreement_id_agreements FOREIGN KEY(agreement_id) REFERENCES agreements (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_event_agreements_agreement_id ON event_agreements (agreement_id);

CREATE TABLE event_institutions (
  event_id TEXT NOT NULL,
  role TEXT NOT NULL,
  position INTEGER NOT NULL,
  institution_id TEXT NOT NULL,
  CONSTRAINT pk_event_institutions PRIMARY KEY (event_id, role, position),
  CONSTRAINT ck_event_institutions_role CHECK (role IN ('host', 'visitor', 'party')),
  CONSTRAINT fk_event_institutions_event_id_events FOREIGN KEY(event_id) REFERENCES events (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_event_institutions_institution_id_institutions FOREIGN KEY(institution_id) REFERENCES institutions (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_event_institutions_institution_id ON event_institutions (institution_id);

CREATE TABLE event_people (
  event_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  person_id TEXT NOT NULL,
  CONSTRAINT pk_event_people PRIMARY KEY (event_id, position),
  CONSTRAINT fk_event_people_event_id_events FOREIGN KEY(event_id) REFERENCES events (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_event_people_person_id_people FOREIGN KEY(person_id) REFERENCES people (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_event_people_person_id ON event_people (person_id);

CREATE TABLE event_terms (
  event_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  position INTEGER NOT NULL,
  term TEXT NOT NULL,
  CONSTRAINT pk_event_terms PRIMARY KEY (event_id, kind, position),
  CONSTRAINT ck_event_terms_kind CHECK (kind IN ('topic', 'programme')),
  CONSTRAINT fk_event_terms_event_id_events FOREIGN KEY(event_id) REFERENCES events (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_event_terms_term ON event_terms (term);

CREATE TABLE facilities (
  id TEXT NOT NULL,
  document_id TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT,
  owner_id TEXT,
  CONSTRAINT pk_facilities PRIMARY KEY (id),
  CONSTRAINT fk_facilities_document_id_documents FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_facilities_owner_id_institutions FOREIGN KEY(owner_id) REFERENCES institutions (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_facilities_document_id ON facilities (document_id);
CREATE INDEX ix_facilities_name ON facilities (name);
CREATE INDEX ix_facilities_owner_id ON facilities (owner_id);

CREATE TABLE institution_aliases (
  institution_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  alias TEXT NOT NULL,
  CONSTRAINT pk_institution_aliases PRIMARY KEY (institution_id, position),
  CONSTRAINT fk_institution_aliases_institution_id_institutions FOREIGN KEY(institution_id) REFERENCES institutions (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_institution_aliases_alias ON institution_aliases (alias);

CREATE TABLE person_titles (
  person_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  position INTEGER NOT NULL,
  title TEXT NOT NULL,
  CONSTRAINT pk_person_titles PRIMARY KEY (person_id, kind, position),
  CONSTRAINT ck_person_titles_kind CHECK (kind IN ('title', 'honorific')),
  CONSTRAINT fk_person_titles_person_id_people FOREIGN KEY(person_id) REFERENCES people (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_person_titles_title ON person_titles (title);

CREATE TABLE event_facilities (
  event_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  facility_id TEXT NOT NULL,
  CONSTRAINT pk_event_facilities PRIMARY KEY (event_id, position),
  CONSTRAINT fk_event_facilities_event_id_events FOREIGN KEY(event_id) REFERENCES events (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_event_facilities_facility_id_facilities FOREIGN KEY(facility_id) REFERENCES facilities (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_event_facilities_facility_id ON event_facilities (facility_id);

CREATE TABLE evidence (
  id TEXT NOT NULL,
  document_id TEXT NOT NULL,
  person_id TEXT,
  institution_id TEXT,
  agreement_id TEXT,
  facility_id TEXT,
  event_id TEXT,
  field TEXT NOT NULL,
  position INTEGER NOT NULL,
  start_offset INTEGER NOT NULL,
  end_offset INTEGER NOT NULL,
  text TEXT NOT NULL,
  CONSTRAINT pk_evidence PRIMARY KEY (id),
  CONSTRAINT ck_evidence_one_subject CHECK (CASE WHEN person_id IS NULL THEN 0 ELSE 1 END + CASE WHEN institution_id IS NULL THEN 0 ELSE 1 END + CASE WHEN agreement_id IS NULL THEN 0 ELSE 1 END + CASE WHEN facility_id IS NULL THEN 0 ELSE 1 END + CASE WHEN event_id IS NULL THEN 0 ELSE 1 END = 1),
  CONSTRAINT fk_evidence_document_id_documents FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_evidence_person_id_people FOREIGN KEY(person_id) REFERENCES people (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_evidence_institution_id_institutions FOREIGN KEY(institution_id) REFERENCES institutions (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_evidence_agreement_id_agreements FOREIGN KEY(agreement_id) REFERENCES agreements (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_evidence_facility_id_facilities FOREIGN KEY(facility_id) REFERENCES facilities (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_evidence_event_id_events FOREIGN KEY(event_id) REFERENCES events (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_evidence_agreement_id ON evidence (agreement_id);
CREATE INDEX ix_evidence_document_id ON evidence (document_id);
CREATE INDEX ix_evidence_event_id ON evidence (event_id);
CREATE INDEX ix_evidence_facility_id ON evidence (facility_id);
CREATE INDEX ix_evidence_institution_id ON evidence (institution_id);
CREATE INDEX ix_evidence_person_id ON evidence (person_id);
