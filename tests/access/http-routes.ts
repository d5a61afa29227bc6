import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Action } from '#modules/access';
import { endpoints } from '../../src/routes/api/v1/endpoints.ts';
import type { About } from './tables.ts';

/** What somebody's address may name: ids of one client, of his office's things, or of nobody. */
export type Ids = Record<
  | 'case'
  | 'person'
  | 'photo'
  | 'paper'
  | 'assessment'
  | 'checkIn'
  | 'receipt'
  | 'obligation'
  | 'dispute'
  | 'batch'
  | 'breach'
  | 'proceeding'
  | 'annex'
  | 'outsideMinutes'
  | 'petition'
  | 'attachment'
  | 'hearing'
  | 'complaintOfCounsellor'
  | 'complaintOfHead'
  | 'complaintAttachment'
  | 'complaintHearing'
  | 'permit'
  | 'summons'
  | 'search'
  | 'stay'
  | 'comparison'
  | 'question'
  | 'import'
  | 'export'
  | 'ownExport'
  | 'account'
  | 'posting'
  | 'letter'
  | 'run'
  | 'unit'
  | 'sitting'
  | 'item',
  string
>;

/** What a route is expected to answer, written apart from it: whose record it shows, and by which acts of access.csv. */
export type Line = {
  path: (ids: Ids) => string;
  /** The record that the address names: a client's (case, person, face), or the office's; nothing: only the role counts. */
  about?: About;
  /** Beside what the route says of itself: what everybody needs who reaches the record there. */
  also?: Action;
  /** By which acts the record is reached where the route itself says more than the record asks for. */
  by?: readonly Action[];
  /** By which act it opens to a post at the centre, at a Kanwil and below: also to whom it is there by his role, and by no post of his. */
  byTier?: readonly [centre: Action, kanwil: Action, below: Action];
  /** Nobody but whoever made it. */
  own?: boolean;
  /** What those are answered who may; 200 where nothing is said. */
  opens?: number;
  /** Who is led to the page where a reason is given, instead of "absent". */
  asks?: readonly Action[];
  /** Never says "not yours" where it could say "absent". */
  hides?: true;
  /** Says nothing of the record, so it answers alike whether there is one. */
  blind?: true;
};

const onCase = (end: string, more: Partial<Line> = {}): Line => ({
  path: ({ case: id }) => `/clients/${id}${end}`,
  about: 'case',
  also: 'case:read',
  ...more,
});
const onPerson = (end: string, more: Partial<Line> = {}): Line => ({
  path: ({ person: id }) => `/people/${id}${end}`,
  about: 'person',
  also: 'person:read',
  ...more,
});
const office = (path: Line['path'], more: Partial<Line> = {}): Line => ({ path, about: 'office', ...more });
const onBreach = (end: string, more: Partial<Line> = {}): Line => ({
  path: ({ case: id, breach }) => `/clients/${id}/breaches/${breach}${end}`,
  about: 'case',
  also: 'case:read_specific',
  ...more,
});
const onPermit = (end: string, more: Partial<Line> = {}): Line => ({
  path: ({ case: id, permit }) => `/clients/${id}/permits/${permit}${end}`,
  about: 'case',
  also: 'case:read_specific',
  ...more,
});
const onStay = (end: string): Line => ({ path: ({ stay }) => `/custody/${stay}${end}`, about: 'case' });
const plain = (path: string, more: Partial<Line> = {}): Line => ({ path: () => path, ...more });

