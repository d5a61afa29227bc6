import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, expectTypeOf, test } from 'vitest';
import * as f from './fields.ts';
import { plainDate as day, type PlainDate } from './plain-date.ts';
import { readProblem } from './problems.ts';

const read = <T>(field: f.Field<T>, typed?: unknown): T | string => {
  const result = v.safeParse(v.object({ field }), typed === undefined ? {} : { field: typed });
  return result.success ? result.output.field : result.issues.map((issue) => issue.message).join(' ');
};

describe('a field of a form', () => {
  test.each([
    ['date', f.typedDate(), '13 Juni 2022', '2022-06-13'],
    ['date', f.typedDate(), '', 'date_missing'],
    ['date', f.typedDate(), undefined, 'date_missing'],
    ['date', f.typedDate(), '30-02-2022', 'date_no_such_day'],
    ['date', f.typedDate(), 'besok', 'date_not_a_date'],
    ['date', f.typedDate({ latest: day('2022-06-13') }), '14-06-2022', 'date_too_late?latest=2022-06-13'],
    ['date', f.typedDate(), '01-01-1443', 'date_too_early?earliest=1900-01-01'],
    ['optional date', f.optionalDate(), ' ', undefined],
    ['optional date', f.optionalDate(), 'x', 'date_not_a_date'],
    ['partial date', f.partialDate(), '03-1985', { text: '1985-03', precision: 'month' }],
    [
      'partial date',
      f.partialDate({ today: day('2022-06-13') }),
      '35 tahun',
      { text: '1987', precision: 'about_year' },
    ],
    ['partial date', f.partialDate(), '', undefined],
    ['time', f.typedTime(), '8.15', '08:15'],
    ['time', f.typedTime(), '25:00', 'time_not_a_time'],
    ['month', f.typedMonth(), '2022-06', '2022-06'],
    ['name', f.personName(), '  Siti\u200b  Nurhaliza ', 'Siti Nurhaliza'],
    ['name', f.personName(), '', 'name_missing'],
    ['name', f.personName(), 'x'.repeat(201), 'name_too_long?max=200'],
    ['name', f.personName(), 'a\0', 'text_nul'],
    ['optional name', f.optionalPersonName(), '', undefined],
    ['free text', f.freeText(10), ' a\r\nb ', 'a\nb'],
    ['free text', f.freeText(10), ' \u200b ', 'required'],
    ['free text', f.freeText(10), 'x'.repeat(11), 'text_too_long?max=10'],
    ['free text', f.freeText(10), 'a\ud800', 'text_broken'],
    ['optional text', f.optionalText(10), undefined, ''],
    ['short text', f.shortText(10), 'a\nb', 'a b'],
    ['nik', f.nikField(), '', undefined],
    ['nik', f.nikField(), '160000 130685 0001', '1600001306850001'],
    ['nik', f.nikField(), '1,6E+15', 'nik_scientific'],
    ['nip', f.nipField(), '19850613 200501 1 001', '198506132005011001'],
    ['phone', f.phoneField(), '0812 3456 7890', '+6281234567890'],
    ['phone', f.phoneField(), '', 'phone_missing'],
    ['optional phone', f.optionalPhone(), '', undefined],
    ['email', f.emailField(), ' Siti@Contoh.id ', 'siti@contoh.id'],
    ['email', f.emailField(), 'siti@', 'email_not_an_address'],
    ['choice', f.choice(['in_person', 'app']), 'app', 'app'],
    ['choice', f.choice(['in_person', 'app']), '', 'choice_missing'],
    ['choice', f.choice(['in_person', 'app']), '__proto__', 'choice_unknown'],
    ['choices', f.choices(['a', 'b', 'c']), ['c', 'a', 'a'], ['a', 'c']],
    ['choices', f.choices(['a', 'b', 'c']), undefined, []],
    ['choices', f.choices(['a', 'b']), ['x'], 'choice_unknown'],
    ['checkbox', f.checkbox(), 'on', true],
    ['checkbox', f.checkbox(), undefined, false],
    ['checkbox', f.checkbox(), true, true],
    ['agreement', f.agreement(), undefined, 'must_agree'],
    ['integer', f.integer(0, 9999), '3.661', 3661],
    ['integer', f.integer(0, 9999), '-0', 0],
    ['integer', f.integer(0, 9999), 12, 12],
    ['integer', f.integer(0, 9), '3,5', 'number_not_whole'],
    ['integer', f.integer(0, 9), '10', 'number_too_large?max=9'],
    ['integer', f.integer(1, 9), '0', 'number_too_small?min=1'],
    ['integer', f.integer(0, 9), '1e309', 'number_not_a_number'],
    ['integer', f.integer(0, 1e20), '9007199254740993', 'number_not_a_number'],
    ['integer', f.integer(0, 9), '', 'required'],
    ['uuid', f.uuidField(), '018F2C4E-7B1A-7C3D-8E9F-0A1B2C3D4E5F', '018f2c4e-7b1a-7c3d-8e9f-0a1b2c3d4e5f'],
    ['uuid', f.uuidField(), "1' or '1'='1", 'id_not_valid'],
    ['pin', f.pin(day('1985-06-13')), '130685', 'pin_is_birth_date'],
    ['pin', f.pin(), '274918', '274918'],
    ['pin', f.pin(), '123456', 'pin_too_easy'],
  ] as [string, f.Field<unknown>, unknown, unknown][])('%s %#', (_, field, typed, expected) => {
    expect(read(field, typed)).toEqual(expected);
  });

  test('has the type of its value', () => {
    const form = v.parse(
      v.object({ heldOn: f.typedDate(), channel: f.choice(['in_person', 'app']), note: f.optionalText(10) }),
      { heldOn: '13-06-2022', channel: 'app' },
    );
    expectTypeOf(form).toEqualTypeOf<{ heldOn: PlainDate; channel: 'in_person' | 'app'; note: string }>();
    expect(form).toEqual({ heldOn: '2022-06-13', channel: 'app', note: '' });
  });

  const every: [string, f.Field<unknown>][] = [
    ['date', f.typedDate()],
    ['optional date', f.optionalDate()],
    ['partial', f.partialDate()],
    ['time', f.typedTime()],
    ['month', f.typedMonth()],
    ['name', f.personName()],
    ['text', f.freeText(50)],
    ['short', f.shortText(50)],
    ['nik', f.nikField()],
    ['nip', f.nipField()],
    ['phone', f.phoneField()],
    ['email', f.emailField()],
    ['choice', f.choice(['a'])],
    ['choices', f.choices(['a'])],
    ['checkbox', f.checkbox()],
    ['integer', f.integer(0, 5)],
    ['uuid', f.uuidField()],
    ['pin', f.pin()],
  ];

  test.each(every)('%s answers whatever is sent with a value or a known problem', (_, field) => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.anything(),
      fc.constantFrom(null, undefined, [], {}, ['a', 'b'], Number.NaN, Number.POSITIVE_INFINITY, new File([], 'x')),
    );
    fc.assert(
      fc.property(anything, (typed) => {
        const result = v.safeParse(v.object({ field }), { field: typed });
        if (!result.success)
          for (const issue of result.issues) expect(readProblem(issue.message), issue.message).toBeDefined();
      }),
    );
  });
});
