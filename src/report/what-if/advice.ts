import type { Decimal } from '../../base/decimal.js';
import type { DataEvents } from '../../model/data-events.js';
import { strategyName } from '../../model/strategies.js';
import { type Advice, type AdviceDetail, ownCost } from '../../planning/advice.js';
import type { WhatIf } from '../../planning/what-if.js';
import type { Table } from '../layout/document.js';
import { amount, change, countOf, money, percentOf, placesFor } from '../layout/figures.js';
import { firstRows } from '../layout/parts.js';
import { valueText } from '../layout/wording.js';
import { type Answer, averageMonth, replayWords } from './answer.js';

/** Of more advice the report has the largest savings; JSON and CSV have all. */
export const MOST_ADVICE = 12;
/** As much as fits a screen with its explanation. */
const MOST_SHORT_ADVICE = 3;

/** What would save most, with how to ask for each again. */
export function adviceAnswer({ asSet, strategy }: WhatIf, advice: readonly Advice[]): Answer {
  const { currency, scenario } = asSet;
  const monthly = (value: Decimal) => value.div(scenario.period.months);
  const before = averageMonth(asSet, strategy);
  const [first] = advice;
  const left = advice.length - MOST_ADVICE;
  const shown = advice.slice(0, MOST_ADVICE);
  const items = shown.map((each, index) => `${index + 1}. ${adviceText(each, currency)}`);
  const alone = advice.length > 1 ? ['Each is computed alone; together they save at most their sum.'] : [];
  return {
    headline:
      first === undefined
        ? `trailcost knows nothing that makes ${strategyName(strategy)} cheaper here.`
        : `Largest saving: ${adviceTitle(first.detail)}, ${money(monthly(first.remains), currency)} of ` +
          `${money(before, currency)} a month on average (${percentOf(monthly(first.remains), before)})${ownCostText(first, asSet)}.`,
    tables: advice.length === 0 ? [] : firstRows(adviceTable(shown, before, asSet), MOST_SHORT_ADVICE, 'smaller savings'),
    lists: [
      { title: 'How', items: [...items.slice(0, MOST_SHORT_ADVICE), ...alone] },
      {
        title: 'How: smaller savings',
        items: [...items.slice(MOST_SHORT_ADVICE), ...(left > 0 ? [`${left} smaller ones are in CSV and JSON.`] : [])],
        detail: true,
      },
      ...(shown.length === 0
        ? []
        : [{ title: 'To ask again: trailcost what-if SCENARIO …', commands: shown.map(adviceReplay), detail: true }]),
    ],
  };
}

/** What each advice saves, and what the strategy costs then. */
export function adviceTable(advice: readonly Advice[], before: Decimal, { scenario, currency }: WhatIf['asSet']): Table {
  const monthly = (value: Decimal) => value.div(scenario.period.months);
  const places = placesFor([before]);
  const costs = advice.map(({ detail }) => ownCost(detail, scenario));
  const isFree = costs.every((cost) => cost?.isZero());
  return {
    title: `Advice, average month, ${currency}`,
    header: ['', 'saves', ...(isFree ? [] : ['own cost', 'net saving']), '', 'cost then'],
    leftColumns: 1,
    rows: advice.map(({ detail, saved, remains, cost }, index) => [
      `${index + 1}. ${adviceTitle(detail)}`,
      amount(monthly(saved), places),
      ...(isFree ? [] : [ownCostCell(costs[index], (own) => amount(monthly(own), places)), change(monthly(remains), places)]),
      remains.gt(0) ? percentOf(monthly(remains), before) : '–',
      amount(monthly(cost), places),
    ]),
  };
}

/** What is not known is not nothing. */
function ownCostCell(cost: Decimal | undefined, text: (cost: Decimal) => string): string {
  return cost === undefined ? '?' : text(cost);
}

/** An advice in a few words. */
export function adviceTitle(detail: AdviceDetail): string {
  switch (detail.kind) {
    case 'bucket-key':
      return 'turn on a Bucket Key';
    case 'shorter-window':
      return `halve the window of ${detail.reader}`;
    case 'smaller-share':
      return `let ${detail.reader} skip half by partitions`;
    case 'validate-once':
      return `let ${detail.reader} validate each file once`;
    case 'read-once':
      return `let ${detail.reader} read each file once`;
    case 'skip-digests':
      return `keep digest files from ${detail.reader}`;
    case 'feed':
      return `let ${detail.reader} feed ${detail.fed.join(', ')}`;
    case 'copy-old-files':
      return detail.turnedOn === undefined ? 'copy old files under the Bucket Key' : 'turn on a Bucket Key, copy old files under it';
    case 'one-trail':
      return 'exclude KMS events from all trails but one';
    case 'compact':
      return `compact files for ${detail.readers.join(', ')}`;
  }
}

