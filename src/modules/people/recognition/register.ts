import {
  birthInNik,
  readBirth,
  readMother,
  readNames,
  readNikHalves,
  readPlace,
  readSex,
  type Facts,
  type NikHalves,
  type SexCode,
} from './facts.ts';
import { withinOneEdit, wordOf, type Word } from './spelling.ts';

/** A word as it is counted in a register, with a place to remember how it compares with what is asked just now. */
export type KnownWord = Word & {
  /** Its place in the register's lists; -1 where nobody has ever borne it. */
  id: number;
  /** How many bear it as a name, a father's or another name; how many have a mother of it. */
  named: number;
  mothers: number;
  askedIn: number;
  row: number;
};
export type KnownPlace = {
  name: string;
  spellingClass: string;
  id: number;
  born: number;
  askedIn: number;
  outcome: number;
};

/** One person, read: what is compared. */
export type Side = {
  own: KnownWord[];
  father: KnownWord[];
  alias: KnownWord[];
  mother: KnownWord[];
  birth: number;
  place: KnownPlace | undefined;
  nik: NikHalves;
  sex: SexCode;
};

/** How common things are. */
export type Counts = {
  people: number;
  bornOn: (birth: number) => number;
  ofSex: (sex: SexCode) => number;
};

const fresh = (plain: string): KnownWord => ({ ...wordOf(plain), id: -1, named: 0, mothers: 0, askedIn: -1, row: -1 });

const freshPlace = (name: string): KnownPlace => ({
  name,
  spellingClass: wordOf(name.replaceAll(' ', '')).spellingClass,
  id: -1,
  born: 0,
  askedIn: -1,
  outcome: 0,
});

/** The distinct words and places of a register. Words stay when their last bearer goes: the next typing error brings them back. */
export class Words {
  readonly all: KnownWord[] = [];
  readonly places: KnownPlace[] = [];
  private readonly byText = new Map<string, KnownWord>();
  private readonly byPlace = new Map<string, KnownPlace>();
  private readonly readPlaces = new Map<string, string>();

  find(plain: string): KnownWord | undefined {
    return this.byText.get(plain);
  }

  /** The word, unknown ones as words that nobody bears. */
  look(plain: string): KnownWord {
    return this.byText.get(plain) ?? fresh(plain);
  }

  /** The word, which `begin` is told of where it is new. */
  keep(plain: string, begin: (word: KnownWord) => void): KnownWord {
    const known = this.byText.get(plain);
    if (known) return known;
    const word = fresh(plain);
    word.id = this.all.length;
    this.all.push(word);
    this.byText.set(plain, word);
    begin(word);
    return word;
  }

  lookPlace(written: string | undefined): KnownPlace | undefined {
    const name = this.placeName(written);
    return name === '' ? undefined : (this.byPlace.get(name) ?? freshPlace(name));
  }

  keepPlace(written: string | undefined): KnownPlace | undefined {
    const place = this.lookPlace(written);
    if (!place || place.id >= 0) return place;
    place.id = this.places.length;
    this.places.push(place);
    this.byPlace.set(place.name, place);
    return place;
  }

  private placeName(written: string | undefined): string {
    if (!written) return '';
    const known = this.readPlaces.get(written);
    if (known !== undefined) return known;
    const name = readPlace(written);
    if (this.readPlaces.size < 50_000) this.readPlaces.set(written, name);
    return name;
  }
}

export function readSide(
  facts: Facts,
  word: (plain: string) => KnownWord,
  place: (written: string | undefined) => KnownPlace | undefined,
): Side {
  const { own, father, alias } = readNames(facts);
  const nik = readNikHalves(facts.nik);
  return {
    own: own.map(word),
    father: father.map(word),
    alias: alias.map(word),
    mother: readMother(facts.mother).map(word),
    birth: readBirth(facts.birth) || birthInNik(nik),
    place: place(facts.birthPlace),
    nik,
    sex: readSex(facts.sex),
  };
}

/** How two names of places agree: the same, nearly the same, one a part of the other, or not. */
export function comparePlaces(a: KnownPlace, b: KnownPlace): 'same' | 'similar' | 'part' | 'differs' {
  if (a.name === b.name) return 'same';
  const [short, long] = a.name.length <= b.name.length ? [a.name, b.name] : [b.name, a.name];
  if (short.length >= 4 && withinOneEdit(short, long)) return 'similar';
  if (short.length >= 4 && (long.startsWith(`${short} `) || long.endsWith(` ${short}`))) return 'part';
  if (short.length >= 4 && a.spellingClass === b.spellingClass) return 'similar';
  return 'differs';
}
