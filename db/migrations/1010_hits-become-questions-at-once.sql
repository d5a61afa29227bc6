-- people: what makes a hit a question looks for one row of each table. Where these tables have just begun to fill, as when a whole
-- register is compared for the first time, a plan that reads them from end to end is the cheapest for a moment and is then kept, and
-- each further hit costs more than the last one.

alter function people.found_again(uuid, uuid, uuid) set enable_seqscan = off;
alter function people.link_with(uuid, uuid) set enable_seqscan = off;
alter function people.ask_about(uuid, text[], int) set enable_seqscan = off;
alter function people.link_needs_two(uuid) set enable_seqscan = off;
