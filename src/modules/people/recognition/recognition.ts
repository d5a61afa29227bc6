import { compareNiks, Comparison, isNearNik, prepare, type Prepared, type Term } from './compare.ts';
import { readNikHalves, type Facts } from './facts.ts';
import { doubtsAbout } from './judge.ts';
import { Ids } from './ids.ts';
import { KeyedLists, Lists } from './lists.ts';
import { Neighbours } from './neighbours.ts';
import { emptySide, Records, type Outline } from './records.ts';
import { readSide, Words, type Counts, type KnownWord, type Side } from './register.ts';
import { compareWords, noLevel } from './spelling.ts';
import { planWalk, type Reached, type Walk } from './walk.ts';
import type { Weights } from './weights.ts';

export type Found = {
  id: string;
  /** All evidence together. */
  bits: number;
  /** The logarithm of the odds that it is this person and neither another one found nor somebody who is not registered. */
  certainty: number;
  terms: Term[];
};

/** How many numbers of lists one question reads, and how many people it compares; beyond, it would only read more of what says little. */
const all = { read: 200_000, compared: 1200 };
/** In a list: how much is read before it is asked whether that settles it, and how sure that has to be. */
const first = { read: 3000, compared: 40 };
export const settledAt = 10;
/** A list asks who it is and not who else: fewer need comparing before the first is certain to be among them. */
const listed = { read: 200_000, compared: 300 };
const mostRemembered = 50_000;
/** Nobody this far behind the first can come before the tenth. */
const widestGap = 28;
/** Whoever has so many halves of a bit in common may have more. */
const fullest = 255;

/** How far a question goes: through so many numbers of lists, to so many people, none of them further behind the first than the gap. */
type Bounds = {
  read: number;
  compared: number;
  gap: number;
  without?: number;
  /** Whoever cannot weigh so much is left out. */
  least?: number;
};
/** How many people are met along the lists, and what the lists would have added that were too long to read. */
type Walked = { count: number; unread: number };

/** Who is in the register and how they are recognised: one copy of everything that is compared, in memory. */
export class Recognition {
  private readonly words = new Words();
  private readonly neighbours = new Neighbours(this.words.all);
  private readonly named = new Lists();
  private readonly mothers = new Lists();
  private readonly births = new KeyedLists();
  private readonly places = new KeyedLists();
  private readonly nikHigh = new KeyedLists();
  private readonly nikLow = new KeyedLists();
  private readonly records = new Records(this.words);
  private readonly ids = new Ids();
  private readonly free: number[] = [];
  private slots = 0;
  private changed = 0;
  private readonly sexes: [number, number, number] = [0, 0, 0];
  private readonly counts: Counts = {
    people: 0,
    bornOn: (birth) => this.births.lengthOf(birth),
    ofSex: (sex) => this.sexes[sex],
  };
  private prepared: Prepared;
  private comparison: Comparison;
  /** In halves of a bit: a byte for each person stays in the nearest memory of a processor, and adding up is mostly waiting for memory. */
  private collected = new Uint8ClampedArray(1024);
  private readonly touched = new Int32Array(all.read);
  private readonly scratch = emptySide();
  private readonly outlined: Outline = { ...emptySide(), hasMother: false };

  constructor(weights: Weights) {
    this.prepared = prepare(weights);
    this.comparison = new Comparison(this.prepared, this.counts);
  }

  get size(): number {
    return this.counts.people;
  }

  /** Grows with every change: an answer holds as long as it stays. */
  get changes(): number {
    return this.changed;
  }

  /** Takes other weights, without reading anybody anew. */
  weigh(weights: Weights): void {
    this.prepared = prepare(weights);
    this.comparison = new Comparison(this.prepared, this.counts);
  }

  has(id: string): boolean {
    return this.ids.find(id) >= 0;
  }

