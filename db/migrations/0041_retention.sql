-- What is erased when its time is over. The row stays and says so; what it held is gone.

alter table check_ins.content add column position_erased_at timestamptz;
comment on column check_ins.content.position_erased_at is 'When the position was erased because its time was over.';
create policy erase_by_job on check_ins.content for update to app_jobs using (unit_id = any ((select platform.ctx_units('system'))::int[]));
grant update (latitude, longitude, accuracy_m, position_at, position_erased_at) on check_ins.content to app_jobs;
create index content_position on check_ins.content (unit_id) where latitude is not null;

-- The look of a photo, by which one that is sent again is known, serves for twelve months.
grant update (look) on platform.file to app_jobs;
create index file_to_erase on platform.file (unit_id, uploaded_at) where case_id is not null and media_type = 'image/jpeg' and content is not null;

-- A message that went out a year ago is remembered by its kind and day, not by whom it went to.
grant update (address, body) on messages.outbox to app_jobs;
create index outbox_to_erase on messages.outbox (unit_id, made_at) where address <> '';
