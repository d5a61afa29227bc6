-- accounts: a token that tells an institution's admissions from above (0851) is for nothing else besides. A mixed one never could tell any; now
-- none is issued, and from those that were, what they could not do is taken off.
update accounts.session set scopes = array_remove(scopes, 'custody:feed')
where scopes @> array['custody:feed'] and cardinality(scopes) > 1;
alter table accounts.session add constraint session_feeds_alone check (not scopes @> array['custody:feed'] or cardinality(scopes) = 1);