/** Pages and downloads for officers. */
export const staffLines: Readonly<Record<string, Line>> = {
  '/account': plain('/account'),
  '/account/code-app': plain('/account/code-app'),
  '/account/opened': plain('/account/opened?back=/today'),
  '/account/passkeys/new': plain('/account/passkeys/new'),
  '/account/password': plain('/account/password'),
  '/account/prove': plain('/account/prove?back=/account'),
  '/account/spare-codes': plain('/account/spare-codes'),
  '/admin/accounts': plain('/admin/accounts?below=1'),
  '/admin/accounts/[id]': { path: ({ account }) => `/admin/accounts/${account}`, about: 'account' },
  '/admin/accounts/new': plain('/admin/accounts/new'),
  '/admin/postings/[id]': { path: ({ posting }) => `/admin/postings/${posting}`, about: 'office' },
  '/admin/tokens': plain('/admin/tokens'),
  '/assessments': plain('/assessments?group=never'),
  '/at-large': plain('/at-large?state=all'),
  '/audit': plain('/audit'),
  '/audit/affected': plain('/audit/affected'),
  '/audit/daily': plain('/audit/daily'),
  '/audit/openings': plain('/audit/openings'),
  '/audit/verification': plain('/audit/verification'),
  '/away': plain('/away'),
  '/away/[searchId]': { path: ({ search }) => `/away/${search}` },
  '/away/arrests': plain('/away/arrests'),
  '/away/offices': plain('/away/offices'),
  '/breaches': plain('/breaches?state=all'),
  '/breaches/summon': plain('/breaches/summon'),
  '/permits': plain('/permits?state=all'),
  '/clients': plain('/clients?whose=office&state=all'),
  '/clients/[caseId]': onCase('', { asks: ['case:break_glass', 'case:open_with_reason'] }),
  '/clients/[caseId]/assessments': onCase('/assessments'),
  '/clients/[caseId]/assessments/[assessmentId]': onCase('/assessments', {
    path: ({ case: id, assessment }) => `/clients/${id}/assessments/${assessment}`,
  }),
  // What is finished is no longer filled in: the way leads to its result.
  '/clients/[caseId]/assessments/[assessmentId]/[part]': onCase('/assessments', {
    path: ({ case: id, assessment }) => `/clients/${id}/assessments/${assessment}/needs-1`,
    opens: 303,
  }),
  '/clients/[caseId]/assessments/[assessmentId]/check': onCase('/assessments', {
    path: ({ case: id, assessment }) => `/clients/${id}/assessments/${assessment}/check`,
    opens: 303,
  }),
  '/clients/[caseId]/assessments/compare': onCase('/assessments/compare'),
  '/clients/[caseId]/assessments/new': onCase('/assessments/new'),
  '/clients/[caseId]/assignment': onCase('/assignment'),
  '/clients/[caseId]/at-large': onCase('/at-large', { also: 'case:read_specific' }),
  '/clients/[caseId]/at-large/closure': onCase('/at-large/closure', { also: 'case:read_specific' }),
  '/clients/[caseId]/at-large/confirm': onCase('/at-large/confirm', { also: 'case:read_specific' }),
  '/clients/[caseId]/at-large/copies': onCase('/at-large/copies', { also: 'case:read_specific' }),
  '/clients/[caseId]/at-large/decree': onCase('/at-large/decree', { also: 'case:read_specific' }),
  '/clients/[caseId]/at-large/letter': onCase('/at-large/letter', { also: 'case:read_specific' }),
  '/clients/[caseId]/at-large/paper': onCase('/at-large/paper', { also: 'case:read_specific' }),
  '/clients/[caseId]/at-large/sighting': onCase('/at-large/sighting', { also: 'case:read_specific' }),
  '/clients/[caseId]/at-large/family': onCase('/at-large/family', { also: 'case:read_specific' }),
  '/clients/[caseId]/at-large/step': onCase('/at-large/step?take=arrest', { also: 'case:read_specific' }),
  '/clients/[caseId]/breaches': onCase('/breaches', { also: 'case:read_specific' }),
  '/clients/[caseId]/breaches/[breachId]': onBreach(''),
  '/clients/[caseId]/breaches/[breachId]/confirm': onBreach('/confirm'),
  '/clients/[caseId]/breaches/[breachId]/decide': onBreach('/decide'),
  '/clients/[caseId]/breaches/[breachId]/entry': onBreach('/entry?kind=alternative'),
  '/clients/[caseId]/breaches/[breachId]/examination': onBreach('/examination'),
  '/clients/[caseId]/breaches/[breachId]/file': onBreach('/file'),
  '/clients/[caseId]/breaches/[breachId]/recommend': onBreach('/recommend'),
  '/clients/[caseId]/breaches/[breachId]/stop': onBreach('/stop'),
  '/clients/[caseId]/breaches/[breachId]/summons': onBreach('/summons'),
  '/clients/[caseId]/breaches/new': onCase('/breaches/new', { also: 'case:read_specific' }),
  '/clients/[caseId]/held': onCase('/held', { also: 'case:read_specific' }),
  '/clients/[caseId]/permits': onCase('/permits', { also: 'case:read_specific' }),
  '/clients/[caseId]/permits/[permitId]': onPermit(''),
  '/clients/[caseId]/permits/[permitId]/step': onPermit('/step?do=back'),
  '/clients/[caseId]/permits/new': onCase('/permits/new', { also: 'case:read_specific' }),
  '/clients/[caseId]/card': onCase('/card'),
  '/clients/[caseId]/check-ins': onCase('/check-ins', { also: 'ledger:read' }),
  '/clients/[caseId]/check-ins/correct': onCase('/check-ins/correct', {
    also: 'ledger:read',
    path: ({ case: id, checkIn }) => `/clients/${id}/check-ins/correct?report=${checkIn}`,
  }),
  '/clients/[caseId]/check-ins/dispute': onCase('/check-ins/dispute', {
    also: 'ledger:read',
    path: ({ case: id, dispute }) => `/clients/${id}/check-ins/dispute?id=${dispute}`,
  }),
  '/clients/[caseId]/check-ins/excuse': onCase('/check-ins/excuse', {
    also: 'ledger:read',
    path: ({ case: id, obligation }) => `/clients/${id}/check-ins/excuse?period=${obligation}`,
  }),
  '/clients/[caseId]/check-ins/helper': onCase('/check-ins/helper', { also: 'ledger:read' }),
  '/clients/[caseId]/check-ins/late': onCase('/check-ins/late', {
    also: 'ledger:read',
    path: ({ case: id, obligation }) => `/clients/${id}/check-ins/late?period=${obligation}`,
  }),
  '/clients/[caseId]/conditions': onCase('/conditions'),
  '/clients/[caseId]/contacts': onCase('/contacts'),
  '/clients/[caseId]/contacts/late': onCase('/contacts/late'),
  '/clients/[caseId]/contacts/observers': onCase('/contacts/observers'),
  '/clients/[caseId]/contacts/plan': onCase('/contacts/plan'),
  '/clients/[caseId]/contacts/record': onCase('/contacts/record'),
  '/clients/[caseId]/contract': onCase('/contract'),
  '/clients/[caseId]/dossier': onCase('/dossier', { also: 'case:read_specific' }),
  '/clients/[caseId]/documents': onCase('/documents'),
  '/clients/[caseId]/ending': onCase('/ending'),
  '/clients/[caseId]/guarantor': onCase('/guarantor'),
  '/clients/[caseId]/history': onCase('/history?system=1'),
  '/clients/[caseId]/legal': onCase('/legal'),
  '/clients/[caseId]/letters': onCase('/letters', { by: ['letter:read'] }),
  '/letters/[letterId]': onCase('', {
    by: ['letter:read'],
    path: ({ letter }) => `/letters/${letter}`,
  }),
  '/letters/[letterId]/pdf': {
    path: ({ letter }) => `/letters/${letter}/pdf`,
    about: 'case',
    by: ['letter:read'],
  },
  '/clients/[caseId]/letters/new': onCase('/letters/new?kind=letters.cover', { by: ['letter:draft'] }),
  '/clients/[caseId]/notes': onCase('/notes'),
  '/clients/[caseId]/open': { path: ({ case: id }) => `/clients/${id}/open`, blind: true },
  '/clients/[caseId]/opened-by': onCase('/opened-by'),
  '/clients/[caseId]/pause': onCase('/pause'),
  '/clients/[caseId]/period': onCase('/period'),
  '/clients/[caseId]/revocations': onCase('/revocations', { also: 'case:read_specific' }),
  '/clients/[caseId]/phase': onCase('/phase'),
  '/sittings': office(({ unit }) => `/sittings?unit=${unit}`),
  '/sittings/queue': office(({ unit }) => `/sittings/queue?unit=${unit}`),
  '/sittings/members': office(({ unit }) => `/sittings/members?unit=${unit}`),
  '/sittings/new': office(({ unit }) => `/sittings/new?unit=${unit}`, { by: ['sitting:keep'] }),
  '/sittings/[sittingId]': office(({ sitting }) => `/sittings/${sitting}`),
  '/sittings/[sittingId]/quick': office(({ sitting }) => `/sittings/${sitting}/quick`, { by: ['sitting:keep'] }),
  '/sittings/[sittingId]/items/[itemId]': {
    path: ({ sitting, item }) => `/sittings/${sitting}/items/${item}`,
    about: 'case',
  },
  '/clients/[caseId]/register': onCase('/register'),
  '/clients/[caseId]/transfer': onCase('/transfer'),
  '/clients/new': plain('/clients/new'),
  '/contacts': plain('/contacts'),
  '/counter': plain('/counter'),
  '/comparisons': plain('/comparisons'),
  '/comparisons/[id]': office(({ comparison }) => `/comparisons/${comparison}`),
  '/comparisons/[id]/progress': office(({ comparison }) => `/comparisons/${comparison}/progress`),
  '/counter/cards': plain('/counter/cards'),
  '/counter/paper': plain('/counter/paper'),
  '/counter/paper/[batchId]': { path: ({ batch }) => `/counter/paper/${batch}`, about: 'office' },
  '/counter/permits/[caseId]': { path: ({ case: id }) => `/counter/permits/${id}`, about: 'case' },
  '/counter/slip/[receipt]': { path: ({ receipt }) => `/counter/slip/${receipt}`, about: 'case' },
  '/custody': plain('/custody'),
  '/custody/[stayId]': { ...onStay(''), asks: ['journal:search'] },
  '/custody/[stayId]/care': onStay('/care'),
  '/custody/[stayId]/open': { path: ({ stay }) => `/custody/${stay}/open`, blind: true },
  '/custody/[stayId]/papers': onStay('/papers'),
  '/custody/[stayId]/photo': onStay('/photo'),
  '/custody/[stayId]/property': onStay('/property'),
  '/custody/[stayId]/register': onStay('/register'),
  '/custody/[stayId]/step': onStay('/step?take=recapture'),
  '/custody/admit': plain('/custody/admit'),
  '/custody/admit/[personId]': { path: ({ person }) => `/custody/admit/${person}`, about: 'person' },
  '/custody/capacity': plain('/custody/capacity'),
  '/custody/occupants': plain('/custody/occupants?state=all'),
  '/custody/register': plain('/custody/register?register=reg_a2&year=2026'),
  '/exports': plain('/exports'),
  '/exports/[id]': { path: (ids) => `/exports/${ids.export}`, about: 'office', by: ['export:approve'] },
  '/exports/[id]/download': { path: ({ ownExport }) => `/exports/${ownExport}/download`, own: true, opens: 303 },
  '/exports/new': plain('/exports/new?list=units'),
  '/figures': plain('/figures'),
  '/figures/list': { path: ({ unit }) => `/figures/list?unit=${unit}&of=clients`, about: 'office' },
  '/figures/officers': { path: ({ unit }) => `/figures/officers?unit=${unit}`, about: 'office' },
  '/files/[id]': { path: ({ paper }) => `/files/${paper}`, about: 'case', by: ['document:read'], hides: true },
  '/held': plain('/held'),
  '/handover': plain('/handover'),
  '/imports': plain('/imports'),
  // The list of the scene is one of clients; lists of admissions have tests of their own.
  '/imports/[id]': { path: (ids) => `/imports/${ids.import}`, about: 'office', by: ['import:bring'] },
  '/imports/[id]/problems.csv': {
    path: (ids) => `/imports/${ids.import}/problems.csv`,
    about: 'office',
    by: ['import:bring'],
  },
  '/imports/[id]/problems.xlsx': {
    path: (ids) => `/imports/${ids.import}/problems.xlsx`,
    about: 'office',
    by: ['import:bring'],
  },
  '/imports/[id]/progress': {
    path: (ids) => `/imports/${ids.import}/progress`,
    about: 'office',
    by: ['import:bring'],
  },
  '/imports/new': plain('/imports/new'),
  '/imports/template.csv': plain('/imports/template.csv'),
  '/imports/template.xlsx': plain('/imports/template.xlsx'),
  '/letters': plain('/letters', { byTier: ['revocation:decree', 'revocation:forward', 'letter:read'] }),
  '/letters/runs/[id]': { path: ({ run }) => `/letters/runs/${run}`, about: 'office' },
  '/letters/runs/[id]/progress': { path: ({ run }) => `/letters/runs/${run}/progress`, about: 'office' },
  '/letters/runs/new': plain('/letters/runs/new?row=2'),
  '/people/[personId]': onPerson(''),
  '/people/[personId]/access': onPerson('/access'),
  '/people/[personId]/addresses': onPerson('/addresses'),
  '/people/[personId]/edit': onPerson('/edit', { by: ['person:write'] }),
  '/people/[personId]/family': onPerson('/family'),
  '/people/[personId]/history': onPerson('/history'),
  '/people/[personId]/links': onPerson('/links'),
  '/people/[personId]/names': onPerson('/names'),
  '/people/[personId]/phones': onPerson('/phones'),
  '/people/[personId]/photos': onPerson('/photos'),
  '/people/new': plain('/people/new'),
  '/people/questions': plain('/people/questions'),
  '/people/questions/[questionId]': {
    path: ({ question }) => `/people/questions/${question}`,
    about: 'person',
    also: 'person:read',
  },
  '/petitions': plain('/petitions?state=all'),
  '/petitions/[petitionId]': { path: ({ petition }) => `/petitions/${petition}`, about: 'desk' },
  '/petitions/[petitionId]/attachments/[attachmentId]': {
    path: ({ petition, attachment }) => `/petitions/${petition}/attachments/${attachment}`,
    about: 'desk',
  },
  '/petitions/[petitionId]/hearings/[hearingId]': {
    path: ({ petition, hearing }) => `/petitions/${petition}/hearings/${hearing}`,
    about: 'desk',
  },
  '/petitions/figures': plain('/petitions/figures'),
  '/petitions/passed': plain('/petitions/passed'),
  '/petitions/new': plain('/petitions/new'),
  '/petitions/receipt': plain('/petitions/receipt'),
  '/quality': plain('/quality'),
  '/quality/list': office(({ unit }) => `/quality/list?unit=${unit}&kind=no_nik`),
  '/register-book': plain('/register-book?year=2026'),
  '/reviews': plain('/reviews'),
  '/revocations': plain('/revocations?state=all'),
  '/revocations/figures': plain('/revocations/figures?list=proposals'),
  '/revocations/routes': plain('/revocations/routes'),
  '/revocations/[id]': {
    path: ({ proceeding }) => `/revocations/${proceeding}`,
    about: 'case',
    by: ['case:read_specific', 'revocation:read'],
  },
  '/revocations/[id]/[step]': {
    path: ({ proceeding }) => `/revocations/${proceeding}/answer_kanwil`,
    about: 'case',
    by: ['case:read_specific', 'revocation:read'],
  },
  '/revocations/[id]/family': {
    path: ({ proceeding }) => `/revocations/${proceeding}/family`,
    about: 'case',
    also: 'case:read_specific',
  },
  '/revocations/[id]/annex/[annexId]': {
    path: ({ proceeding, annex }) => `/revocations/${proceeding}/annex/${annex}`,
    about: 'case',
    by: ['assessment:read', 'revocation:read'],
  },
  '/revocations/[id]/minutes/[minutesId]': {
    path: ({ proceeding, outsideMinutes }) => `/revocations/${proceeding}/minutes/${outsideMinutes}`,
    about: 'case',
    by: ['case:read_specific', 'revocation:read'],
  },
  '/reviews/[checkInId]': { path: ({ checkIn }) => `/reviews/${checkIn}`, about: 'case' },
  '/rules': plain('/rules'),
  '/rules/[rule]': {
    path: ({ unit }) => `/rules/check-ins.missed-in-a-row?unit=${unit}&option=late_report`,
    about: 'office',
  },
  '/search': plain('/search'),
  '/settings/backups': plain('/settings/backups'),
  '/settings/backups/keys': plain('/settings/backups/keys'),
  '/settings/gateways': plain('/settings/gateways'),
  '/settings/holidays': plain('/settings/holidays'),
  '/settings/installation': plain('/settings/installation'),
  '/settings/jobs': plain('/settings/jobs'),
  '/settings/letters': plain('/settings/letters'),
  '/settings/letters/[kind]': plain('/settings/letters/letters.cover'),
  '/settings/letters/letterhead': plain('/settings/letters/letterhead'),
  '/settings/letters/numbering': plain('/settings/letters/numbering'),
  '/settings/outbox': plain('/settings/outbox'),
  '/settings/staff': plain('/settings/staff'),
  '/settings/units': plain('/settings/units'),
  '/settings/units/[id]': { path: ({ unit }) => `/settings/units/${unit}`, about: 'office' },
  '/settings/units/new': { path: ({ unit }) => `/settings/units/new?parent=${unit}`, about: 'office' },
  '/tasks': plain('/tasks?scope=office'),
  // Which alarm there is for whom is shown beside the alarms themselves (signs.test.ts).
  '/tasks/[taskId]': plain('/tasks/00000000-0000-7000-8000-000000000000', { opens: 404 }),
  '/today': plain('/today'),
  '/today/due': plain('/today/due?whose=office'),
  '/today/missed': plain('/today/missed?whose=office'),
  '/transfers': plain('/transfers'),
  '/visits': plain('/visits'),
};

