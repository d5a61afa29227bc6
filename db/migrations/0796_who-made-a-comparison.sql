-- Whoever asked for a comparison made it: he stands in the column of that name, as in every other table.
alter table people.comparison rename column asked_by to made_by;
