import type { MadeObject } from './listings.js';

const TIME = '2026-11-25T03:39:34+00:00';

function jsonObject({ key, size }: MadeObject) {
  return {
    Key: key,
    LastModified: TIME,
    ETag: '"d41d8cd98f00b204e9800998ecf8427e"',
    ChecksumAlgorithm: ['CRC32'],
    Size: size,
    StorageClass: 'STANDARD',
  };
}

const json = (value: unknown) => `${JSON.stringify(value, undefined, 4)}\n`;
const lines = (all: readonly MadeObject[], line: (object: MadeObject) => string) => all.map((object) => `${line(object)}\n`).join('');
const human = (size: number) => `${(size / 1024).toFixed(1)}KiB`;
const half = (all: readonly MadeObject[]) => Math.ceil(all.length / 2);

function table(all: readonly MadeObject[]): string {
  const width = Math.max(...all.map(({ key }) => key.length)) + 2;
  const rule = (sign: string) => `|${sign.repeat(width + 80)}|\n`;
  const row = (key: string, size: string) =>
    `||  ${'"d41d8cd98f00b204e9800998ecf8427e"'.padEnd(36)}|  ${key.padEnd(width)}|  ${TIME}  |  ${size}  |  STANDARD  ||\n`;
  const header = `||  ETag  |  Key  |  LastModified  |  Size  |  StorageClass  ||\n`;
  return `${'-'.repeat(width + 82)}\n|  ListObjectsV2  |\n+${'-'.repeat(width)}+\n||  Contents  ||\n${rule('+')}${header}${rule('+')}${all
    .map(({ key, size }) => row(key, String(size)))
    .join('')}${rule('-')}`;
}

function pairs(all: readonly MadeObject[]): string {
  const one = ({ key, size }: MadeObject) =>
    `||  Contents  ||\n|+-----+-----+|\n||  ETag  |  "d4"  ||\n||  Key  |  ${key}  ||\n||  LastModified  |  ${TIME}  ||\n` +
    `||  Size  |  ${size}  ||\n||  StorageClass  |  STANDARD  ||\n|+-----+-----+|\n` +
    '|||  ChecksumAlgorithm  |||\n||+----+||\n|||  CRC32  |||\n||+----+||\n';
  return `------------------------\n|  ListObjectsV2  |\n+--------+\n|  RequestCharged |  None  |\n+--------+\n${all.map(one).join('')}`;
}

const yamlObject = ({ key, size }: MadeObject) =>
  `- ChecksumAlgorithm:\n  - CRC32\n  ETag: '"d41d8cd98f00b204e9800998ecf8427e"'\n  Key: ${key}\n` +
  `  LastModified: '${TIME}'\n  Size: ${size}\n  StorageClass: STANDARD\n`;

const inventoryRow = ({ key, size }: MadeObject) =>
  `"example-trail-logs","${encodeURIComponent(key).replaceAll('%2F', '/')}","v1","true","false",` +
  `"${size}","2026-11-25T03:39:34.000Z","d4","STANDARD"`;