/** The pages of a petition, asked for one that complains of the office itself: it lies with the level above, and nobody of the office knows of it. */
export const complaintLines: readonly (readonly [string, Line])[] = [
  ['/petitions/[petitionId]', { path: (ids) => `/petitions/${ids.complaintOfCounsellor}`, about: 'above_desk' }],
  ['/petitions/[petitionId]', { path: (ids) => `/petitions/${ids.complaintOfHead}`, about: 'above_desk' }],
  [
    '/petitions/[petitionId]/attachments/[attachmentId]',
    {
      path: (ids) => `/petitions/${ids.complaintOfHead}/attachments/${ids.complaintAttachment}`,
      about: 'above_desk',
    },
  ],
  [
    '/petitions/[petitionId]/hearings/[hearingId]',
    { path: (ids) => `/petitions/${ids.complaintOfHead}/hearings/${ids.complaintHearing}`, about: 'above_desk' },
  ],
];

/** What programs may ask. */
export const apiLines: Readonly<Record<string, Line>> = {
  '/api/v1/units': plain('/api/v1/units'),
  '/api/v1/people': plain('/api/v1/people?q=siapa'),
  '/api/v1/clients': { path: ({ unit }) => `/api/v1/clients?unit=${unit}&state=all`, about: 'office' },
  '/api/v1/clients/[caseId]': { path: ({ case: id }) => `/api/v1/clients/${id}`, about: 'case' },
  '/api/v1/clients/[caseId]/check-ins': { path: ({ case: id }) => `/api/v1/clients/${id}/check-ins`, about: 'case' },
  '/api/v1/clients/[caseId]/obligations': {
    path: ({ case: id }) => `/api/v1/clients/${id}/obligations`,
    about: 'case',
  },
  '/api/v1/check-ins': { path: ({ unit }) => `/api/v1/check-ins?unit=${unit}&month=2026-05`, about: 'office' },
  '/api/v1/statistics/check-ins': {
    path: ({ unit }) => `/api/v1/statistics/check-ins?unit=${unit}&from=2026-01&to=2026-06`,
    about: 'office',
  },
};

