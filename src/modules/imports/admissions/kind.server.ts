import { gateOf } from '#modules/custody';
import { admitPeople } from '#modules/custody/server';
import { mustBeAnswered } from '#modules/people';
import { addPeople } from '#modules/people/server';
import { todayAt } from '#modules/units';
import { sameName } from '../judge-rows.server.ts';
import type { KindAtWork } from '../kind.server.ts';
import { unsureColumns } from '../row-reader.ts';
import { listBearers, listHeld } from './admissions.queries.server.ts';
import { cleanRow, type AdmissionRow } from './clean-row.ts';
import { admissions } from './kind.ts';

export const admissionsAtWork: KindAtWork<AdmissionRow> = {
  async openReader(ctx, unit, rows, { columns }) {
    const known = {
      today: todayAt(unit, ctx.now),
      zone: unit.zone,
      unsure: unsureColumns(rows, columns, admissions.days),
      gate: gateOf(unit, ctx.now),
    };
    return (cells) => Promise.resolve(cleanRow(cells, columns, known));
  },

  async lookUp(ctx, unitId, labels, personIds) {
    const held = await listHeld(ctx.tx, personIds);
    return {
      bearers: await listBearers(ctx.tx, unitId, labels),
      judge: (clean, hits) => {
        const isSame = hits.some((hit) => {
          const stay = held.get(hit.found.id);
          return (
            stay?.admittedOn === clean.facts.admittedOn &&
            (clean.registerLabel === null || clean.registerLabel === stay.registerLabel) &&
            sameName(clean, hit)
          );
        });
        if (isSame) return 'same';
        // Whoever is in comes in no second time; whom he only resembles, an officer is asked about.
        const isHeld = hits.some(
          (hit) =>
            held.has(hit.found.id) && mustBeAnswered(hit.band) && (hit.band === 'strong' || sameName(clean, hit)),
        );
        return isHeld ? { column: 'name', problem: 'custody_already_held' } : undefined;
      },
    };
  },

  async take(ctx, unit, { importId }, rows) {
    const about = { importId };
    const personIds = await addPeople(
      ctx,
      unit.id,
      rows.map(({ clean }) => ({
        name: clean.name,
        aliases: clean.aliases,
        nik: clean.nik,
        nikSource: clean.nikSource,
        birth: clean.birth,
        birthPlace: clean.birthPlace,
        sex: clean.sex,
        motherName: clean.motherName,
        fatherName: clean.fatherName,
        address:
          clean.address === ''
            ? null
            : {
                kind: 'residence',
                line: clean.address,
                rt: '',
                rw: '',
                areaCode: null,
                postalCode: '',
                since: null,
                verifiedOn: null,
              },
      })),
      about,
    );
    const booked = await admitPeople(
      ctx,
      unit,
      rows.map(({ clean }, at) => ({
        ...clean.facts,
        importedLabel: clean.registerLabel ?? '',
        personId: personIds[at]!,
        birth: clean.birth,
      })),
      about,
    );
    return booked.map((answer, at) => (answer.ok ? { personId: personIds[at]!, stayId: answer.stayId } : answer));
  },

  // Who each of them may be is asked by the job that registering them has put; whoever has to be told follows from it.
  finish: () => Promise.resolve(),
};
