-- A document is proof enough: whoever names one need not also describe it.
alter table check_ins.excuse
  drop constraint excuse_note_check,
  add constraint excuse_has_proof check (length(note) <= 2000 and (document_id is not null or length(note) >= 3));