/** A client's own pages: what they answer the client, and what his guarantor. */
export type OwnLine = { path: (ids: Ids) => string; client: number; guarantor: number; anothers?: true };
const own = (path: string, client = 200, guarantor = 404): OwnLine => ({ path: () => path, client, guarantor });
export const ownLines: Readonly<Record<string, OwnLine>> = {
  '/my': own('/my', 200, 200),
  '/my/awake': own('/my/awake', 204, 204),
  '/my/duties': own('/my/duties', 200, 200),
  '/my/breaches': own('/my/breaches'),
  '/my/revocations': own('/my/revocations'),
  '/my/permits': own('/my/permits'),
  '/my/permits/new': own('/my/permits/new'),
  '/my/guidance': own('/my/guidance'),
  '/my/history': own('/my/history'),
  '/my/history/[period]': {
    path: ({ obligation }) => `/my/history/${obligation}`,
    client: 200,
    guarantor: 404,
    anothers: true,
  },
  '/my/pin': own('/my/pin', 200, 200),
  '/my/privacy': own('/my/privacy', 200, 200),
  '/my/receipt/[receipt]': {
    path: ({ receipt }) => `/my/receipt/${receipt}`,
    client: 200,
    guarantor: 404,
    anothers: true,
  },
  '/my/report': own('/my/report'),
  '/my/report/[question]': own('/my/report/problem'),
  '/my/report/check': own('/my/report/check', 303),
  '/my/report/consent': own('/my/report/consent', 303),
  '/my/report/photo': own('/my/report/photo'),
  '/my/report/photo/taken': own('/my/report/photo/taken', 404),
  '/my/report/position': own('/my/report/position'),
  '/my/rights': own('/my/rights', 200, 200),
  '/my/who': own('/my/who', 200, 200),
};

