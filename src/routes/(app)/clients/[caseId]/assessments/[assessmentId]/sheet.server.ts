import { formatNumber, type Locale } from '#kernel/format';
import {
  answersByItem,
  findingWords,
  findNeed,
  findTick,
  findings,
  outcomeOf,
  partOf,
  partsAsked,
  rangeOf,
  reasonWords,
  routeWords,
  sheetOf,
  sourceWords,
  type Finding,
  type PartResult,
} from '#modules/assessments';
import type { AssessmentInFull } from '#modules/assessments/server';
import { m } from '#messages';
import { say, sayAnswer, sayBand, sayScore } from '../shown.server.ts';

/** What an assessment came to, in words: the risk, why the second sheet follows, the needs in three groups, every answer with its evidence. */
export function showSheet({ assessment, answers, papers }: AssessmentInFull, language: Locale) {
  const sheet = sheetOf(assessment);
  const byItem = answersByItem(answers);
  const { risk, route, because, needs } = assessment.outcome ?? outcomeOf(sheet, byItem);
  const parts = partsAsked(sheet, byItem).parts;
  const result = (one: PartResult) => {
    const part = partOf(sheet, one.part)!;
    const most = formatNumber(rangeOf(part).most, language);
    return {
      id: one.part,
      name: say(part.says, language),
      score: m.assessments_of_most({ score: sayScore(one, language), most }),
      band: sayBand(one.bandLow, one.bandHigh),
      finding: findNeed(one),
    };
  };
  const domains = needs?.map(result) ?? [];
  const ticks = parts
    .filter(({ id }) => id === 'needs-b1' || id === 'needs-b2')
    .flatMap((part) =>
      part.items.map((item) => ({ name: say(item.says, language), finding: findTick(byItem[item.id]) })),
    );
  const group = (finding: Finding) => ({
    finding,
    label: findingWords[finding](),
    domains: domains.filter((one) => one.finding === finding),
    ticks: ticks.filter((one) => one.finding === finding).map(({ name }) => name),
  });
  const known = new Map(answers.map((one) => [one.item, one]));
  const paperOf = new Map(papers.map((one) => [one.id, one]));
  return {
    risk: result(risk),
    bounds: {
      low: sayScore({ low: risk.low, high: risk.low }, language),
      high: sayScore({ low: risk.high, high: risk.high }, language),
    },
    bands: { low: sayBand(risk.bandLow, risk.bandLow).label, high: sayBand(risk.bandHigh, risk.bandHigh).label },
    provisional: risk.bandLow !== risk.bandHigh,
    route: { label: routeWords[route](), because: because.map((reason) => reasonWords[reason]()).join(', ') },
    needs: needs ? findings.map(group) : null,
    domains,
    instruments: [sheet.risk, ...(needs ? [sheet.needs] : [])].map((one) => say(one.says, language)).join('; '),
    parts: parts.map((part) => ({
      id: part.id,
      name: say(part.says, language),
      rows: part.items.map((item) => {
        const one = known.get(item.id);
        const paper = one?.documentId ? paperOf.get(one.documentId) : undefined;
        return {
          id: item.id,
          item: say(item.says, language),
          uncertain: item.uncertain ? say(item.uncertain, language) : '',
          answer: sayAnswer(item, one?.answer, language),
          points: item.answers.some(({ points }) => points > 0)
            ? item.answers.find(({ code }) => code === one?.answer)?.points
            : undefined,
          source: one?.source ? sourceWords[one.source]() : '',
          note: one?.note ?? '',
          paper: paper && {
            title: paper.removed ? m.assessments_paper_removed({ title: paper.title }) : paper.title,
            href: paper.removed ? undefined : `/files/${paper.fileId}`,
          },
        };
      }),
    })),
  };
}