  /** Adds a person, or takes what is known about them now in the place of what was known. */
  set(id: string, facts: Facts): void {
    this.changed++;
    const before = this.ids.find(id);
    if (before >= 0) this.forget(before);
    const slot = before >= 0 ? before : (this.free.pop() ?? this.slots++);
    const side = readSide(facts, this.keepWord, this.keepPlace);
    this.records.put(slot, side);
    if (before < 0) this.ids.set(id, slot);
    if (slot >= this.collected.length) this.collected = new Uint8ClampedArray(Math.ceil(slot * 1.5) + 16);
    this.counts.people++;
    this.sexes[side.sex]++;
    if (side.place) {
      side.place.born++;
      this.places.add(side.place.id, slot);
    }
    if (side.birth !== 0) this.births.add(side.birth, slot);
    if (side.nik.high !== -1) {
      this.nikHigh.add(side.nik.high, slot);
      this.nikLow.add(side.nik.low, slot);
    }
    for (const word of namesOf(side)) {
      this.named.add(word.id, slot);
      word.named++;
    }
    for (const word of new Set(side.mother)) {
      this.mothers.add(word.id, slot);
      word.mothers++;
    }
  }

  remove(id: string): void {
    const slot = this.ids.find(id);
    if (slot < 0) return;
    this.changed++;
    this.forget(slot);
    this.ids.remove(id);
    this.free.push(slot);
  }

  /** Who it may be, best first, with the evidence for each. */
  find(facts: Facts, limit = 10): Found[] {
    return this.findWithin(widestGap, facts, limit);
  }

  /**
   * The same without leaving out those who are far behind the first: for an asker who may not know of everybody. Somebody hidden who is
   * first must not be known by the others' having gone. Those are left out who could not be as certain as `least`, were they the only ones,
   * and do not bear the number.
   */
  findWide(facts: Facts, limit: number, least = -Infinity): Found[] {
    return this.findWithin(Infinity, facts, limit, least);
  }

  private findWithin(gap: number, facts: Facts, limit: number, certainty = -Infinity): Found[] {
    const asked = this.read(facts);
    const plan = this.plan(asked, (word) => this.reach(word));
    const least = certainty + Math.log2(this.counts.people + 1);
    const slots = this.candidates(plan, { ...all, gap, least });
    return this.best(asked, this.score(asked, slots), limit, least);
  }

  /** Somebody of the register, by a number from 0 to 1. */
  anybody(drawn: number): string {
    return this.ids.idOf(this.drawn(drawn));
  }

  /**
   * Who each of a list is: the same as asking one by one, but for whom a number or a day with a name settles it. Then nobody is looked
   * for who only resembles them. Words that come again are looked up once. `except` holds, in the order of the list, who is registered
   * already and not looked for.
   */
  *findEach(
    list: Iterable<Facts>,
    { limit = 3, except = [] }: { limit?: number; except?: readonly (string | undefined)[] } = {},
  ): Generator<Found[]> {
    const known = new Map<string, readonly Reached[]>();
    let words = this.words.all.length;
    const reach = (word: KnownWord) => {
      let reached = known.get(word.plain);
      if (!reached) known.set(word.plain, (reached = this.reach(word)));
      return reached;
    };
    let at = 0;
    for (const facts of list) {
      const self = except[at++];
      const without = self === undefined ? -1 : this.ids.find(self);
      const asked = this.read(facts);
      const plan = this.plan(asked, reach);
      const among = (most: typeof listed) =>
        this.best(asked, this.score(asked, this.candidates(plan, { ...most, gap: widestGap, without })), limit);
      const found = among(first);
      const settled = found[0] && found[0].certainty >= settledAt && doubtsAbout(found[0].terms).length === 0;
      yield settled ? found : among(listed);
      // Whoever is added in between may bring new words.
      if (known.size > mostRemembered || this.words.all.length !== words) known.clear();
      words = this.words.all.length;
    }
  }

  /**
   * Whoever bears a number, or one that is a slip away from it, however little else is alike. One half of it is always the same, unless the
   * two digits are swapped between which it is halved.
   */
  bearersOf(nik: string): string[] {
    const asked = readNikHalves(nik);
    const bearers = new Set<number>();
    const look = (lists: KeyedLists, key: number) => {
      const list = lists.find(key);
      if (list < 0) return;
      const { numbers } = lists.lists;
      const from = lists.lists.from(list);
      for (let at = from; at < from + lists.lists.lengthOf(list); at++) {
        const slot = numbers[at]!;
        if (isNearNik(compareNiks(asked, this.records.outline(slot, this.outlined).nik))) bearers.add(slot);
      }
    };
    if (asked.high === -1) return [];
    look(this.nikHigh, asked.high);
    if (asked.high >= 0) {
      look(this.nikLow, asked.low);
      look(this.nikHigh, asked.high - (asked.high % 10) + Math.floor(asked.low / 1e7));
    }
    return [...bearers].map((slot) => this.ids.idOf(slot));
  }

