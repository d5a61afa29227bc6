-- What refuses a row speaks only to whoever may write it: after the policies, not before them, so that nobody asks it about others' clients.
drop trigger keep_while_matter_runs on cases.transfer;
create trigger keep_while_matter_runs after insert or update of state on cases.transfer for each row execute function cases.keep_while_matter_runs();
drop trigger keep_with_supervision on permits.move;
create trigger keep_with_supervision after insert on permits.move for each row execute function permits.keep_with_supervision();
drop trigger keep_heard on breaches.move;
create trigger keep_heard after insert on breaches.move for each row when (new.step = 'conclude_absent') execute function breaches.keep_heard();
drop trigger keep_hearing on revocations.move;
create trigger keep_hearing after insert on revocations.move for each row when (new.step = 'hear') execute function revocations.keep_hearing();
