// Writes the made listings of samples/start/: one trail of one account in two Regions over nine days, as `aws s3 ls`, `list-objects-v2` and
// S3 Inventory list it. The other files there are made by hand. node test/start/write-samples.mjs
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const SAMPLES = new URL('../../samples/start/', import.meta.url);
const [BUCKET, ACCOUNT, TRAIL] = ['example-cloudtrail-logs', '111122223333', 'acme-main'];
const FILES_A_DAY = { 'us-east-1': [0, 6, 12, 18], 'eu-west-1': [9] };
const DAYS = Array.from({ length: 9 }, (_, index) => new Date(Date.UTC(2026, 9, 1 + index)).toISOString().slice(0, 10));
const SWITCH = '2026-10-06';

const digestOf = (text) => createHash('md5').update(text).digest('hex');
const two = (number) => String(number).padStart(2, '0');

function objectsOf(region, day) {
  const date = day.replaceAll('-', '');
  const folder = (kind) => `AWSLogs/${ACCOUNT}/${kind}/${region}/${day.replaceAll('-', '/')}/`;
  const logs = FILES_A_DAY[region].map((hour) => {
    const name = `${ACCOUNT}_CloudTrail_${region}_${date}T${two(hour)}05Z`;
    return { key: `${folder('CloudTrail')}${name}_${digestOf(name).slice(0, 16)}.json.gz`, size: 900 + hour * 40, hour };
  });
  const digest = `${folder('CloudTrail-Digest')}${ACCOUNT}_CloudTrail-Digest_${region}_${TRAIL}_us-east-1_${date}T120000Z.json.gz`;
  return [...logs, { key: digest, size: 700, hour: 13 }].map((one) => ({ ...one, day, time: `${day}T${two(one.hour)}:07:12.000Z` }));
}

const objects = Object.keys(FILES_A_DAY)
  .flatMap((region) => DAYS.flatMap((day) => objectsOf(region, day)))
  .sort((one, other) => (one.key < other.key ? -1 : 1));

const write = (name, content) => writeFileSync(new URL(name, SAMPLES), content);
mkdirSync(new URL('inventory/', SAMPLES), { recursive: true });
write(
  's3-ls-recursive.txt',
  objects.map(({ key, size, time }) => `${time.slice(0, 10)} ${time.slice(11, 19)} ${`${size}`.padStart(10)} ${key}\n`).join(''),
);

const contents = objects
  .filter(({ day }) => day >= '2026-10-08')
  .map(({ key, size, time }) => ({ Key: key, LastModified: time, ETag: `"${digestOf(key)}"`, Size: size, StorageClass: 'STANDARD' }));
write('list-objects-v2.json', `${JSON.stringify({ Contents: contents, RequestCharged: null, Prefix: 'AWSLogs/' }, undefined, 2)}\n`);

const rows = objects.map(({ key, size, day, time }) => {
  const isKms = day >= SWITCH && !key.includes('Digest');
  return [BUCKET, key, size, time, isKms ? 'SSE-KMS' : 'SSE-S3', isKms ? 'ENABLED' : ''].map((cell) => `"${cell}"`).join(',');
});
const data = gzipSync(`${rows.join('\n')}\n`);
write('inventory/data.csv.gz', data);
write(
  'inventory/manifest.json',
  `${JSON.stringify(
    {
      sourceBucket: BUCKET,
      destinationBucket: 'arn:aws:s3:::example-inventory',
      version: '2016-11-30',
      creationTimestamp: String(Date.UTC(2026, 9, 10)),
      fileFormat: 'CSV',
      fileSchema: 'Bucket, Key, Size, LastModifiedDate, EncryptionStatus, BucketKeyStatus',
      files: [{ key: `${BUCKET}/logs/data/data.csv.gz`, size: data.length, MD5checksum: createHash('md5').update(data).digest('hex') }],
    },
    undefined,
    2,
  )}\n`,
);
