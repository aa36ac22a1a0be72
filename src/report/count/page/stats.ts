import { counted } from '../../../base/text.js';
import type { Measurement } from '../../../logs/measure/measurement.js';
import { money } from '../../layout/figures.js';
import type { Stat } from '../../layout/html/page.js';
import { timeText } from '../document.js';
import { monthAhead } from './month-ahead.js';
import { countText, savedText, UNKNOWN } from './numbers.js';

/** What was counted, what of it is free, what a month comes to and what a Bucket Key would save, as far as that is known. */
export function measurementStats(measurement: Measurement): Stat[] {
  return [billableStat(measurement), freeStat(measurement), monthStat(measurement), ...savingStats(measurement)];
}

const NO_EVENT = 'no KMS event of a CloudTrail file';

function billableStat({ kmsRequests: { billable }, cost, currency, reads, coverage }: Measurement): Stat {
  const name = 'Billable KMS requests';
  const gets = coverage.gets === 'present' ? [`${counted(reads.total, 'read')} of CloudTrail files recorded`] : [];
  if (billable === null) return { name, value: UNKNOWN, notes: [NO_EVENT, ...gets] };
  const worth = cost === undefined ? 'at an unknown price' : `${money(cost, currency)} before the free tier`;
  return { name, value: countText(billable), notes: [...(billable === 0 ? [] : [worth]), ...gets], isMain: true };
}

function freeStat({ kmsRequests: { free } }: Measurement): Stat {
  const name = "Free: CloudTrail's own";
  if (free === null) return { name, value: UNKNOWN, notes: [NO_EVENT] };
  return { name, value: countText(free), notes: ['deliveries, checks and reads by CloudTrail'] };
}

function monthStat(measurement: Measurement): Stat {
  const { basis, requestsPerMonth: month, coverage, kmsRequests } = measurement;
  const isMain = kmsRequests.billable === null;
  const name = basis === 'gets' ? 'The month ahead, were all files SSE-KMS' : 'The month ahead';
  const ahead = monthAhead(measurement);
  if (ahead === undefined) return { name, value: UNKNOWN, notes: ['nothing was counted that it could rest on'] };
  const { now, text, isMoney } = ahead;
  const pace = `at the pace of ${timeText(coverage.hoursObserved)}`;
  const range = now.low.eq(now.high) ? [] : [`${text(now.low)} to ${text(now.high)}`];
  if (!isMoney) return { name, value: `${text(now.expected)} requests`, notes: [...range, 'price unknown', pace], isMain };
  return { name, value: text(now.expected), notes: [...range, counted(month.expected, 'request'), pace], isMain };
}

/** Less is shown as 0%. */
const LEAST_SAVING = 0.005;

function savingStats(measurement: Measurement): Stat[] {
  const { bucketKeySaving: saving } = measurement;
  const ahead = monthAhead(measurement);
  if (saving === undefined || ahead?.withBucketKey === undefined) return [];
  const { now, withBucketKey, text, isMoney } = ahead;
  const name = 'A Bucket Key would save';
  if (saving.high < LEAST_SAVING) return [{ name, value: 'nothing', notes: ['these reads would hardly share a key'] }];
  const saved = now.expected.minus(withBucketKey.expected);
  const expected = `${text(saved)}${isMoney ? '' : ' requests'} of the month ahead, as expected`;
  return [{ name, value: savedText(saving), notes: [expected, 'depends on how long S3 keeps its key'] }];
}
