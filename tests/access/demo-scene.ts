import { createHash, randomBytes } from 'node:crypto';
import { actions } from '#modules/access';
import type { Office } from '../corpus/forms/office.ts';
import { Canaries, type Mark } from './canaries.ts';
import { readCatalog } from './catalog.ts';
import { mark, plantClient, Planter, type Planted } from './plant.ts';
import type { Kind } from './signed.ts';
import { wordsOf } from './sql-scene.ts';
import { anOfficer, offices, type Officer, type Place } from './strangers.ts';

/** Clients with a string of their own in every free text, in the served demo, where jobs make files and read lists. */
export class DemoScene {
  readonly marks: ReadonlyMap<string, Mark>;
  readonly planted: Planted[] = [];
  readonly #office: Office;
  readonly #canaries = new Canaries();
  readonly #makers = new Map<Place, Officer>();

  constructor(office: Office) {
    this.#office = office;
    this.marks = this.#canaries.marks;
  }

  /** Whose clients they will be; so that not he is what a page has more afterwards. */
  async makers(places: readonly Place[]): Promise<void> {
    for (const at of places) this.#makers.set(at, await anOfficer(this.#office, 'pk', at));
  }

  /** `shut` are those whom the record of an excluded person shuts out. */
  async plant(kinds: readonly Kind[], at: Place, shut: readonly Officer[]): Promise<Planted[]> {
    const db = await this.#office.db.connect();
    try {
      const planter = new Planter(db, await readCatalog(db), this.#canaries);
      const maker = this.#makers.get(at) ?? (await anOfficer(this.#office, 'pk', at));
      const { staffId, unitId, toUnitId } = await this.#office.one<{
        staffId: string;
        unitId: number;
        toUnitId: number;
      }>(
        `select a.staff_id as "staffId", u.id as "unitId", other.id as "toUnitId" from accounts.account a, units.unit u, units.unit other
         where a.id = $1 and u.code = $2 and other.code = $3`,
        [maker.accountId, offices[at], offices[4]],
      );
      const added: Planted[] = [];
      for (const kind of kinds) {
        const record = `${kind} of ${offices[at]}`;
        await db.query('begin');
        const planted = await plantClient(planter, {
          record,
          kind,
          unitId,
          toUnitId,
          pkStaffId: staffId,
          makerAccountId: maker.accountId,
        });
        for (const one of kind === 'excluded' ? shut : shut.slice(0, 1))
          await mark(planter, planted, { asker: one.accountId, other: maker.accountId });
        await wordsOf(db, planted);
        // Rows of a spreadsheet have their own shape, which a string cannot take; the served matrix plants them.
        await db.query('delete from imports.row where import_id = $1', [planted.ids.import]);
        await db.query('delete from imports.import where id = $1', [planted.ids.import]);
        // What could not be sent stands on a page of the administrator, which others look at after us.
        await db.query('delete from messages.outbox where case_id = $1', [planted.caseId]);
        await db.query('commit');
        added.push(planted);
      }
      this.planted.push(...added);
      return added;
    } catch (error) {
      await db.query('rollback');
      throw error;
    } finally {
      db.release();
    }
  }

  /** A token of a program that may do whatever this officer may, but for telling of admissions from above: a token for that is for nothing besides. */
  async tokenOf(officer: Officer): Promise<string> {
    const token = `simpul_${randomBytes(32).toString('base64url')}`;
    await this.#office.rows(
      `insert into accounts.session (token_hash, account_id, kind, stage, scopes, idle_limit, expires_at)
       values ($1, $2, 'token', 'full', $3, '1 year', now() + interval '1 day')`,
      [createHash('sha256').update(token).digest(), officer.accountId, actions.filter((act) => act !== 'custody:feed')],
    );
    return token;
  }
}
