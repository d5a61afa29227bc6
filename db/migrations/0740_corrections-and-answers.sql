-- check_ins: a correction carries over what the report was, and a client is told that his record was put right only when it was.

alter table check_ins.check_in add column urgent_reason boolean not null default false;
comment on column check_ins.check_in.urgent_reason is 'An urgent reason stood in the way of a visit: in some offices a call counts only then.';

-- Whether a report, its review, an excuse or a void has changed a period since a moment, and the period is no longer a miss.
create function check_ins.put_right_since(of_obligation uuid, since timestamptz) returns boolean
language sql stable set search_path = '' as $$
  select exists (
    select 1 from check_ins.obligation o
    where o.id = of_obligation and o.state <> 'missed' and (
      o.state = 'lifted'
      or exists (select 1 from check_ins.check_in i where i.obligation_id = o.id and (i.recorded_at >= since or i.voided_at >= since))
      or exists (select 1 from check_ins.check_in i join check_ins.review r on r.check_in_id = i.id
                 where i.obligation_id = o.id and r.reviewed_at >= since)
      or exists (select 1 from check_ins.excuse e where e.obligation_id = o.id and (e.decided_at >= since or e.withdrawn_at >= since))))
$$;
revoke all on function check_ins.put_right_since(uuid, timestamptz) from public;
grant execute on function check_ins.put_right_since(uuid, timestamptz) to app_staff;

create function check_ins.keep_dispute() returns trigger language plpgsql set search_path = '' as $$
begin
  if current_user = 'app_staff' and not check_ins.put_right_since(new.obligation_id, new.made_at) then
    raise exception 'the period stands as it did when the client asked' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger keep_dispute before update of outcome on check_ins.dispute for each row
  when (new.outcome = 'upheld') execute function check_ins.keep_dispute();
revoke all on function check_ins.keep_dispute() from public;