  /** As `find` with everybody compared: slow, and what `find` is held against. */
  findAmongAll(facts: Facts, limit = 10): Found[] {
    const asked = this.read(facts);
    const slots = Array.from({ length: this.slots }, (_, slot) => slot).filter((slot) => this.records.holds(slot));
    return this.best(asked, this.score(asked, slots), limit);
  }

  /** How two written people compare, counted as rare or common as in this register. */
  compare(one: Facts, other: Facts): { bits: number; terms: Term[] } {
    this.comparison.ask(this.read(one));
    const terms: Term[] = [];
    return { bits: this.comparison.with(this.read(other), terms), terms };
  }

  /** The same with what is known, for learning how strangers compare. */
  someone(drawn: number): Side {
    return this.records.read(this.drawn(drawn), emptySide());
  }
  private drawn(drawn: number): number {
    let slot = Math.floor(drawn * this.slots);
    while (!this.records.holds(slot)) slot = (slot + 1) % this.slots;
    return slot;
  }
  compareSides(one: Side, other: Side, terms: Term[]): void {
    this.comparison.ask(one);
    this.comparison.with(other, terms);
  }

  /** Somebody else of the same birth. */
  bornLike(one: Side, drawn: number): Side | undefined {
    const list = this.births.find(one.birth);
    const length = list < 0 ? 0 : this.births.lists.lengthOf(list);
    if (length < 2) return undefined;
    const slot = this.births.lists.numbers[this.births.lists.from(list) + Math.floor(drawn * length)]!;
    const other = this.records.read(slot, emptySide());
    return other.nik.high === one.nik.high && other.nik.low === one.nik.low ? undefined : other;
  }

  /** Bytes of the lists and records, without the words themselves. */
  get bytes(): number {
    return [
      this.neighbours,
      this.named,
      this.mothers,
      this.births,
      this.places,
      this.nikHigh,
      this.nikLow,
      this.records,
    ].reduce((sum, part) => sum + part.bytes, this.collected.byteLength + this.touched.byteLength);
  }

  private read(facts: Facts): Side {
    return readSide(
      facts,
      (plain) => this.words.look(plain),
      (place) => this.words.lookPlace(place),
    );
  }

  private readonly begin = (word: KnownWord): void => {
    this.named.open();
    this.mothers.open();
    this.neighbours.add(word);
  };
  private readonly keepWord = (plain: string): KnownWord => this.words.keep(plain, this.begin);
  private readonly keepPlace = (place: string | undefined) => this.words.keepPlace(place);

  private forget(slot: number): void {
    const side = this.records.read(slot, this.scratch);
    this.counts.people--;
    this.sexes[side.sex]--;
    if (side.place) {
      side.place.born--;
      this.places.remove(side.place.id, slot);
    }
    if (side.birth !== 0) this.births.remove(side.birth, slot);
    if (side.nik.high !== -1) {
      this.nikHigh.remove(side.nik.high, slot);
      this.nikLow.remove(side.nik.low, slot);
    }
    for (const word of namesOf(side)) {
      this.named.remove(word.id, slot);
      word.named--;
    }
    for (const word of new Set(side.mother)) {
      this.mothers.remove(word.id, slot);
      word.mothers--;
    }
    this.records.drop(slot);
  }

  private reach(asked: KnownWord): Reached[] {
    const reached: Reached[] = [];
    for (const id of this.neighbours.of(asked)) {
      const word = this.words.all[id]!;
      const level = compareWords(asked, word);
      if (level !== noLevel) reached.push({ word, level });
    }
    return reached;
  }

  private plan(asked: Side, reach: (word: KnownWord) => readonly Reached[]): Walk[] {
    this.comparison.ask(asked);
    return planWalk(asked, {
      words: this.words,
      reach,
      comparison: this.comparison,
      births: this.births,
      places: this.places,
      nikHigh: this.nikHigh,
      nikLow: this.nikLow,
      named: this.named,
      mothers: this.mothers,
    });
  }

