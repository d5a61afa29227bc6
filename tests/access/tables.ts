import { readFileSync } from 'node:fs';
import type { Action, Role } from '#modules/access';
import type { Command } from './catalog.ts';
import type { Mark } from './canaries.ts';
import { isAllowed, isWithin, kinds, paths, signed, type Kind, type Relation } from './signed.ts';

/**
 * tables.csv says for each table and command by which acts of access.csv a row is reached, and what a row is about:
 * desk: the very office where a petition lies, and no office above it; next_desk: the one that it is passed on to. Of what complains of an office, above_desk: the level above, where it lies; own_desk: the office's own, where it is taken down and never read. papers: those of a sitting, where nobody is shut out from whom it hears; minutes: the same, and whoever sits while it is open; agenda: whoever keeps sittings, whomever they hear. kanwil, centre: the tier that writes; sent: also whoever it went to; came_up: an office's letter, and its page, for the tiers that it went to. case, person, face: a client's record, with everything that guards it; held: the papers of his stay, and who opened it. unit: the office that holds it, and nobody who is shut out.
 * admissions: a list of those who came into an institution; admitted: a row of it that became somebody, who guards it.
 * office: the office alone. account: the office of an officer's account. arriving: the office that a transfer goes to. officer, card, house: no office, but an
 * account of an officer, of a client, or no account.
 * Besides acts: self (one's own rows), !self (never those), writer (the same, while the client is in sight), anybody (who is signed in), everybody. The last column also opens to whoever recognises people (match), and to nobody else. What is not written there is closed.
 */
export type About =
  | 'desk'
  | 'next_desk'
  | 'above_desk'
  | 'own_desk'
  | 'minutes'
  | 'papers'
  | 'agenda'
  | 'kanwil'
  | 'centre'
  | 'sent'
  | 'came_up'
  | 'case'
  | 'person'
  | 'face'
  | 'held'
  | 'unit'
  | 'office'
  | 'account'
  | 'officer'
  | 'card'
  | 'arriving'
  | 'admissions'
  | 'admitted'
  | 'house';
export type Line = {
  table: string;
  command: Command;
  about: About;
  staff: string[];
  own: string;
  job: string;
  public: string;
};

