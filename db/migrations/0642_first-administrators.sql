-- The first administrator of an office that was only data. A new installation knows its Kanwil and its sister offices as data; when one of
-- them joins, somebody here posts whoever administers accounts there, and whoever administers the office. From the day on which that
-- administrator of accounts has come in, the office is his.

-- Offices that the asker begins: of his own tree; nobody who administers accounts has ever come in there or above it; and at it and below it
-- nobody works but in offices of his own house. Without the last, whoever began the office above would administer the accounts of others.
create function units.to_begin(variadic roles text[]) returns int[]
language plpgsql stable security definer set search_path = '' as $$
declare
  me uuid := platform.ctx_staff();
  homes int[] := platform.ctx_units(variadic roles);
  tops int[];
  house int[];
begin
  if cardinality(homes) = 0 then return '{}'; end if;
  -- Below somebody else who administers accounts it is for him to begin one.
  tops := array(select p.unit_id from units.posting p join units.unit h on h.id = p.unit_id
    where p.staff_id = me and p.role = any (roles) and p.unit_id = any (homes) and p.approved_at is not null and p.withdrawn_at is null
      and not units.is_administered(h.parent_id));
  if cardinality(tops) = 0 then return '{}'; end if;
  house := array(select u.id from units.unit u where u.path && tops);
  return array(
    select u.id from units.unit u
    where u.closed_on is null and u.id <> all (house)
      and exists (select from units.unit h where h.id = any (house) and h.path[1] = u.path[1])
      and not units.is_administered(u.id)
      and not exists (
        select from units.posting p join units.unit at on at.id = p.unit_id
        where u.id = any (at.path) and at.id <> all (house) and p.withdrawn_at is null and (p.ends_on is null or p.ends_on >= current_date - 1)
          and (p.role not in ('account_admin', 'office_admin')
            or exists (select from accounts.account a where a.staff_id = p.staff_id and a.password_set_at is not null))));
end $$;
comment on function units.to_begin(text[]) is 'The offices of which the asker posts or approves the first administrators, because nobody there can.';

-- Somebody who administers accounts at the unit or above it has a post that counts and has come in.
create function units.is_administered(of_unit int) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from units.unit u join units.posting p on p.role = 'account_admin' and p.unit_id = any (u.path) join accounts.account a on a.staff_id = p.staff_id
    where u.id = of_unit and p.approved_at is not null and p.withdrawn_at is null and (p.ends_on is null or p.ends_on >= current_date - 1)
      and a.state = 'active' and a.password_set_at is not null)
$$;

-- Where nobody is there who could approve, whoever could at the house of the one who grants does: an administrator who made himself another one
-- in the office above would be his own second person.
create or replace function units.other_approvers(at_unit int, maker uuid, receiver uuid) returns int
language sql stable security definer set search_path = '' as $$
  select count(distinct a.id)::int
  from units.unit u
  join units.posting p on (p.role in ('head_of_bapas', 'account_admin') and p.unit_id = u.id)
    or (p.role = 'account_admin' and p.unit_id = any (u.path))
  join units.unit home on home.id = p.unit_id
  join accounts.account a on a.staff_id = p.staff_id
  where (u.id = at_unit or not units.is_administered(at_unit) and u.id in (
      select h.unit_id from accounts.account m join units.posting h on h.staff_id = m.staff_id
      where m.id = maker and h.role = 'account_admin' and h.approved_at is not null and h.withdrawn_at is null
        and (h.ends_on is null or h.ends_on >= current_date - 1)))
    and a.state = 'active' and a.id is distinct from maker and p.staff_id <> receiver
    and p.approved_at is not null and p.withdrawn_at is null
    and p.starts_on <= (now() at time zone home.zone)::date
    and (p.ends_on is null or p.ends_on >= (now() at time zone home.zone)::date)