/** For everybody, also nobody: what is answered without a session, and what to an officer who is signed in. */
export const publicLines: Readonly<Record<string, { path: string; nobody: number; officer: number }>> = {
  '/': { path: '/', nobody: 303, officer: 303 },
  '/api/v1/openapi.json': { path: '/api/v1/openapi.json', nobody: 200, officer: 200 },
  '/dev/components': { path: '/dev/components', nobody: 404, officer: 404 },
  '/healthz': { path: '/healthz', nobody: 200, officer: 200 },
  '/l': { path: '/l', nobody: 200, officer: 200 },
  '/l/[code]': { path: '/l/8KQ2-77HM', nobody: 200, officer: 200 },
  '/o/[code]': { path: '/o/8KQ2-77HM', nobody: 200, officer: 200 },
  '/network-down': { path: '/network-down', nobody: 200, officer: 200 },
  '/petition': { path: '/petition', nobody: 200, officer: 200 },
  '/petition/progress': { path: '/petition/progress', nobody: 200, officer: 200 },
  '/petition/receipt': { path: '/petition/receipt', nobody: 200, officer: 200 },
  '/p': { path: '/p', nobody: 200, officer: 200 },
  '/p/[code]': { path: '/p/8KQ2-77HM', nobody: 200, officer: 200 },
  '/refused': { path: '/refused', nobody: 404, officer: 404 },
  '/sign-in': { path: '/sign-in', nobody: 200, officer: 303 },
  '/sign-in/link/[token]': { path: `/sign-in/link/${'a'.repeat(43)}`, nobody: 200, officer: 200 },
  '/sign-in/new-password': { path: '/sign-in/new-password', nobody: 303, officer: 303 },
  '/sign-in/passkey': { path: '/sign-in/passkey', nobody: 303, officer: 303 },
  '/sign-in/second-factor': { path: '/sign-in/second-factor', nobody: 303, officer: 303 },
};