const [, ...written] = readFileSync(new URL('../../src/modules/access/tables.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n');
export const lines: Line[] = written.map((text) => {
  const [table, command, about, staff, own, job, open] = text.split(',') as [string, Command, About, ...string[]];
  return { table, command, about, staff: words(staff), own: own!, job: job!, public: open! };
});
function words(cell: string | undefined): string[] {
  return cell && cell !== '-' ? cell.split(' ') : [];
}

const byTable = new Map<string, Line[]>();
for (const line of lines) {
  const key = `${line.table} ${line.command}`;
  byTable.set(key, [...(byTable.get(key) ?? []), line]);
}
export const linesOf = (table: string, command: Command): Line[] => byTable.get(`${table} ${command}`) ?? [];

/** What a planted row is about. */
export type Subject = {
  kind?: Kind;
  /** Whether it is the asker's own row. */
  isOwn?: boolean;
  /** The client of the row, by the name of the record. */
  record?: string;
  /** A person of whom the office has no case (yet): nobody is his counsellor, and nothing of him can be opened with a reason. */
  caseless?: boolean;
  /** The files of a face are the person's; other files are papers of the case. */
  face?: boolean;
  /** The files of a stay are seen with the stay; who opened it, by whoever leads there. */
  held?: boolean;
  /** Whose letter it is, where it is not the office's about its client; and whether it has gone out. A complaint is of the office itself. */
  desk?: 'sitting' | 'kanwil' | 'centre' | 'proposal' | 'admissions' | 'complaint';
  sent?: boolean;
};

/** Of which sort a planted file is, by what was planted in it. */
export function fileOf(column: string): Pick<Subject, 'face' | 'held'> {
  if (column.endsWith('image/jpeg')) return { face: true };
  return column.endsWith('of a stay') ? { held: true } : {};
}

/** What a planted string belongs to; nothing where it is of no client and no complaint. A record says behind a comma of which sort it is. */
export function subjectOfMark({ record, column }: Mark): (Subject & { kind: Kind }) | undefined {
  const [of = '', desk = ''] = record.split(', ');
  if (!(of in kinds)) return undefined;
  const [whose, sent] = desk.split(' ');
  return {
    kind: of as Kind,
    record: of,
    ...(whose ? { desk: whose as NonNullable<Subject['desk']>, sent: sent === 'sent' } : {}),
    ...fileOf(column),
  };
}

export type Tie = Relation & { unassigned?: boolean; arrivesAt?: boolean; keeps?: boolean; sits?: boolean };

/** Posts that may be named to the observation team, or called to its sittings. */
const teamRoles: readonly Role[] = ['pk', 'apk', 'section_head', 'head_of_bapas'];
/** Whether a sitting opens this to him although his post does not: to its secretary, or to read to whoever sits there. */
function reachesBySitting(
  role: Role,
  act: Action,
  tie: Tie,
  kind: { excluded?: boolean; sealed?: boolean; restricted?: boolean; listed?: boolean },
): boolean {
  if (tie.at !== tie.holder || !teamRoles.includes(role)) return false;
  if (kind.excluded || (kind.sealed && !tie.opened) || (kind.restricted && !kind.listed && !tie.opened)) return false;
  return (
    (act === 'sitting:keep' && tie.keeps === true && role !== 'section_head') ||
    (act === 'sitting:read' && (tie.keeps === true || tie.sits === true))
  );
}
export type Asker =
  | { as: 'staff'; role: Role; ties: Tie[]; signedIn: boolean }
  | { as: 'client' | 'guarantor'; record: string; signedIn: boolean }
  | { as: 'job'; at: number; signedIn: boolean }
  | { as: 'public' }
  | { as: 'match' };

export function isReached(table: string, command: Command, asker: Asker, subject: Subject, holder: number): boolean {
  return linesOf(table, command).some((line) => {
    // A client's own account is his, whatever it is about.
    const isOwner = line.about === 'account' && subject.isOwn && (asker.as === 'client' || asker.as === 'guarantor');
    if (!concerns(line.about, subject) && !isOwner) return false;
    switch (asker.as) {
      case 'staff':
        if (line.staff.includes('!self') && subject.isOwn) return false;
        return line.staff.filter((word) => word !== '!self').some((word) => reachesAsStaff(line, word, asker, subject));
      case 'client':
      case 'guarantor':
        return reachesAsOwn(line, asker, subject);
      case 'job':
        if (line.job === 'everybody') return true;
        if (!asker.signedIn) return false;
        if (line.job === 'unit') return asker.at === holder;
        return line.job === 'any' || (line.job === 'self' && subject.isOwn === true);
      case 'public':
        return line.public === 'any';
      case 'match':
        return line.public === 'match';
    }
  });
}

function reachesAsStaff(line: Line, word: string, asker: Extract<Asker, { as: 'staff' }>, subject: Subject): boolean {
  if (word === 'everybody') return true;
  if (!asker.signedIn) return false;
  if (word === 'anybody') return true;
  if (word === 'self') return subject.isOwn === true;
  if (word === 'writer')
    return subject.isOwn === true && asker.ties.some((tie) => reachesBy('case', asker.role, 'case:list', tie, subject));
  const act = word as Action;
  return asker.ties.some((tie) => reachesBy(line.about, asker.role, act, tie, subject));
}

/** Whether a posting reaches a row of this sort by an act, as the signed table says. */
export function reachesBy(about: About, role: Role, act: Action, tie: Tie, subject: Subject): boolean {
  const kind = subject.kind ? kinds[subject.kind] : {};
  switch (about) {
    case 'case':
    case 'held':
    case 'sent':
    case 'came_up':
      return isAllowed(role, act, tie, kind) || reachesBySitting(role, act, tie, kind);
    case 'person':
    case 'face': {
      // Until somebody is assigned, whoever may receive clients there looks after the record; not after what is specific.
      const own: Tie = subject.caseless ? { at: tie.at, holder: tie.holder, unassigned: true } : tie;
      const looksAfter = own.unassigned && act !== 'person:read_specific' && isAllowed(role, 'case:receive', own, kind);
      return isAllowed(role, act, looksAfter ? { ...own, standsIn: true } : own, kind);
    }
    case 'admissions':
      return reachesOffice(role, act, tie);
    case 'admitted':
      return isAllowed(role, act, tie, kind);
    case 'unit':
      return !('excluded' in kind) && reachesOffice(role, act, tie);
    case 'office':
      return reachesOffice(role, act, tie) || reachesBySitting(role, act, tie, {});
    case 'minutes':
      // Whoever sits reads them until they are signed.
      return (
        reachesBy('papers', role, act, tie, subject) ||
        (tie.sits === true && !shutOut(kind) && reachesBySitting(role, 'sitting:read', tie, {}))
      );
    case 'papers':
      return !shutOut(kind) && reachesBy('agenda', role, act, tie, subject);
    case 'agenda':
      return reachesOffice(role, act, tie) || reachesBySitting(role, act, tie, {});
    case 'kanwil':
    case 'centre':
      return isAllowed(role, act, tie, kind) && isWithin(role, tie.at, about === 'kanwil' ? 2 : 1);
    case 'desk':
      return tie.at === tie.holder && reachesOffice(role, act, tie);
    case 'above_desk':
      return tie.at === paths[tie.holder]?.at(-2) && reachesOffice(role, act, { ...tie, holder: tie.at });
    case 'own_desk':
      return tie.at === tie.holder && reachesOffice(role, act, tie);
    case 'next_desk':
      return tie.at === 4 && reachesOffice(role, act, { ...tie, holder: 4 });
    case 'account':
      return reachesOffice(role, act, subject.isOwn ? { ...tie, holder: tie.at } : tie);
    case 'arriving':
      return isAllowed(role, act, { ...tie, holder: 4 }, kind);
    case 'officer':
    case 'card':
    case 'house':
      return tie.at !== 0 && (signed.get(`${role} ${act}`) ?? '-') !== '-';
  }
}

/** Whoever may not know somebody whom a sitting hears does not read its papers. */
function shutOut(kind: { excluded?: boolean; restricted?: boolean; listed?: boolean }): boolean {
  return kind.excluded === true || (kind.restricted === true && !kind.listed);
}

/** Whether a row is of the sort that a line speaks of. */
function concerns(about: About, subject: Subject): boolean {
  switch (about) {
    case 'case':
      return (
        subject.kind !== undefined && !subject.face && !subject.held && (!subject.desk || subject.desk === 'proposal')
      );
    case 'sent':
      return subject.sent === true;
    case 'came_up':
      return subject.desk === 'proposal';
    case 'kanwil':
    case 'centre':
      return subject.desk === about;
    case 'minutes':
    case 'papers':
    case 'agenda':
      return subject.desk === 'sitting';
    case 'face':
      return subject.face === true;
    case 'held':
      return subject.held === true;
    case 'person':
    case 'arriving':
    case 'card':
      return subject.kind !== undefined;
    case 'account':
    case 'officer':
      return subject.kind === undefined;
    case 'admissions':
    case 'admitted':
      return subject.desk === 'admissions';
    // A list of admissions is not of those who bring clients, although it is the same table.
    case 'office':
      return subject.desk !== 'admissions';
    case 'above_desk':
    case 'own_desk':
      return subject.desk === 'complaint';
    case 'desk':
    case 'next_desk':
      return subject.desk !== 'complaint';
    case 'unit':
    case 'house':
      return true;
  }
}

/** `own` at an office without a client means: one's own part of it. */
function reachesOffice(role: Role, act: Action, tie: Tie): boolean {
  const cell = signed.get(`${role} ${act}`) ?? '-';
  if (tie.at === 0 || cell === '-') return false;
  return cell === 'any' || isWithin(role, tie.at, tie.holder);
}

function reachesAsOwn(line: Line, asker: { as: string; record: string; signedIn: boolean }, subject: Subject): boolean {
  if (line.own === 'everybody') return true;
  if (!asker.signedIn) return false;
  switch (line.own) {
    case 'anybody':
      return true;
    case 'self':
      return subject.isOwn === true;
    case 'both':
      return subject.record === asker.record;
    case 'client':
      return asker.as === 'client' && subject.record === asker.record;
    case 'face':
      return subject.face === true && subject.record === asker.record;
    default:
      return false;
  }
}
