import { formatDate } from '#kernel/format';
import { instantAt, type ClockTime, type Zone } from '#kernel/zone';
import { m } from '#messages';
import { importCases } from '#modules/cases/server';
import { addPeople } from '#modules/people/server';
import { openTask } from '#modules/tasks/server';
import { todayAt } from '#modules/units';
import { listServiceArea } from '#modules/units/server';
import { sameName } from '../judge-rows.server.ts';
import { tellSearching } from '../searched.server.ts';
import type { KindAtWork } from '../kind.server.ts';
import { unsureColumns } from '../row-reader.ts';
import { cleanRow, type ClientRow } from './clean-row.ts';
import { countUnassigned, listBearers, listCasesOf, listCounsellors } from './clients.queries.server.ts';
import { counsellorFinder } from './counsellors.ts';
import { clients } from './kind.ts';
import { placeFinder } from './places.server.ts';

export const clientsAtWork: KindAtWork<ClientRow> = {
  async openReader(ctx, unit, rows, { columns }) {
    const today = todayAt(unit, ctx.now);
    const findPlace = placeFinder(await listServiceArea(ctx, unit.id));
    const known = {
      today,
      zone: unit.zone,
      findCounsellor: counsellorFinder(await listCounsellors(ctx.tx, unit.id, today)),
      unsure: unsureColumns(rows, columns, clients.days),
    };
    return async (cells) => {
      const place = (id: string) => {
        const cell = columns[id] === undefined ? undefined : cells[columns[id]];
        return cell?.type === 'text' ? cell.text.slice(0, 120) : '';
      };
      const area = await findPlace({
        village: place('village'),
        district: place('district'),
        regency: place('regency'),
      });
      return cleanRow(cells, columns, known, area);
    };
  },

  async lookUp(ctx, unitId, labels, personIds) {
    const cases = await listCasesOf(ctx.tx, unitId, personIds);
    return {
      bearers: await listBearers(ctx.tx, unitId, labels),
      // One letter apart is somebody else until an officer says otherwise, and so is another register number.
      judge: (clean, hits) => {
        const isSame =
          clean.registerLabel === null &&
          hits.some(
            (hit) =>
              sameName(clean, hit) &&
              cases.some(
                (one) =>
                  one.personId === hit.found.id && one.kind === clean.kind && one.receivedOn === clean.receivedOn,
              ),
          );
        return isSame ? 'same' : undefined;
      },
    };
  },

  async take(ctx, unit, { importId, forNotices }, rows) {
    const about = { importId };
    // Whoever has left since the list was read is given nobody.
    const here = new Set(
      (await listCounsellors(ctx.tx, unit.id, todayAt(unit, ctx.now))).map(({ staffId }) => staffId),
    );
    const personIds = await addPeople(
      ctx,
      unit.id,
      rows.map(({ clean }) => ({
        name: clean.name,
        nik: clean.nik,
        nikSource: clean.nikSource,
        birth: clean.birth,
        birthPlace: clean.birthPlace,
        sex: clean.sex,
        religion: clean.religion,
        aliases: clean.aliases ?? [],
        maritalState: clean.maritalState ?? null,
        education: clean.education ?? null,
        occupation: clean.occupation ?? '',
        motherName: clean.motherName,
        phones: clean.phones.map((number, nth) => ({
          number,
          whatsapp: clean.whatsapp?.includes(number) ?? false,
          // One number each: a reminder is one message, and the first is the one that answers chats.
          forNotices: forNotices && nth === 0,
        })),
        address:
          clean.address === '' && clean.areaCode === null
            ? null
            : {
                kind: 'residence',
                line: clean.address,
                rt: '',
                rw: '',
                areaCode: clean.areaCode,
                postalCode: '',
                since: null,
                verifiedOn: null,
              },
      })),
      about,
    );
    const taken = await importCases(
      ctx,
      unit.id,
      rows.map(({ clean }, index) => ({
        personId: personIds[index]!,
        kind: clean.kind,
        ageGroup: clean.ageGroup,
        receivedOn: clean.receivedOn,
        registeredOn: null,
        registerLabel: clean.registerLabel,
        guidanceStart: clean.guidanceStart,
        guidanceEnd: clean.guidanceEnd,
        releasedOn: clean.releasedOn ?? null,
        firstDetainedOn: clean.firstDetainedOn,
        sentence: clean.sentence,
        remissionDays: 0,
        offence: clean.offence,
        offenceArticles: clean.offenceArticles,
        basis: clean.basis,
        pkStaffId: clean.pkStaffId !== null && here.has(clean.pkStaffId) ? clean.pkStaffId : null,
        guarantor: clean.guarantor,
        notes: notesOf(clean, unit.zone, ctx.now),
      })),
      about,
    );
    const became = taken.map((answer) => (answer.ok ? { caseId: answer.caseId } : answer));
    await tellSearching(
      ctx,
      unit.id,
      rows,
      became.map((answer) => ('caseId' in answer ? answer : {})),
    );
    return became;
  },

  async finish(ctx, { id, unitId }) {
    const unassigned = await countUnassigned(ctx.tx, id);
    if (unassigned > 0)
      await openTask(ctx, {
        unitId,
        kind: 'imports.unassigned',
        key: id,
        forRole: 'section_head',
        facts: { clients: unassigned },
      });
    for (const job of ['check-ins.lay-out', 'contacts.lay-out'])
      await ctx.addJob(job, { unitId }, { key: `${job}:unit:${unitId}` });
  },
};

/** What the list says of the past is a note: nobody knows through which channel a report came, or what was said. */
function notesOf(clean: ClientRow, zone: Zone, now: Date): { text: string; happenedAt: Date }[] {
  const notes: { text: string; happenedAt: Date }[] = [];
  if (clean.lastReportedOn) {
    const noon = instantAt(zone, clean.lastReportedOn, '12:00' as ClockTime);
    notes.push({
      text: m.imports_note_last_reported({ day: formatDate(clean.lastReportedOn, 'id') }),
      happenedAt: noon < now ? noon : now,
    });
  }
  if (clean.note !== '') notes.push({ text: clean.note, happenedAt: now });
  return notes;
}
