-- people: how a number is known goes with the number. Somebody said it, it was seen on a card, or the civil registry answered for it; of the
-- numbers that were there before nobody knows. It joins nobody and weighs nothing: it is shown to whoever compares two records.
alter table people.person
  add column nik_source text check (nik_source in ('said', 'document', 'register')),
  add constraint person_nik_source_of_nik check (nik_source is null or nik is not null);
comment on column people.person.nik_source is 'How the NIK is known: said, seen on a document, or checked with the civil registry. Null: nobody wrote it down.';
grant update (nik_source) on people.person to app_staff, app_jobs;
