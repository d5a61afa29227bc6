import '../every-module.server.ts';
import { jobs as assessments } from '#modules/assessments/server';
import { jobs as atLarge } from '#modules/at-large/server';
import { jobs as backups } from '#modules/backups/server';
import { jobs as breaches } from '#modules/breaches/server';
import { jobs as cases } from '#modules/cases/server';
import { jobs as tpp } from '#modules/tpp/server';
import { jobs as notices } from '#modules/notices/server';
import { jobs as petitions } from '#modules/petitions/server';
import { jobs as checkIns } from '#modules/check-ins/server';
import { jobs as contacts } from '#modules/contacts/server';
import { jobs as custody } from '#modules/custody/server';
import { jobs as exports } from '#modules/exports/server';
import { jobs as figures } from '#modules/figures/server';
import { jobs as imports } from '#modules/imports/server';
import { jobs as journal } from '#modules/journal/server';
import { jobs as letters } from '#modules/letters/server';
import { jobs as revocations } from '#modules/revocations/server';
import { jobs as messages } from '#modules/messages/server';
import { jobs as people } from '#modules/people/server';
import { jobs as permits } from '#modules/permits/server';
import { jobs as retention } from '#modules/retention/server';
import type { Jobs } from '#platform/job';

/** Every module's jobs, for the worker. */
export const allJobs: Jobs = {
  ...exports,
  ...figures,
  ...imports,
  ...checkIns,
  ...contacts,
  ...custody,
  ...letters,
  ...assessments,
  ...breaches,
  ...cases,
  ...tpp,
  ...atLarge,
  ...revocations,
  ...notices,
  ...petitions,
  ...people,
  ...permits,
  ...messages,
  ...journal,
  ...backups,
  ...retention,
};
