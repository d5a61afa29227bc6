import { afterAll, expect, test } from 'vitest';
import { checkNik, type Nik, type Sex } from '#kernel/nik';
import type { PlainDate } from '#kernel/plain-date';
import { qualityKinds, type QualityKind } from '#modules/people';
import { countQuality, listQuality } from '#modules/people/server';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';

const database = await freshDatabase('quality');
const office = await openOffice(database);
const [section, farSection, kanwil] = await Promise.all([
  office.officer('section_head', 'palembang'),
  office.officer('section_head', 'kupang'),
  office.officer('kanwil', 'kanwil'),
]);
afterAll(() => office.close());

type Written = {
  nik: string | null;
  birth: string | null;
  precision: string;
  sex: Sex | null;
  mother: string;
  place: string;
};
/** Put together here, so that no number that could be somebody's stands in the repository. */
const nik = (born: string, serial: string, region = '167105') => region + born + serial;
const niks = [
  null,
  nik('170590', '0001'),
  nik('570590', '0002'),
  nik('000590', '0003'),
  nik('400590', '0003'),
  nik('720590', '0003'),
  nik('171390', '0003'),
  nik('310290', '0003'),
  nik('290200', '0003'),
  nik('290201', '0003'),
  nik('310690', '0003'),
  nik('170590', '0000'),
  nik('170590', '000'),
  nik('170590', '00012'),
  nik('170590', '0004', '997105'),
];
const births = [
  { birth: null, precision: 'unknown' },
  { birth: '1990-05-17', precision: 'day' },
  { birth: '2000-02-29', precision: 'day' },
  { birth: '1990-05-01', precision: 'month' },
  { birth: '1991-01-01', precision: 'year' },
  { birth: '1950-01-01', precision: 'about_year' },
];
const written: Written[] = niks.flatMap((nik, i) =>
  births.flatMap(({ birth, precision }, j) =>
    ([null, 'male', 'female'] as const).map((sex) => ({
      nik,
      birth,
      precision,
      sex,
      mother: ['', 'Ibu Rekaan', 'Tidak diketahui', 'Ibu Rekaan'][(i + j) % 4]!,
      place: (i + j) % 5 === 0 ? '' : 'Palembang',
    })),
  ),
);
for (const at of ['palembang', 'musi'] as const)
  await office.owner
    .insertInto('people.person')
    .values(
      written.slice(0, at === 'musi' ? 40 : written.length).map((one, index) => ({
        unit_id: office.units[at],
        name: `Orang Rekaan ${index}`,
        nik: one.nik,
        birth_date: one.birth,
        birth_precision: one.precision,
        sex: one.sex,
        mother_name: one.mother,
        birth_place: one.place,
      })),
    )
    .execute();

const reads = async <T>(who: Officer, query: Parameters<Awaited<ReturnType<typeof office.as>>['read']>[0]) =>
  (await office.as(who)).read(query) as Promise<T>;

/** The same, counted by the kernel's own reading of a NIK and by plain comparison. */
function expected(kind: QualityKind, people: readonly Written[]): number {
  const of = (one: Written) =>
    one.nik === null
      ? []
      : checkNik(one.nik as Nik, {
          ...(one.precision === 'day' && one.birth ? { birth: one.birth as PlainDate } : {}),
          ...(one.sex ? { sex: one.sex } : {}),
        });
  const impossible = [
    'nik_length',
    'nik_lost_zero',
    'nik_impossible_day',
    'nik_impossible_month',
    'nik_no_such_day',
    'nik_serial_zero',
  ];
  const isWhole = ({ nik }: Written) => nik?.length === 16;
  const tests: Record<QualityKind, (one: Written) => boolean> = {
    nik_twice: ({ nik }) => nik !== null && people.filter((other) => other.nik === nik).length > 1,
    nik_impossible: (one) => of(one).some((warning) => impossible.includes(warning)),
    nik_against_birth: (one) =>
      one.precision === 'day'
        ? of(one).includes('nik_birth_differs')
        : isWhole(one) && one.precision === 'month'
          ? one.nik!.slice(8, 12) !== one.birth!.slice(5, 7) + one.birth!.slice(2, 4)
          : isWhole(one) && one.precision === 'year' && one.nik!.slice(10, 12) !== one.birth!.slice(2, 4),
    nik_against_sex: (one) => of(one).includes('nik_sex_differs'),
    no_nik: ({ nik }) => nik === null,
    no_birth: ({ precision }) => precision === 'unknown',
    no_mother: ({ mother }) => mother !== 'Ibu Rekaan',
    no_birth_place: ({ place }) => place === '',
    no_sex: ({ sex }) => sex === null,
    no_reminders: () => false, // nobody here is a client; src/modules/imports/imports.test.ts has some
  };
  return people.filter(tests[kind]).length;
}

test('the database reads a NIK as the kernel does, and each number is as long as its list', async () => {
  const [counts] = await reads<Awaited<ReturnType<typeof countQuality>>>(section, countQuality);
  for (const kind of qualityKinds) {
    expect([kind, counts![kind]]).toEqual([kind, expected(kind, written)]);
    const list = await reads<Awaited<ReturnType<typeof listQuality>>>(section, (ctx) =>
      listQuality(ctx, { unitId: office.units.palembang, kind }, { limit: 1000 }),
    );
    expect([kind, list.total, list.rows.length]).toEqual([kind, counts![kind], counts![kind]]);
  }
  expect(counts!.people).toBe(written.length);
});

test('an office counts its own; whoever looks after several sees each', async () => {
  expect(await reads(farSection, countQuality)).toEqual([]);
  const list = await reads<Awaited<ReturnType<typeof listQuality>>>(farSection, (ctx) =>
    listQuality(ctx, { unitId: office.units.palembang, kind: 'no_nik' }),
  );
  expect(list).toEqual({ rows: [], total: 0 });
  const units = await reads<Awaited<ReturnType<typeof countQuality>>>(kanwil, countQuality);
  expect(units.map(({ unitId, people }) => [unitId, people])).toEqual([
    [office.units.palembang, written.length],
    [office.units.musi, 40],
  ]);
});
