/**
 * Spellings of one sound in Indonesian names, applied in this order to a lower-case word of plain letters. Each line is here
 * because two officers would write the same person's name in both ways; what only looks alike is not.
 */
export const soundFolds: readonly { from: RegExp; to: string; because: string }[] = [
  // A word that shows the spelling before 1972 writes y as j; its own j sounds are written dj, and are put aside as J.
  { from: /dj/g, to: 'J', because: 'Djoko, Joko' },
  { from: /^(?=.*(?:J|tj|oe|nj|sj))(.*)$/, to: '$1~', because: 'marks a word in the old spelling' },
  { from: /(?<=[a-z])sj/g, to: 'sy', because: 'Arsjad, Arsyad' },
  { from: /^sj/, to: 'sy', because: 'Sjarif, Syarif' },
  { from: /nj/g, to: 'ny', because: 'Njoman, Nyoman' },
  { from: /tj/g, to: 'c', because: 'Tjahjo, Cahyo' },
  { from: /oe/g, to: 'u', because: 'Soekarno, Sukarno' },
  { from: /(?<=.)j(?=.*~$)/g, to: 'y', because: 'Widjaja, Wijaya' },
  { from: /~$/, to: '', because: 'removes the mark' },
  { from: /J/g, to: 'j', because: 'the sound put aside' },
  {
    from: /^y(?=[aeiou])/,
    to: 'j',
    because: 'Jusuf, Yusuf; Yohanes, Johanes: at the beginning no one can tell the old y from j',
  },
  // Arabic sounds
  { from: /chr/g, to: 'kr', because: 'Christian, Kristian' },
  { from: /kh|ch/g, to: 'h', because: 'Achmad, Akhmad, Ahmad; Choirul, Khoirul' },
  { from: /sy|sh/g, to: 's', because: 'Syaiful, Saiful; Aisha, Aisya' },
  { from: /ts/g, to: 's', because: 'Utsman, Usman' },
  { from: /dz/g, to: 'z', because: 'Dzulkifli, Zulkifli' },
  { from: /dh/g, to: 'd', because: 'Ramadhan, Ramadan; Dhani, Dani' },
  { from: /th/g, to: 't', because: 'Fathur, Fatur' },
  { from: /gh/g, to: 'g', because: 'Ghofur, Gofur' },
  { from: /bh/g, to: 'b', because: 'Subhan is written Suban' },
  { from: /ae/g, to: 'ai', because: 'Zaenal, Zainal' },
  // Letters that Indonesian ears do not tell apart
  { from: /ph|[fv]/g, to: 'p', because: 'Fitri, Pitri; Novi, Nopi' },
  { from: /z/g, to: 'j', because: 'Rizal, Rijal; Zaenal, Jaenal' },
  { from: /q|ck/g, to: 'k', because: 'Qodir, Kodir; Dicky, Diki' },
  { from: /x/g, to: 'ks', because: 'Alex, Aleks' },
  { from: /c(?=[tklrs]|$)/g, to: 'k', because: 'Octavia, Oktavia; Eric, Erik' },
  { from: /ie/g, to: 'i', because: 'Arief, Arif' },
  {
    from: /(?<=[^aeioun])y|(?<=n)y(?![aeiou])|(?<=[aeiou])y$/g,
    to: 'i',
    because: 'Rudy, Rudi; Dyah, Diah; Jenny, Jenni',
  },
  { from: /iy(?=[aeou])/g, to: 'i', because: 'Komariyah, Komariah: the y is only the glide between two vowels' },
  { from: /(.)\1+/g, to: '$1', because: 'Anissa, Anisa' },
  { from: /(?<=.)h$/, to: '', because: 'Aisyah, Aisya' },
];

/** Whole words of which the short forms are everywhere. Compared after the folds above. */
export const soundWords: readonly { written: readonly string[]; key: string }[] = [
  {
    written: [
      'muhammad',
      'muhamad',
      'mohammad',
      'mohamad',
      'mohammed',
      'mohamed',
      'muhammed',
      'mochammad',
      'mochamad',
      'mukhammad',
      'mokhamad',
      'mochamat',
      'muhamat',
      'mohd',
      'muhd',
      'mhd',
      'mhmd',
      'muh',
      'moh',
      'moch',
      'much',
      'mukh',
      'mokh',
      'mokhammad',
      'm',
    ],
    key: 'muhamad',
  },
  { written: ['abdul', 'abdoel', 'abd', 'abdoul', 'abdu', 'abdl'], key: 'abdul' },
];