  /** Adds up along the lists what each person has in common with the question, and takes those with most. */
  private candidates(plan: Walk[], { read, ...bounds }: Bounds): number[] {
    return this.take(this.walk(plan, read), bounds);
  }

  private walk(plan: Walk[], most: number): Walked {
    const { collected, touched } = this;
    let read = 0;
    let count = 0;
    let unread = 0;
    for (const { lists, list, bits } of plan) {
      const length = lists.lengthOf(list);
      if (read + length > most) {
        unread += bits;
        continue;
      }
      read += length;
      const numbers = lists.numbers;
      const from = lists.from(list);
      const halves = Math.ceil(bits * 2);
      for (let at = from; at < from + length; at++) {
        const slot = numbers[at]!;
        const had = collected[slot]!;
        if (had === 0) touched[count++] = slot;
        collected[slot] = had + halves;
      }
    }
    return { count, unread };
  }

  private take(walked: Walked, { compared, gap, without = -1, least = -Infinity }: Omit<Bounds, 'read'>): number[] {
    const { collected, touched } = this;
    const { count, unread } = walked;
    if (without >= 0) collected[without] = 0;
    const steps = new Int32Array(fullest + 1);
    let most = 0;
    for (let at = 0; at < count; at++) {
      const step = collected[touched[at]!]!;
      steps[step]!++;
      if (step > most) most = step;
    }
    let lowest = most;
    for (let sum = steps[most]!; lowest > 0 && lowest > most - gap * 2; lowest--) {
      sum += steps[lowest - 1]!;
      if (sum > compared) break;
    }
    const taken: number[] = [];
    for (let at = 0; at < count; at++) {
      const slot = touched[at]!;
      const had = collected[slot]!;
      collected[slot] = 0;
      if (slot === without || had < lowest || this.isTooLight(slot, had, unread, least)) continue;
      taken.push(slot);
    }
    // Thousands with the very same words in common: more would only be more of the same.
    return taken.length > compared * 4 ? taken.slice(0, compared * 4) : taken;
  }

  /** However much his number and day add, he cannot weigh so much. */
  private isTooLight(slot: number, halves: number, unread: number, least: number): boolean {
    if (least === -Infinity || halves === fullest) return false;
    return this.comparison.mostFor(halves / 2 + unread, this.records.outline(slot, this.outlined)) < least;
  }

  private score(asked: Side, slots: readonly number[]): { slot: number; bits: number }[] {
    this.comparison.ask(asked);
    return slots.map((slot) => ({ slot, bits: this.comparison.with(this.records.read(slot, this.scratch)) }));
  }

  /** Those with most, without those who weigh less than `least` and do not bear the number. */
  private best(asked: Side, scored: { slot: number; bits: number }[], limit: number, least = -Infinity): Found[] {
    scored.sort((a, b) => b.bits - a.bits || a.slot - b.slot);
    const top = scored[0];
    if (!top) return [];
    // Odds of all together: of each one found, and of nobody, who is as likely as all registered people before anything is known.
    let together = 0;
    for (const { bits } of scored) together += 2 ** (bits - top.bits);
    const nobody = 2 ** (Math.log2(this.counts.people + 1) - top.bits);
    this.comparison.ask(asked);
    const bearsNumber = (slot: number) =>
      asked.nik.high !== -1 && isNearNik(compareNiks(asked.nik, this.records.outline(slot, this.outlined).nik));
    const enough = scored.slice(0, limit).filter(({ slot, bits }) => bits >= least || bearsNumber(slot));
    return enough.map(({ slot, bits }) => {
      const terms: Term[] = [];
      this.comparison.with(this.records.read(slot, this.scratch), terms);
      const own = 2 ** (bits - top.bits);
      return {
        id: this.ids.idOf(slot),
        bits,
        certainty: Math.log2(own / Math.max(together - own + nobody, 1e-12)),
        terms,
      };
    });
  }
}

function namesOf(side: Side): Set<KnownWord> {
  return new Set([...side.own, ...side.father, ...side.alias]);
}
