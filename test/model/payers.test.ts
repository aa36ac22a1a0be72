import { expect, test } from 'vitest';
import { CHARGES } from '../../src/model/charges.js';
import { estimateOf } from '../support.js';

const [READER, BUCKET, KEY, TRAIL] = ['111111111111', '222222222222', '333333333333', '444444444444'];

function payers(keys: object, recording: object) {
  const { lines } = estimateOf({
    bucket: { region: 'us-east-1', account: BUCKET },
    keys,
    readers: [{ name: 'reader', account: READER, pattern: 'single', readsPerMonth: 10 }],
    recording: { paidCopies: 1, insightsTrails: 1, dataEventCopies: 1, ...recording },
  });
  return Object.fromEntries(
    CHARGES.map((charge) => [
      charge,
      lines.find((line) => line.charge === charge && line.reader !== 'CloudTrail' && line.strategy === 'sse-kms')?.account,
    ]),
  );
}

test('the account that makes the request pays it; key, trail and bucket owners pay theirs', () => {
  expect(payers({ account: KEY }, { account: TRAIL })).toEqual({
    'kms-requests': READER,
    'kms-keys': KEY,
    'cloudtrail-copies': TRAIL,
    'cloudtrail-insights': TRAIL,
    'cloudtrail-data-events': TRAIL,
    's3-gets': BUCKET,
  });
});

test("keys and trails are the bucket owner's unless given", () => {
  expect(payers({}, {})).toMatchObject({ 'kms-keys': BUCKET, 'cloudtrail-copies': BUCKET, 'cloudtrail-data-events': BUCKET });
});
