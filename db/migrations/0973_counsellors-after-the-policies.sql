-- As 0707 has it: what refuses a row speaks only to whoever may write it. Who guides here was asked before the policies were.
drop trigger keep_counsellor on cases.assignment;
create trigger keep_counsellor after insert on cases.assignment for each row
  when (current_user in ('app_staff', 'app_jobs') and new.ended_at is null) execute function cases.keep_counsellor();
drop trigger keep_counsellor_of_new on cases.client_case;
create trigger keep_counsellor_of_new after insert on cases.client_case for each row
  when (current_user in ('app_staff', 'app_jobs') and new.pk_staff_id is not null) execute function cases.keep_counsellor();
drop trigger keep_counsellor on cases.client_case;
create trigger keep_counsellor after update of pk_staff_id on cases.client_case for each row
  when (current_user in ('app_staff', 'app_jobs') and new.pk_staff_id is not null and new.pk_staff_id is distinct from old.pk_staff_id)
  execute function cases.keep_counsellor();