/** Addresses that only take what is sent; tests/corpus/forms sends it. */
export const sendOnly: readonly string[] = [
  '/api/v1/admissions',
  '/api/v1/clients/[caseId]/arrivals',
  '/language',
  '/my/sign-out',
  '/people/duplicates',
  '/place',
  '/settings/backups/keys/file',
  '/sign-out',
];

/** What a route of src/routes says of itself. */
export type Told = { who: 'public' | 'staff' | 'own' | 'api'; any: readonly Action[] | undefined };

const folder = fileURLToPath(new URL('../../src/routes', import.meta.url));

/** Every route with its own word about who it is for, read from the files, so that no new one is forgotten. */
export function readRoutes(): Map<string, Told> {
  const found = new Map<string, Told>();
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/(^|\/)\+(page\.)?server\.ts$/.test(file)) continue;
    const source = readFileSync(join(folder, file), 'utf8');
    const [, word] = /^export const _access: RouteAccess = \{([^}]*)\}/m.exec(source) ?? [];
    const [, who] = /who: '(\w+)'/.exec(word ?? '') ?? [];
    if (!who) throw new Error(`${file} does not say who it is for`);
    found.set(routeOf(file), { who: who as Told['who'], any: actsOf(word!) });
  }
  return found;
}

function routeOf(file: string): string {
  const parts = file.split('/').slice(0, -1);
  return `/${parts.filter((part) => !/^\(.*\)$/.test(part)).join('/')}`;
}

function actsOf(word: string): readonly Action[] | undefined {
  const [, list] = /any: (.*?)(, why|,?\s*$)/s.exec(word.trim()) ?? [];
  if (!list) return undefined;
  const named = [...list.matchAll(/'([a-z_]+:[a-z_]+)'/g)].map(([, act]) => act as Action);
  const scopes = [...list.matchAll(/(\w+)\.scopes/g)].flatMap(
    ([, id]) => endpoints.find((one) => one.id === id)!.scopes,
  );
  if (named.length + scopes.length === 0) throw new Error(`nobody can read the acts in ${word}`);
  return [...named, ...scopes];
}
