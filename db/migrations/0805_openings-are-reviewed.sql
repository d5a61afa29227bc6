-- Who opened a file is never among those who are told to look at it.
alter policy not_about_oneself on tasks.task using (
  kind not in ('check-ins.many-at-once', 'check-ins.copied-talk', 'check-ins.all-compliant', 'contacts.copied-note', 'exports.approve',
    'cases.opened-with-reason', 'cases.opening-for-auditor')
  or facts ->> 'accountId' is distinct from (select platform.ctx_account())::text);

-- What waits for its review, the longest first: few lines among all that were ever opened.
create index opening_waiting on accounts.opening (unit_id, opened_at) where reviewed_at is null;
