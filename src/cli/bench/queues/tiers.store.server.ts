import { countryToday } from '#invented/country/days';
import { withConnection } from '#platform/one-connection.server';

/**
 * What lies with the tiers above the offices: each breach of the country that has ended goes up, a third each at its office, at the Kanwil
 * and at the centre, which gets the officer that the country lacks; every tenth client is revoked already and searched for. For every open breach
 * somebody petitions, every fourth time about the office, which goes to the Kanwil. Laid onto the copy of one measurement.
 */
export async function sendUp(ownerUrl: string): Promise<void> {
  await withConnection(ownerUrl, async (client) => {
    await client.query('set statement_timeout = 0');
    await client.query(`
      create temp table bench_up as
      select b.id, b.case_id, b.unit_id, row_number() over (order by b.id) as n, greatest(b.ended_on, '${countryToday}'::date - 40) as begun_on
      from breaches.breach b join cases.client_case c on c.id = b.case_id
      where b.ended_on is not null and c.state = 'active' and not c.guarded and revocations.route_of('revocation', c.kind) = 'tiers'
        and c.released_on <= b.ended_on`);
    await client.query(
      `update breaches.breach b set state = 'proposed_for_revocation' from pg_temp.bench_up u where u.id = b.id`,
    );
    await client.query(`
      insert into revocations.proceeding (case_id, unit_id, kind, route, state, breach_id, begun_on, reason, service_until, due_on, since, went_up_on,
        at_centre_on, urgent, danger)
      select case_id, unit_id, 'revocation', 'tiers', (array['begun', 'at_kanwil', 'at_ditjenpas'])[1 + n % 3], id, begun_on, 'Usul rekaan.',
        begun_on + 28, begun_on + (n % 40)::int, begun_on + (n % 9)::int, case when n % 3 > 0 then begun_on + 5 end, case when n % 3 > 1 then begun_on + 9 end,
        n % 50 = 0, case when n % 50 = 0 then 'Bahaya rekaan.' else '' end
      from pg_temp.bench_up where n % 10 <> 7`);
    await client.query(`
      update cases.client_case c set state = 'ended', ended_on = u.begun_on, end_reason = 'breach' from pg_temp.bench_up u where c.id = u.case_id and u.n % 10 = 7`);
    await client.query(`
      insert into at_large.search (case_id, unit_id, opened_on, decree_number, decree_dated, decree_issuer)
      select case_id, unit_id, begun_on, 'SK-' || n, begun_on - (n % 120)::int, 'Dirjen Rekaan' from pg_temp.bench_up where n % 10 = 7`);
    await client.query(`
      insert into petitions.petition (reference, office_id, unit_id, channel, asks, about, client_name, accused_unit_id, told, received_on, state, due_on,
        due_counts, submission_hash, code_hash)
      select 'P-' || upper(lpad(to_hex(n), 5, '0')), unit_id, case when of_office then above else unit_id end, 'public', 'examination',
        case when of_office then 'office' else 'client' end, case when of_office then '' else 'Klien Rekaan' end, case when of_office then unit_id end,
        'Pengaduan rekaan tentang pembimbingan.', opened_on, 'received', opened_on + 5, 'working', sha256(('s' || n)::bytea), sha256(('c' || n)::bytea)
      from (select b.unit_id, b.opened_on, k.id as above, row_number() over (order by b.id) as n, row_number() over (order by b.id) % 4 = 0 as of_office
        from breaches.breach b join units.unit u on u.id = b.unit_id join units.unit k on k.type = 'kanwil' and u.path @> array[k.id]
        where b.ended_on is null) x`);
    await client.query(`
      with person as (insert into units.staff (name) values ('Petugas Pusat Rekaan') returning id),
        post as (insert into units.posting (staff_id, unit_id, role, kind, starts_on, approved_at)
          select p.id, u.id, 'ditjenpas', 'permanent', '2024-01-01', now() from person p, units.unit u where u.type = 'ditjenpas')
      insert into accounts.account (kind, staff_id, username) select 'staff', id, 'pusat.bench' from person`);
    await client.query('analyze breaches.breach, revocations.proceeding, at_large.search, petitions.petition');
  });
}
