import type pg from 'pg';

/** Installs or upgrades graphile-worker's own schema, as owner. */
export async function installJobQueue(ownerUrl: string): Promise<void> {
  const { runMigrations, Logger } = await import('graphile-worker');
  await runMigrations({ connectionString: ownerUrl, maxPoolSize: 1, logger: new Logger(() => () => {}) });
}

/**
 * Lets the worker's role, and no other, work on the queue: its tables carry row-level security without a policy.
 * Run after every migration, because an upgrade of graphile-worker may bring new tables.
 */
export async function openJobQueue(client: pg.Client): Promise<void> {
  await client.query(`
    do $$ declare target regclass; begin
      if to_regrole('app_jobs') is null then return; end if;
      grant usage on schema graphile_worker to app_jobs;
      grant select, insert, update, delete on all tables in schema graphile_worker to app_jobs;
      grant usage on all sequences in schema graphile_worker to app_jobs;
      revoke execute on all functions in schema graphile_worker from public;
      grant execute on all functions in schema graphile_worker to app_jobs;
      for target in
        select c.oid from pg_class c
        where c.relnamespace = 'graphile_worker'::regnamespace and c.relkind in ('r', 'p') and c.relrowsecurity
          and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'worker_works')
      loop
        execute format('create policy worker_works on %s to app_jobs using (true) with check (true)', target);
      end loop;
    end $$`);
}
