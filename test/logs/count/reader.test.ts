import { expect, test } from 'vitest';
import { Reader } from '../../../src/logs/count/reader.js';

const PRINCIPAL = { account: '111122223333', name: 'role/siem', uniqueId: '', session: '' };

test('a reader that turns out to be another brings all that it did', () => {
  const [one, other] = [new Reader(PRINCIPAL, 0), new Reader(PRINCIPAL, 1)];
  for (const [reader, time] of [[one, 1000] as const, [other, 2000] as const]) {
    reader.addRequest(24_322, 'us-east-1', 3, 'bucket');
    reader.fileBuckets.add(`bucket of ${time}`);
    reader.trails.add('trail');
    reader.addTool('Boto3');
    reader.pace.add(time);
    reader.copies.add(time);
    reader.bucketPaceOf('bucket').add(time);
    reader.matchedGets = 1;
    reader.partners.set(7, 1);
    reader.sessions.add(time, 1);
  }
  one.absorb(other);
  expect(one.requests()).toEqual([{ month: 24_322, region: 'us-east-1', rule: 3, bucket: 'bucket', requests: 2 }]);
  expect([...one.fileBuckets]).toEqual(['bucket of 1000', 'bucket of 2000']);
  expect([one.trails.byKey().get('trail'), one.tools.get('Boto3'), one.partners.get(7), one.matchedGets]).toEqual([2, 2, 2, 2]);
  expect([one.pace.total, one.copies.total, one.bucketPaceOf('bucket').total, one.sessions.count()]).toEqual([2, 2, 2, 2]);
});