/** What it means, and what it costs in other ways. */
export function adviceText({ detail, settings }: Advice, currency: string): string {
  switch (detail.kind) {
    case 'bucket-key':
      return (
        `Turn on a Bucket Key, here from ${String(settings[0]?.value)}; older files do not change. ` +
        bucketKeyText(detail.dataEvents, currency)
      );
    case 'shorter-window':
      return (
        `Let ${detail.reader} look back ${valueText(detail.to)} days instead of ` +
        `${detail.from === 'all' ? 'over all files' : valueText(detail.from)}, if its work allows.`
      );
    case 'smaller-share':
      return (
        `Partition what ${detail.reader} queries (by account, Region and day) so that it reads a share of ` +
        `${valueText(detail.to)} instead of ${valueText(detail.from)}.`
      );
    case 'validate-once':
      return (
        `${detail.reader} looks ` +
        `back ${detail.from === 'all' ? 'over all files' : `${valueText(detail.from)} days`} on every run; ` +
        `with ${valueText(detail.to)} days, each file is still validated once.`
      );
    case 'read-once':
      return `${detail.reader} reads each file ${valueText(detail.from)} times; it could store what it has read.`;
    case 'skip-digests':
      return (
        `Digest files hold no events, only hashes for validation: keep them away from ${detail.reader} with a filter on its ` +
        'notifications, or with the path of its table (CloudTrail-Digest).'
      );
    case 'feed':
      return (
        `${detail.reader} reads every file that ${detail.fed.join(' and ')} ` +
        `${detail.fed.length === 1 ? 'reads' : 'read'} too: let it pass them on.`
      );
    case 'copy-old-files':
      return copyText(detail, currency);
    case 'one-trail':
      return (
        'Exclude KMS events (ExcludeManagementEventSources) from all trails but one: the first copy in each Region ' +
        'is free, and it still shows who decrypts.'
      );
    case 'compact':
      return (
        'Let a job read the files once, with the old ones that are still read, and write large files; ' +
        `${detail.readers.join(' and ')} then ${detail.readers.length === 1 ? 'reads' : 'read'} single files ` +
        `of the last day only. The cost leaves out requests and storage of the large files; keep the originals for validation.`
      );
  }
}

function copyText(
  { turnedOn, files, since, cost, dataEvents }: Extract<AdviceDetail, { kind: 'copy-old-files' }>,
  currency: string,
): string {
  const first = turnedOn === undefined ? 'Copy' : `Turn on a Bucket Key from ${turnedOn}, then copy`;
  const key = turnedOn === undefined ? '' : ` ${bucketKeyText(dataEvents, currency)}`;
  return (
    `${first} the ${countOf(files)} older SSE-KMS files that are still read, those since ${since}, onto themselves ` +
    `(S3 Batch Operations): ${money(cost, currency)} once.${key}`
  );
}

function bucketKeyText(dataEvents: DataEvents, currency: string): string {
  return (
    'KMS events then name the bucket only: S3 data events must show who read which file; ' +
    `${dataEventsText(dataEvents, currency)}. What it saves is an assumption until measured.`
  );
}

function dataEventsText(dataEvents: DataEvents, currency: string): string {
  if (dataEvents === 'recorded') return 'they are recorded already';
  return dataEvents === 'unpriced'
    ? 'their price is not known here'
    : `they cost ${money(dataEvents.costPerMonth, currency)} a month for these reads`;
}

/** An advice as words of a shell. */
export function adviceReplay({ settings, strategy }: Pick<Advice, 'settings' | 'strategy'>): string[] {
  return [...(strategy === 'sse-kms-bucket-key' ? ['--strategy sse-kms-bucket-key'] : []), ...replayWords(settings)];
}

/** What the audit detail costs a month that an advice takes away; undefined where it takes none away or its price is not known. */
export function auditDetailCost(detail: AdviceDetail): Decimal | undefined {
  return 'dataEvents' in detail && typeof detail.dataEvents === 'object' ? detail.dataEvents.costPerMonth : undefined;
}

/** What of the saving an advice costs itself. */
function ownCostText({ saved, remains }: Advice, { scenario, currency }: WhatIf['asSet']): string {
  if (saved.eq(remains)) return '';
  const monthly = (value: Decimal) => money(value.div(scenario.period.months), currency);
  return `: it saves ${monthly(saved)} and costs ${monthly(saved.minus(remains))}`;
}
