import { formatDate, formatNumber, formatShortDate, type Locale } from '#kernel/format';
import { groundWords, optionWords, stateWords } from '#modules/breaches';
import { purposeWords } from '#modules/assessments';
import { riskBands, riskWords } from '#modules/cases';
import { alternativeWords, dossierHref, keepingWords } from '#modules/dossiers';
import type { Dossier } from '#modules/dossiers/server';
import { m } from '#messages';
import { toneOf } from '../breaches/shown.server.ts';

/** Where the pages about this client lie, and the language of the asker. */
export type At = { base: string; language: Locale };

const namesOf = (grounds: Dossier['others'][number]['grounds']) =>
  grounds.map((code) => groundWords[code]()).join('; ');

/** The breach that is decided about, and what else there is against the client. */
export function aboutOf(one: Dossier, { base, language }: At) {
  const { breach, guidance } = one;
  const day = (on: typeof guidance.start) => (on ? formatDate(on, language) : '–');
  const recommended = breach?.moves.findLast(({ step }) => step === 'recommend');
  return {
    breach: breach && {
      href: `${base}/breaches/${breach.id}`,
      state: { label: stateWords[breach.state](), tone: toneOf(breach.state) },
      facts: [
        { label: m.dossiers_about_grounds(), value: namesOf(breach.grounds) },
        { label: m.dossiers_about_opened(), value: formatDate(breach.openedOn, language) },
        { label: m.dossiers_about_alleged(), value: breach.alleged },
        {
          label: m.dossiers_about_recommended(),
          value: recommended?.option ? `${optionWords[recommended.option]()}: ${recommended.reason}` : undefined,
        },
        { label: m.dossiers_about_guidance(), value: `${day(guidance.start)} – ${day(guidance.end)}` },
      ],
    },
    others: one.others.map((other) => ({
      id: other.id,
      href: `${base}/breaches/${other.id}`,
      dossier: dossierHref(one.caseId, other.id),
      what: namesOf(other.grounds),
      line: m.dossiers_other_line({
        state: stateWords[other.state](),
        day: formatShortDate(other.openedOn, language),
      }),
    })),
  };
}

export function conditionsOf(one: Dossier, { base, language }: At) {
  const number = (value: number) => formatNumber(value, language);
  return one.conditions.map((condition) => ({
    id: condition.id,
    text: condition.text,
    lifted: condition.liftedOn
      ? m.dossiers_condition_lifted({ day: formatShortDate(condition.liftedOn, language) })
      : '',
    kept: keepingWords[condition.keeping](),
    reports: condition.reports && {
      href: `${base}/check-ins`,
      says: m.dossiers_kept_reports({
        owed: number(condition.reports.owed),
        reported: number(condition.reports.reported),
        missed: number(condition.reports.missed),
        unknown: number(condition.reports.unknown),
      }),
    },
    breaches: condition.breachIds.map((id, at) => ({ id, href: `${base}/breaches/${id}`, at: number(at + 1) })),
  }));
}

/** Finished assessments, oldest first; undefined where they are closed to the asker. */
export function riskOf({ parts: { risk } }: Dossier, { base, language }: At) {
  if (!risk.open) return undefined;
  return risk.value.map((line) => {
    const step = line.band ? riskBands.indexOf(line.band) + 1 : 0;
    return {
      id: line.id,
      href: `${base}/assessments/${line.id}`,
      day: formatShortDate(line.heldOn, language),
      purpose: purposeWords[line.purpose](),
      band: line.band ? riskWords[line.band]() : m.dossiers_no_band(),
      step,
      says: step > 0 ? m.dossiers_risk_step({ step: formatNumber(step, language) }) : '',
    };
  });
}

export function alternativesOf(one: Dossier, { base, language }: At) {
  return one.alternatives.map((tried) => ({
    id: tried.id,
    href: `${base}/breaches/${tried.breachId}`,
    day: formatShortDate(tried.on, language),
    kind: alternativeWords[tried.kind](),
    text: tried.text,
    result: tried.result,
  }));
}