/** A bucket in each form in which people list it, and whether sizes are there exactly. */
export const FORMS: Readonly<Record<string, { of: (all: readonly MadeObject[]) => string; hasSizes: boolean }>> = {
  's3 ls': { of: (all) => lines(all, ({ key, size }) => `2026-11-25 03:39:34 ${String(size).padStart(10)} ${key}`), hasSizes: true },
  's3 ls with a summary': {
    of: (all) =>
      `${lines(all, ({ key, size }) => `2026-11-25 03:39:34 ${String(size).padStart(10)} ${key}`)}\n` +
      `Total Objects: ${all.length}\n   Total Size: 12345\n`,
    hasSizes: true,
  },
  's3 ls for humans': { of: (all) => lines(all, ({ key }) => `2026-11-25 03:39:34    1.4 KiB ${key}`), hasSizes: false },
  'a page of JSON': { of: (all) => json({ Contents: all.map(jsonObject), RequestCharged: null, Prefix: '' }), hasSizes: true },
  'JSON in one line': {
    of: (all) => JSON.stringify({ IsTruncated: false, Contents: all.map(jsonObject), Name: 'example' }),
    hasSizes: true,
  },
  'two pages of JSON': {
    of: (all) =>
      json({ Contents: all.slice(0, half(all)).map(jsonObject), IsTruncated: true, NextContinuationToken: 'next+page=' }) +
      json({ Contents: all.slice(half(all)).map(jsonObject), IsTruncated: false, ContinuationToken: 'next+page=' }),
    hasSizes: true,
  },
  'versions in JSON': {
    of: (all) =>
      json({
        Versions: all.map((object) => ({ ...jsonObject(object), VersionId: 'v1', IsLatest: true, Owner: { ID: 'abc/def' } })),
        RequestCharged: null,
      }),
    hasSizes: true,
  },
  'a query of keys': { of: (all) => json(all.map(({ key }) => key)), hasSizes: false },
  'a query of lists': { of: (all) => json(all.map(({ key, size }) => [TIME, key, size])), hasSizes: true },
  'a query of objects': { of: (all) => json(all.map(({ key, size }) => ({ k: key, s: size }))), hasSizes: true },
  'AWS text': {
    of: (all) =>
      `None\n${lines(all, ({ key, size }) => `CONTENTS\t"d41d8"\t${key}\t${TIME}\t${size}\tSTANDARD\nCHECKSUMALGORITHM\tCRC32`)}`,
    hasSizes: true,
  },
  'text of a query of keys': { of: (all) => `${all.map(({ key }) => key).join('\t')}\n`, hasSizes: false },
  'text of a query of lists': { of: (all) => lines(all, ({ key, size }) => `${key}\t${size}`), hasSizes: true },
  'AWS table': { of: table, hasSizes: true },
  'AWS table of pairs': { of: pairs, hasSizes: true },
  YAML: { of: (all) => `Contents:\n${all.map(yamlObject).join('')}Prefix: ''\nRequestCharged: null\n`, hasSizes: true },
  'YAML of a stream': {
    of: (all) => `- Contents:\n${all.map(yamlObject).join('').replace(/^/gm, '  ').trimEnd()}\n  RequestCharged: null\n`,
    hasSizes: true,
  },
  'YAML of a query of keys': { of: (all) => lines(all, ({ key }) => `- ${key}`), hasSizes: false },
  'rclone ls': { of: (all) => lines(all, ({ key, size }) => `${String(size).padStart(9)} ${key}`), hasSizes: true },
  'rclone lsl': {
    of: (all) => lines(all, ({ key, size }) => `${String(size).padStart(9)} 2026-11-25 04:39:34.000000000 ${key}`),
    hasSizes: true,
  },
  'rclone lsf': { of: (all) => lines(all, ({ key }) => key), hasSizes: false },
  'rclone lsf with sizes': { of: (all) => lines(all, ({ key, size }) => `${size};${key}`), hasSizes: true },
  'rclone lsjson': {
    of: (all) =>
      `[\n${all
        .map(({ key, size }) =>
          JSON.stringify({
            Path: key,
            Name: key.split('/').at(-1),
            Size: size,
            MimeType: 'application/gzip',
            ModTime: TIME,
            IsDir: false,
            Tier: 'STANDARD',
          }),
        )
        .join(',\n')}\n]\n`,
    hasSizes: true,
  },
  's5cmd ls': { of: (all) => lines(all, ({ key, size }) => `2026/11/25 03:39:34  ${String(size).padStart(16)}  ${key}`), hasSizes: true },
  's5cmd ls with classes': {
    of: (all) => lines(all, ({ key, size }) => `2026/11/25 03:39:34 STANDARD ${String(size).padStart(16)}  s3://example-trail-logs/${key}`),
    hasSizes: true,
  },
  's5cmd --json ls': {
    of: (all) =>
      lines(all, ({ key, size }) =>
        JSON.stringify({
          key: `s3://example-trail-logs/${key}`,
          etag: 'd4',
          last_modified: TIME,
          type: 'file',
          size,
          storage_class: 'STANDARD',
        }),
      ),
    hasSizes: true,
  },
  'mc ls': {
    of: (all) => lines(all, ({ key, size }) => `[2026-11-25 03:39:34 UTC] ${human(size).padStart(7)} STANDARD ${key}`),
    hasSizes: false,
  },
  'mc ls --json': {
    of: (all) =>
      lines(all, ({ key, size }) =>
        JSON.stringify({ status: 'success', type: 'file', lastModified: TIME, size, key, etag: 'd4', url: 'https://example.com/' }),
      ),
    hasSizes: true,
  },
  inventory: { of: (all) => lines(all, inventoryRow), hasSizes: true },
  'CSV with a header': { of: (all) => `key,size\n${lines(all, ({ key, size }) => `${key},${size}`)}`, hasSizes: true },
  'paths of a copy': { of: (all) => lines(all, ({ key }) => `./${key}`), hasSizes: false },
  'lines of Windows': { of: (all) => all.map(({ key }) => `s3://example-trail-logs/${key}\r\n`).join(''), hasSizes: false },
};
