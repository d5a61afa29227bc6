-- Whoever is held cannot come: a call for a day on which he was held is not left unheeded, and nothing is concluded in his absence.

alter table breaches.summons add column while_held boolean not null default false;
comment on column breaches.summons.while_held is 'He was recorded as absent for a day on which, as became known, he was held: it counts as a call that was called off.';
grant select (while_held) on breaches.summons to app_client;

create function breaches.is_held_on(of_breach uuid, on_day date) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from breaches.breach b where b.id = of_breach and b.custody_place <> '' and (b.custody_since is null or b.custody_since <= on_day))
$$;

-- What becomes known of custody answers for the calls that fell into it. It stays with them when he is out again; a day that was wrong is mended.
create function breaches.note_held() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if new.custody_place = '' then return null; end if;
  update breaches.summons s set while_held = s.appear_on >= new.custody_since
  where s.breach_id = new.id and s.outcome = 'not_appeared' and new.custody_since is not null
    and (s.appear_on >= new.custody_since or (old.custody_place <> '' and s.appear_on >= old.custody_since));
  return null;
end $$;
create trigger note_held after update of custody_place, custody_since on breaches.breach for each row execute function breaches.note_held();

create function breaches.keep_held() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if new.outcome = 'not_appeared' and old.outcome is distinct from new.outcome and breaches.is_held_on(new.breach_id, new.appear_on) then
    raise exception 'whoever is held is not absent' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger keep_held before update of outcome on breaches.summons for each row execute function breaches.keep_held();

create function breaches.keep_heard() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from breaches.breach b where b.id = new.breach_id and b.custody_place <> '') then
    raise exception 'whoever is held is heard where he is' using errcode = 'check_violation';
  end if;
  if not exists (select from breaches.summons s where s.breach_id = new.breach_id and s.outcome = 'not_appeared' and not s.while_held) then
    raise exception 'nobody is passed over who left no call unheeded' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger keep_heard before insert on breaches.move for each row when (new.step = 'conclude_absent') execute function breaches.keep_heard();
revoke all on function breaches.is_held_on(uuid, date), breaches.note_held(), breaches.keep_held(), breaches.keep_heard() from public;
