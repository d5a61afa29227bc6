import { formatNumber } from '#kernel/format';
import { groundCodes, groundTable, type GroundCode } from '#modules/breaches';
import {
  criterionWords,
  standingWords,
  whyWords,
  type Criterion,
  type CriterionStanding,
  type Evidence,
} from '#modules/dossiers';
import { sayEvidence, type Dossier } from '#modules/dossiers/server';
import { citation, findRules, standingWords as sourceStanding } from '#modules/rules';
import type { Tone } from '#ui/tone.ts';
import type { At } from './parts.server.ts';

/** Met is no praise and unmet no blame: which of the two is good for the client differs from line to line. */
const toneOf: Readonly<Record<CriterionStanding, Tone>> = {
  met: 'info',
  not_met: 'neutral',
  unknown: 'warning',
  closed: 'warning',
};

const isGround = (name: string): name is GroundCode => (groundCodes as readonly string[]).includes(name);

/** Every criterion in words: how it stands, why, on which source, and the records that say so. */
export function criteriaOf(one: Dossier, at: At) {
  const shown = one.criteria.map((criterion) => ({
    ...shownOf(one, criterion, at),
    isGround: isGround(criterion.name),
  }));
  return { grounds: shown.filter((each) => each.isGround), course: shown.filter((each) => !each.isGround) };
}

function shownOf(one: Dossier, criterion: Criterion, at: At) {
  const sources = isGround(criterion.name)
    ? groundTable[criterion.name].sources
    : findRules(criterion.rule).flatMap((rule) => rule.sources);
  const numbers = Object.entries(criterion.numbers).map(([name, value]) => [name, formatNumber(value, at.language)]);
  return {
    id: criterion.name,
    name: criterionWords[criterion.name](),
    source: sources.map((source) => `${citation(source)} (${sourceStanding[source.standing]()})`).join('; '),
    standing: { label: standingWords[criterion.standing](), tone: toneOf[criterion.standing] },
    why: whyWords[criterion.why](Object.fromEntries(numbers) as Record<string, string>),
    evidence: criterion.evidence.map((evidence) => ({
      id: `${evidence.kind} ${evidence.id}`,
      href: hrefOf(one, evidence, at.base),
      says: sayEvidence(evidence, at.language),
    })),
  };
}

/** The page that holds the row, at the row where it has a place of its own. */
function hrefOf(one: Dossier, { kind, id }: Evidence, base: string): string {
  const breachHref = `${base}/breaches/${one.breach?.id ?? ''}`;
  switch (kind) {
    case 'period':
      return `${base}/check-ins#period-${id}`;
    case 'contact':
      return `${base}/contacts#contact-${id}`;
    case 'condition':
      return `${base}/conditions`;
    case 'occasion':
      return `${base}/assessments`;
    case 'assessment':
      return `${base}/assessments/${id}`;
    case 'sitting_item': {
      const item = one.parts.sittings.open ? one.parts.sittings.value.find((each) => each.id === id) : undefined;
      return item ? `/sittings/${item.sittingId}/items/${id}` : breachHref;
    }
    case 'minutes': {
      const noted = one.minutes.find((each) => each.id === id);
      return noted ? `/revocations/${noted.proceedingId}` : breachHref;
    }
    case 'summons':
    case 'examination': {
      const letter = one.breach?.letters.find(({ ofId }) => ofId === id);
      return letter ? `/letters/${letter.id}` : breachHref;
    }
    case 'entry':
    case 'move':
      return breachHref;
  }
}
