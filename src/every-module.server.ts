/**
 * Modules hear of each other by what they register when they are loaded: a letter that was sent reaches the breach it is about, an ending
 * the search that it begins. So all of them are loaded before the first request, whichever page that asks for.
 */
import '#modules/accounts/server';
import '#modules/assessments/server';
import '#modules/at-large/server';
import '#modules/backups/server';
import '#modules/breaches/server';
import '#modules/cases/server';
import '#modules/check-ins/server';
import '#modules/contacts/server';
import '#modules/custody/server';
import '#modules/dossiers/server';
import '#modules/exports/server';
import '#modules/figures/server';
import '#modules/imports/server';
import '#modules/installation/server';
import '#modules/journal/server';
import '#modules/letters/server';
import '#modules/messages/server';
import '#modules/notices/server';
import '#modules/people/server';
import '#modules/permits/server';
import '#modules/petitions/server';
import '#modules/retention/server';
import '#modules/revocations/server';
import '#modules/tasks/server';
import '#modules/tpp/server';
import '#modules/units/server';
