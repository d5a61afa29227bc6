-- A breach says from which contact it came: a visit at which the client was absent without reason, or a finding in a register.
alter table breaches.breach add column contact_id uuid references contacts.contact;
create unique index breach_of_contact on breaches.breach (contact_id)
  where contact_id is not null and state in ('proposed', 'open', 'summoned', 'examined', 'recommended');
