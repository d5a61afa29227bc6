/** A line of those present: a name, and in brackets as what he was there. */
const asWhat = /^(.*?)\s*\(([^()]+)\)\.?$/;
const plain = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Who was there besides whoever was heard and whoever heard him, and as what where that was written; each signs the minutes. */
export function othersPresent({
  present,
  person,
  clientName,
  inAbsence,
  examiner,
}: {
  present: string;
  /** Whoever was heard where that was not the client. */
  person: string;
  clientName: string;
  inAbsence: boolean;
  examiner: { name: string } | null;
}): { name: string; as: string }[] {
  const heard = person === '' ? clientName : person;
  const signs = [examiner?.name ?? '', heard].map(plain);
  return present
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [, name, as] = asWhat.exec(line) ?? [];
      return { name: name ?? line, as: as === undefined ? '' : as.charAt(0).toUpperCase() + as.slice(1) };
    })
    .filter(({ name }) => !signs.includes(plain(name)) && !(inAbsence && plain(name) === plain(clientName)))
    .slice(0, 12);
}
