import type { Scenario } from '../scenario.ts';
import { account } from './account.ts';
import { assessments } from './assessments.ts';
import { admins } from './admin.ts';
import { atLarge } from './at-large.ts';
import { breaches } from './breaches.ts';
import { revocations } from './revocations.ts';
import { petitions } from './petitions.ts';
import { clients } from './clients.ts';
import { contacts } from './contacts.ts';
import { custody } from './custody.ts';
import { ledger } from './ledger.ts';
import { letters } from './letters.ts';
import { notices } from './notices.ts';
import { ownPages } from './own.ts';
import { permits } from './permits.ts';
import { people } from './people.ts';
import { settings } from './settings.ts';
import { sittings } from './sittings.ts';
import { work } from './work.ts';

/** How each form is reached and filled in. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  ...account,
  ...admins,
  ...assessments,
  ...atLarge,
  ...breaches,
  ...revocations,
  ...petitions,
  ...clients,
  ...contacts,
  ...custody,
  ...letters,
  ...notices,
  ...ownPages,
  ...permits,
  ...people,
  ...settings,
  ...sittings,
  ...work,
  // Gives the whole office its cards, so that afterwards nobody is without.
  ...ledger,
};
