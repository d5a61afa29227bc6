-- An alarm that was raised once and closed by a step was silent for ever. The last one comes again every so many days, whoever is lost again
-- is told of from the beginning, and whoever was arrested and is not handed over is told of as well.
alter table at_large.alarm
  drop constraint alarm_search_id_ordinal_key,
  drop constraint alarm_ordinal_check,
  drop constraint alarm_days_check,
  drop constraint alarm_reason_check,
  add column round int not null default 0 check (round >= 0),
  add column nth int not null default 0 check (nth >= 0),
  add column counted_from text not null default 'decree' check (counted_from in ('decree', 'loss', 'arrest')),
  add constraint alarm_ordinal_check check (ordinal between 1 and 6),
  add constraint alarm_days_check check (days between 1 and 100000),
  add constraint alarm_reason_check check (reason in ('copies_missing', 'request_missing', 'not_arrested', 'not_handed_over')),
  add constraint alarm_once unique (search_id, round, ordinal, nth);
comment on column at_large.alarm.round is 'How often he had been lost again when it was raised.';
comment on column at_large.alarm.nth is 'The first of its ordinal, or the how-manyth repetition.';
comment on column at_large.alarm.counted_from is 'From what its days count: the decree, the day he was lost again, or his arrest.';
