-- A device that claims the very same accuracy every time is asked about, like one that never moves (security T2).
alter table check_ins.flag drop constraint flag_kind_check;
alter table check_ins.flag add constraint flag_kind_check check (kind in ('photo_reused', 'photo_similar', 'position_impossible', 'position_repeated',
  'position_outside', 'accuracy_constant', 'device_changed', 'clock_off', 'challenge_failed', 'random_call'));
