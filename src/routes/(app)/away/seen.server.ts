import { infoGrades, infoGradeWords, sourceGrades, sourceGradeWords } from '#modules/at-large';
import { listAreasIn } from '#modules/people/server';
import { optionsOf } from '../clients/shown.server.ts';

let known: Promise<{ value: string; label: string }[]> | undefined;
/** Every regency and city, so that somebody seen far away goes to the office there; they never change while the process runs. */
function regencies(): Promise<{ value: string; label: string }[]> {
  return (known ??= (async () => {
    const all: { value: string; label: string }[] = [];
    for (const province of await listAreasIn(''))
      for (const { code, name } of await listAreasIn(province.code)) all.push({ value: code, label: name });
    return all.sort((a, b) => a.label.localeCompare(b.label, 'id'));
  })());
}

/** What is chosen from when somebody tells where he was seen. */
export async function seenChoices() {
  return {
    areas: await regencies(),
    sources: optionsOf(sourceGradeWords, sourceGrades),
    infos: optionsOf(infoGradeWords, infoGrades),
  };
}
