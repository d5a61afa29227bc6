-- Cards for a whole office: each client has one, however many officers press at once, and the office sees which sheets are printed.
create unique index client_access_one_card on accounts.client_access (case_id) where kind = 'client' and state <> 'closed';
alter table accounts.client_access add column printed_at timestamptz, add column printed_by uuid;
comment on column accounts.client_access.printed_at is 'When this version of the card was last printed. What is on it is derived for the print and stored nowhere.';
grant update (printed_at, printed_by) on accounts.client_access to app_staff;
