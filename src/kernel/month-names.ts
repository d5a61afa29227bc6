/** The twelve months as they are written in Indonesian and English, with the spelling before 1972 and every abbreviation met so far. */
export const monthNames: readonly (readonly string[])[] = [
  ['januari', 'january', 'jan', 'djanuari'],
  ['februari', 'february', 'feb', 'pebruari', 'peb', 'febuari'],
  ['maret', 'march', 'mar', 'mrt'],
  ['april', 'apr'],
  ['mei', 'may', 'mai'],
  ['juni', 'june', 'jun', 'djuni'],
  ['juli', 'july', 'jul', 'djuli'],
  ['agustus', 'august', 'agt', 'ags', 'agu', 'agst', 'agust', 'aug'],
  ['september', 'sep', 'sept'],
  ['oktober', 'october', 'okt', 'oct'],
  ['november', 'nov', 'nopember', 'nop'],
  ['desember', 'december', 'des', 'dec'],
];

/** As letters are dated: 13-VI-2022. */
export const romanMonths = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi', 'xii'] as const;

/** Monday first. */
export const weekdayNames: readonly (readonly string[])[] = [
  ['senin', 'monday', 'sen', 'mon'],
  ['selasa', 'tuesday', 'sel', 'tue'],
  ['rabu', 'wednesday', 'rab', 'wed'],
  ['kamis', 'thursday', 'kam', 'thu'],
  ["jum'at", 'jumat', 'friday', 'jum', 'fri'],
  ['sabtu', 'saturday', 'sab', 'sat'],
  ['minggu', 'ahad', 'sunday', 'min', 'sun'],
];