$$;
create or replace function units.keep_posting() returns trigger language plpgsql set search_path = '' as $$
declare
  me uuid;
  takes_two constant text[] := array['pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'kanwil', 'ditjenpas', 'auditor', 'account_admin'];
begin
  -- The owner migrates, restores and sets up the first administrator.
  if current_user <> 'app_staff' then return new; end if;
  me := platform.ctx_account();

  if tg_op = 'INSERT' then
    if new.approved_by is not null or new.withdrawn_at is not null then
      raise exception 'a posting is approved and withdrawn after it was granted' using errcode = 'insufficient_privilege';
    end if;
    if new.staff_id is not distinct from platform.ctx_staff() then
      raise exception 'nobody grants a posting to himself' using errcode = 'insufficient_privilege';
    end if;
    if new.approved_at is not null and (new.role = any (takes_two) or new.unit_id = any (units.to_begin('account_admin')))
       and units.other_approvers(new.unit_id, me, new.staff_id) > 0 then
      raise exception 'a posting as % counts from its approval by a second person', new.role using errcode = 'insufficient_privilege';
    end if;
    return new;
  end if;

  if old.withdrawn_at is not null then
    raise exception 'a posting that was withdrawn stays so' using errcode = 'insufficient_privilege';
  end if;
  if (new.approved_at, new.approved_by) is distinct from (old.approved_at, old.approved_by) then
    if old.approved_at is not null then
      raise exception 'a posting is approved once' using errcode = 'insufficient_privilege';
    end if;
    if new.approved_at is null or new.approved_by is distinct from me or old.made_by is not distinct from me
       or old.staff_id is not distinct from platform.ctx_staff() then
      raise exception 'a posting is approved by somebody who neither granted nor receives it' using errcode = 'insufficient_privilege';
    end if;
  end if;
  if (new.ends_on, new.withdrawn_at, new.withdrawn_why) is distinct from (old.ends_on, old.withdrawn_at, old.withdrawn_why)
     and new.unit_id <> all (platform.ctx_units('account_admin')) and new.unit_id <> all (units.to_begin('account_admin')) then
    raise exception 'only whoever grants postings ends one' using errcode = 'insufficient_privilege';
  end if;
  -- A later end gives the role for longer, which is a grant of its own.
  if coalesce(new.ends_on, 'infinity') > coalesce(old.ends_on, 'infinity')
     and (new.role = any (takes_two) or new.staff_id is not distinct from platform.ctx_staff()) then
    raise exception 'a posting is prolonged by a new one' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

create policy begin on units.posting for insert to app_staff with check (
  unit_id = any ((select units.to_begin('account_admin'))::int[]) and role in ('account_admin', 'office_admin') and made_by = (select platform.ctx_account()));
create policy begin_change on units.posting for update to app_staff using (
  unit_id = any ((select units.to_begin('account_admin', 'head_of_bapas'))::int[]));

-- Until he has come in he is given his link by whoever posted him: an office at which somebody has come in is begun by nobody. Whoever worked
-- there before is none of this house.
create or replace function accounts.ctx_administered() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
declare
  units int[] := platform.ctx_units('account_admin');
  begun int[] := units.to_begin('account_admin');
begin
  if cardinality(units) = 0 then return '{}'; end if;
  return coalesce((
    select array_agg(a.id) from accounts.account a
    where a.kind = 'staff' and case
      when exists (select 1 from units.posting p where p.staff_id = a.staff_id and p.withdrawn_at is null and (p.ends_on is null or p.ends_on >= current_date - 1))
        then exists (select 1 from units.posting p where p.staff_id = a.staff_id and p.withdrawn_at is null and (p.ends_on is null or p.ends_on >= current_date - 1)
          and p.unit_id = any (units || begun))
      else not exists (select 1 from units.posting p where p.staff_id = a.staff_id)
        or exists (select 1 from units.posting p where p.staff_id = a.staff_id and p.unit_id = any (units)) end), '{}');
end $$;
revoke all on function units.to_begin(text[]), units.is_administered(int) from public;
grant execute on function units.to_begin(text[]), units.is_administered(int) to app_staff;
