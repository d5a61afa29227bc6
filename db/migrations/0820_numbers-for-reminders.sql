-- imports: whoever takes a list of clients says whether its numbers may carry reminders. Without that word nobody is written to.

alter table imports.import add column for_notices boolean not null default false;
comment on column imports.import.for_notices is 'Whoever took the list said that reminders may go to its numbers.';
grant update (for_notices) on imports.import to app_staff;
