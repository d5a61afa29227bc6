-- petitions: a citizen who does not know what somebody is called says how he looks or where he lives, and is not sent away for it.
alter table petitions.petition drop constraint petition_check;
alter table petitions.petition add constraint petition_client_meant check (about <> 'client' or client_name <> '' or client_details <> '');
