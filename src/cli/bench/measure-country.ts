import type { Values } from '../command.ts';
import { countrySize, openCountry } from './country.ts';
import { exitCode, printReport, type Report } from './figures.ts';

/** Measures on the data folder of a country of this size, which is thrown away afterwards, and prints what was found. Answers the exit code. */
export async function measureCountry(
  values: Values,
  measure: (data: string) => Promise<Report>,
  size: Values = values,
): Promise<number> {
  const country = await openCountry(size);
  try {
    const report = await measure(country.path);
    Object.assign(report.setting, countrySize(size));
    if (values.json) console.log(JSON.stringify(report, null, 2));
    else printReport(report);
    return exitCode(report, values.strict === true);
  } finally {
    country.remove();
  }
}

/** An office among a few thousand people, for what needs no whole country around it; whoever names a size gets that. */
export function fewPeople(values: Values): Values {
  return { ...values, clients: values.clients ?? '6000', people: values.people ?? '10000' };
}
