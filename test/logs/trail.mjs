// A log archive bucket as two trails and five readers leave it, made by time, with what a count of it must find known beforehand.
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { accessLine, oddLines } from './access-lines.mjs';
import {
  ARCHIVE,
  BUCKET,
  decrypt,
  delivery,
  fileKey,
  foreignIdentity,
  getObject,
  noise,
  otherKms,
  otherObject,
  randomOf,
  requestIdOf,
  roleIdentity,
  SECURITY,
  TRAIL,
  timeText,
  userIdentity,
  uuidOf,
} from './events.mjs';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ORGANIZATION = 'o-exampleorgid';
const AUDIT_TRAIL = TRAIL.replace(/org$/, 'audit');
const AUDIT_SLOT = 8 * HOUR;
const DIGEST_SLOT = 6 * HOUR;
const ACCESS_LOG_SLOT = 8 * HOUR;
const BUCKET_ARN = `arn:aws:s3:::${BUCKET}`;

const READERS = {
  'siem-forwarder': { account: SECURITY, session: 'forwarder', agent: 'aws-sdk-go-v2/1.39 os/linux lang/go#1.25 api/s3#1.88' },
  'athena-hunting': { account: SECURITY, session: 'hunt', agent: 'athena.amazonaws.com' },
  alice: { account: ARCHIVE, agent: 'aws-cli/2.31.3 md/command#s3api.get-object' },
  validator: { account: ARCHIVE, session: 'validate', agent: 'aws-cli/2.31.3 md/command#cloudtrail.validate-logs' },
  // Names that IAM allows and that a spreadsheet takes for formulas; an agent that colours a terminal.
  '=2+3': { account: ARCHIVE, session: '=cmd|calc!A0', agent: 'Boto3/1.40 \u001b[31mred' },
};
const HOSTILE_SESSIONS = ["=cmd|'/C calc'!A0", '\u001b[31mred\u001b[0m', '"><script>alert(1)</script>'];

const PLAIN_SESSIONS = ['one', 'two', 'three'];

const BILLABLE = ['log-file-read', 'digest-file-read', 'other-cloudtrail-file-read', 'bucket-key-read'];
const FREE = ['cloudtrail-delivery', 'cloudtrail-configuration-check'];
const UNRELATED = ['other-s3-object', 'other-kms-use'];
const CLASSES = [...FREE, ...BILLABLE, ...UNRELATED, 'failed-request', 'unclassified'];
const CLASS_OF_KIND = {
  CloudTrail: 'log-file-read',
  'CloudTrail-Digest': 'digest-file-read',
  'CloudTrail-Insight': 'other-cloudtrail-file-read',
};
const READS_OF_KIND = { CloudTrail: 'logFiles', 'CloudTrail-Digest': 'digestFiles', 'CloudTrail-Insight': 'otherFiles' };

/**
 * @typedef {object} TrailOptions
 * @property {number} [seed]
 * @property {string} [start] first day, YYYY-MM-DD
 * @property {number} [days]
 * @property {number} [slotMinutes] between two deliveries of one account; divides a day
 * @property {string} [sseKmsSince] a day, `always` or `never`: what was delivered before is SSE-S3 and its reads make no requests
 * @property {boolean} [bucketKey] one request per reader (or trail) and hour, for the bucket instead of the object
 * @property {boolean} [dataEvents] GetObject events of all reads, in the organization's trail
 * @property {boolean} [accessLogs] server access logs of all reads, under `access-logs/`
 * @property {boolean} [digests]
 * @property {boolean} [hostile] names that a spreadsheet or a terminal would act upon
 */

/**
 * What was recorded, each request once. Reads are those that data events or access logs recorded, so none without both of them.
 *
 * @typedef {object} Expected
 * @property {number} files log files of both trails
 * @property {number} digestFiles
 * @property {number} accessLogFiles
 * @property {number} accessLogLines
 * @property {number} records of the log files
 * @property {number} duplicates recordings of a KMS request or GET beyond its first, in log files and access logs
 * @property {number} duplicateLines how many of them are lines of access logs
 * @property {string} firstEvent of the records; no line lies outside of them
 * @property {string} lastEvent
 * @property {Record<string, number>} byClass
 * @property {number} billable
 * @property {number} free
 * @property {number} failed
 * @property {number} unrelated
 * @property {Record<string, { account: string, requests: number, reads: number }>} readers
 * @property {{ logFiles: number, digestFiles: number, otherFiles: number, onSseKms: number }} reads
 */

/**
 * The same options make the same bytes.
 *
 * @param {TrailOptions} [options]
 * @returns {{ files: Map<string, Buffer>, expected: Expected }}
 */
export function makeTrail(options = {}) {
  const settings = settingsOf(options);
  const streams = planStreams(settings);
  const digests = settings.digests ? planDigests(settings) : [];
  const ledger = new Ledger(settings, streams);
  writeNoise(settings, ledger, streams);
  writeDeliveries(settings, ledger, [...streams.flatMap((stream) => stream.files), ...digests]);
  for (const read of planReads(settings, streams, digests)) ledger.read(read);
  writeOthers(settings, ledger, streams);

  const files = new Map();
  for (const file of ledger.logFiles) files.set(file.key, packed(file));
  for (const digest of digests) files.set(digest.key, zip(digestText(digest, streams)));
  const expected = ledger.expected(digests.length);
  if (settings.accessLogs) {
    const lines = accessLines(settings, ledger, streams);
    const logs = accessLogFiles(settings, lines);
    for (const [path, bytes] of logs) files.set(path, bytes);
    expected.accessLogFiles = logs.size;
    expected.accessLogLines = lines.length;
  }
  return { files, expected };
}

function settingsOf(options) {
  const { seed = 1, start = '2026-11-02', days = 7, slotMinutes = 180, sseKmsSince = 'always', bucketKey = false } = options;
  const { dataEvents = false, accessLogs = true, digests = true, hostile = true } = options;
  if ((24 * 60) % slotMinutes !== 0) throw new RangeError('slotMinutes does not divide a day');
  const startMs = Date.parse(`${start}T00:00:00Z`);
  const named = { always: Number.NEGATIVE_INFINITY, never: Number.POSITIVE_INFINITY };
  const sinceMs = named[sseKmsSince] ?? Date.parse(`${sseKmsSince}T00:00:00Z`);
  if (Number.isNaN(startMs) || Number.isNaN(sinceMs)) throw new RangeError('start and sseKmsSince are days, YYYY-MM-DD');
  return {
    seed,
    start: startMs,
    end: startMs + days * DAY,
    days,
    slot: slotMinutes * MINUTE,
    since: sinceMs,
    bucketKey,
    dataEvents,
    accessLogs,
    digests,
    hostile,
  };
}

/** Random numbers of one purpose, so that an option moves nothing but what it is about. */
const randomFor = ({ seed }, purpose) => randomOf(createHash('md5').update(`${seed} ${purpose}`).digest().readUInt32BE(0));

const toSecond = (ms) => Math.floor(ms / SECOND) * SECOND;
const hex16 = (text) => uuidOf(text).replaceAll('-', '').slice(0, 16);

/** A file of the bucket; a log file holds what happened before its `cut` and stands in no earlier one. */
function fileOf({ since, seed }, { kind = 'CloudTrail', account, trail = TRAIL, ms, cut, name }) {
  const place = trail === TRAIL ? { organization: ORGANIZATION, trail: 'org' } : { prefix: 'audit/', trail: 'audit' };
  const key = fileKey({ kind, account, ms, unique: hex16(`file ${seed} ${name}`), ...place });
  return { key, kind, account, trail, ms, cut, onSseKms: ms >= since, records: [], text: undefined };
}

/** What one trail delivers of one account. */
function planStreams(settings) {
  const sources = [
    { account: ARCHIVE, trail: TRAIL, slot: settings.slot },
    { account: SECURITY, trail: TRAIL, slot: settings.slot },
    { account: ARCHIVE, trail: AUDIT_TRAIL, slot: AUDIT_SLOT },
  ];
  return sources.map(({ account, trail, slot }) => {
    const random = randomFor(settings, `files ${trail} ${account}`);
    const files = [];
    for (let at = settings.start; at < settings.end; at += slot) {
      const ms = toSecond(at + slot * (0.85 + 0.1 * random()));
      const cut = toSecond(ms - Math.min(2 * MINUTE, slot / 10));
      const copies = random() < 0.03 ? 2 : 1;
      for (let copy = 0; copy < copies; copy += 1) {
        files.push(fileOf(settings, { account, trail, ms, cut, name: `${trail} ${account} ${at} ${copy}` }));
      }
    }
    return { account, trail, files };
  });
}

function planDigests(settings) {
  const digests = [];
  for (const account of [ARCHIVE, SECURITY]) {
    for (let ms = settings.start; ms < settings.end; ms += DIGEST_SLOT) {
      digests.push(fileOf(settings, { kind: 'CloudTrail-Digest', account, ms: ms + 3 * MINUTE, name: 'digest' }));
    }
  }
  return digests;
}

/** Everything that was recorded: puts records into log files, and counts requests as they are made. */
class Ledger {
  /** Nothing happens later than this, for it would be in no file. */
  cutoff;
  /** @type {{ ms: number, line: string }[]} */
  lines = [];
  #settings;
  #streams;
  #counts = { records: 0, duplicates: 0, duplicateLines: 0, first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY };
  #byClass = Object.fromEntries(CLASSES.map((name) => [name, 0]));
  #readers;
  #reads = { logFiles: 0, digestFiles: 0, otherFiles: 0, onSseKms: 0 };
  #bucketKeys = new Set();
  #random;

  constructor(settings, streams) {
    this.#settings = settings;
    this.#streams = streams;
    const readers = Object.entries(READERS).filter(([name]) => settings.hostile || name !== '=2+3');
    this.#readers = Object.fromEntries(readers.map(([name, { account }]) => [name, { account, requests: 0, reads: 0 }]));
    this.#random = randomFor(settings, 'ledger');
    this.cutoff = Math.min(...streams.filter(({ trail }) => trail === TRAIL).map(({ files }) => files.at(-1).cut));
  }

  get logFiles() {
    return this.#streams.flatMap(({ files }) => files);
  }

  get span() {
    return { first: this.#counts.first, last: this.#counts.last };
  }

  /** Puts a record into the files of every trail that records it, and returns how many those are. */
  add(record) {
    const ms = Date.parse(record.eventTime);
    const trails = record.managementEvent ? [TRAIL, AUDIT_TRAIL] : [TRAIL];
    let recordings = 0;
    for (const stream of this.#streams) {
      if (stream.account !== record.recipientAccountId || !trails.includes(stream.trail)) continue;
      const at = stream.files.findIndex(({ cut }) => ms < cut);
      if (at < 0) continue;
      const twin = stream.files[at + 1];
      const isForTwin = twin !== undefined && twin.cut === stream.files[at].cut && (ms / SECOND) % 2 === 1;
      stream.files[isForTwin ? at + 1 : at].records.push(record);
      recordings += 1;
    }
    if (recordings > 0) {
      this.#counts.first = Math.min(this.#counts.first, ms);
      this.#counts.last = Math.max(this.#counts.last, ms);
    }
    this.#counts.records += recordings;
    return recordings;
  }

  /** One KMS request, with its record for each account. */
  request(className, ms, records) {
    if (ms >= this.cutoff) return;
    this.#byClass[className] += 1;
    this.#counts.duplicates += records.reduce((sum, record) => sum + this.add(record), 0) - 1;
  }

  /** Whether this is the first request of a requester in its hour. */
  needsBucketKey(requester, ms) {
    const use = `${requester} ${Math.floor(ms / HOUR)}`;
    const isNew = !this.#bucketKeys.has(use);
    this.#bucketKeys.add(use);
    return isNew;
  }

  /** One GET, and the Decrypt that it makes. */
  read({ id, reader, file, ms, isRanged = false, agent }) {
    if (ms >= this.cutoff) return;
    const identity = identityOf(reader, ms);
    const before = this.#random() < 0.5 ? SECOND : 0;
    if (file.onSseKms) this.#decrypt({ id, reader, file, ms: Math.max(ms - before, this.#settings.start), identity });
    this.#get({ id, reader, file, ms, isRanged, identity, agent: agent ?? READERS[reader].agent });
  }

  #decrypt({ id, reader, file, ms, identity }) {
    const { bucketKey } = this.#settings;
    if (bucketKey && !this.needsBucketKey(reader, ms)) return;
    const shape = bucketKey ? { trail: null, arn: BUCKET_ARN } : { trail: file.trail };
    const records = copiesOf(identity).map((copy) => decrypt({ id: `decrypt ${id}`, ms, key: file.key, ...shape, ...copy }));
    this.request(bucketKey ? 'bucket-key-read' : CLASS_OF_KIND[file.kind], ms, records);
    this.#readers[reader].requests += 1;
  }

  #get({ id, reader, file, ms, isRanged, identity, agent }) {
    const { dataEvents, accessLogs } = this.#settings;
    if (!dataEvents && !accessLogs) return;
    this.#readers[reader].reads += 1;
    this.#reads[READS_OF_KIND[file.kind]] += 1;
    if (file.onSseKms) this.#reads.onSseKms += 1;
    const requestId = requestIdOf(id);
    if (dataEvents) {
      const recordings = copiesOf(identity).map((copy) =>
        this.add(getObject({ id: `get ${id}`, ms, key: file.key, userAgent: agent, requestId, ...copy })),
      );
      this.#counts.duplicates += recordings.reduce((sum, count) => sum + count, 0) - 1;
    }
    if (accessLogs) {
      this.lines.push({
        ms,
        line: accessLine({ ms, requester: identity.arn, requestId, key: file.key, agent, status: isRanged ? 206 : 200 }),
      });
      this.#counts.duplicateLines += dataEvents ? 1 : 0;
    }
  }

  /** @returns {Expected} */
  expected(digestFiles) {
    const sumOf = (classes) => classes.reduce((sum, name) => sum + this.#byClass[name], 0);
    const { records, duplicates, duplicateLines, first, last } = this.#counts;
    return {
      files: this.logFiles.length,
      digestFiles,
      accessLogFiles: 0,
      accessLogLines: 0,
      records,
      duplicates: duplicates + duplicateLines,
      duplicateLines,
      firstEvent: timeText(first),
      lastEvent: timeText(last),
      byClass: this.#byClass,
      billable: sumOf(BILLABLE),
      free: sumOf(FREE),
      failed: this.#byClass['failed-request'],
      unrelated: sumOf(UNRELATED),
      readers: this.#readers,
      reads: this.#reads,
    };
  }
}

/** Sessions change daily. */
function identityOf(reader, ms) {
  const { account, session } = READERS[reader];
  if (session === undefined) return userIdentity({ account, user: reader });
  return roleIdentity({ account, role: reader, session: session.startsWith('=') ? session : `${session}-${timeText(ms).slice(0, 10)}` });
}

/** The caller's account has the full identity; the account of the key and bucket has a copy with what it may know. */
function copiesOf(identity) {
  const full = { identity, recipient: identity.accountId };
  return identity.accountId === ARCHIVE ? [full] : [full, { identity: foreignIdentity(identity), recipient: ARCHIVE }];
}

function writeNoise(settings, ledger, streams) {
  const { seed, start } = settings;
  for (const { account, trail, files } of streams) {
    if (trail !== TRAIL) continue;
    const random = randomFor(settings, `noise ${account}`);
    let from = start;
    for (const [index, file] of files.entries()) {
      for (let each = 0; each < 2; each += 1) {
        // Alternating seconds give both files of a slot something.
        const ms = 2 * toSecond((from + random() * (file.cut - 2 * SECOND - from)) / 2) + (index % 2) * SECOND;
        ledger.add(noise({ id: `noise ${seed} ${account} ${index} ${each}`, ms, number: Math.floor(random() * 1e6), recipient: account }));
      }
      if (files[index + 1]?.cut !== file.cut) from = file.cut;
    }
  }
}

function writeDeliveries({ seed, start, since, bucketKey }, ledger, files) {
  for (const { key, ms, trail, onSseKms } of files.toSorted((a, b) => a.ms - b.ms)) {
    if (!onSseKms || ms >= ledger.cutoff || (bucketKey && !ledger.needsBucketKey(trail, ms))) continue;
    const shape = bucketKey ? { arn: BUCKET_ARN } : {};
    ledger.request('cloudtrail-delivery', ms, [delivery({ id: `delivery ${seed} ${key}`, ms, key, trail, ...shape })]);
  }
  if (since === Number.POSITIVE_INFINITY) return;
  const ms = Math.max(start, since) + 20 * MINUTE;
  ledger.request('cloudtrail-configuration-check', ms, [delivery({ id: `check ${seed}`, ms, key: `AWSLogs/${ARCHIVE}/` })]);
}

/** All GETs, by time. */
function planReads(settings, streams, digests) {
  const logFiles = streams.filter(({ trail }) => trail === TRAIL).flatMap(({ files }) => files);
  const reads = [
    ...siemReads(settings, logFiles),
    ...athenaReads(settings, logFiles),
    ...aliceReads(settings, logFiles),
    ...validatorReads(settings, logFiles, digests),
    ...singleReads(settings, logFiles),
  ];
  return reads
    .filter(({ ms, file }) => ms >= Math.max(settings.start, file.ms))
    .sort((a, b) => a.ms - b.ms)
    .map((read, index) => ({ id: `${settings.seed} ${read.reader} ${index}`, ...read }));
}

function siemReads(settings, logFiles) {
  const random = randomFor(settings, 'siem');
  return logFiles.map((file) => ({ reader: 'siem-forwarder', file, ms: toSecond(file.ms + (1.5 + random()) * MINUTE) }));
}

/** Each file delivered from `days` before a time until then, at a random moment of the minutes after. */
function scan({ reader, files, ms, days, minutes, random }) {
  return files
    .filter((file) => file.ms >= ms - days * DAY && file.ms < ms)
    .map((file) => ({ reader, file, ms: toSecond(ms + random() * minutes * MINUTE) }));
}

function athenaReads(settings, files) {
  const random = randomFor(settings, 'athena');
  const runs = [2, 4, 6].filter((day) => day < settings.days).map((day) => settings.start + day * DAY + 10 * HOUR);
  return runs.flatMap((ms) => scan({ reader: 'athena-hunting', files, ms, days: 3, minutes: 5, random }));
}

function validatorReads(settings, logFiles, digests) {
  const ms = settings.end - DAY + 3 * HOUR;
  const random = randomFor(settings, 'validator');
  return scan({ reader: 'validator', files: [...digests, ...logFiles], ms, days: 2, minutes: 4, random });
}

function aliceReads(settings, logFiles) {
  const random = randomFor(settings, 'alice');
  const reads = [];
  for (let day = 0; day < settings.days; day += 1) {
    for (let each = 0; each < 3; each += 1) {
      const ms = toSecond(settings.start + day * DAY + (13 + 4 * random()) * HOUR);
      const file = pick(logFiles, ms, random);
      const agent = each === 1 ? 'aws-cli/2.31.3 md/prompt#"off md/command#s3.cp' : undefined;
      reads.push({ reader: 'alice', file, ms, isRanged: each === 2, agent });
      if (each === 2) reads.push({ reader: 'alice', file, ms: ms + 3 * SECOND, isRanged: true });
    }
  }
  return reads;
}

/** A file out of those delivered in the day before. */
function pick(files, ms, random) {
  const recent = files.filter((file) => file.ms < ms && file.ms >= ms - DAY);
  return recent[Math.floor(random() * recent.length)];
}

/** Near the end, so that a switch within the period lies before them. */
function singleReads(settings, logFiles) {
  const random = randomFor(settings, 'single');
  const ms = settings.end - 9 * HOUR;
  const insight = fileOf(settings, { kind: 'CloudTrail-Insight', account: ARCHIVE, ms: ms - HOUR, name: 'insight' });
  return [
    { reader: 'alice', file: insight, ms },
    ...(settings.hostile ? [1, 2] : []).map((minutes) => ({ reader: '=2+3', file: pick(logFiles, ms, random), ms: ms + minutes * MINUTE })),
  ];
}

/** Requests that are nobody's reads: of other services, of other objects, refused ones. */
function writeOthers(settings, ledger, streams) {
  const { seed, start, days, end, bucketKey } = settings;
  const random = randomFor(settings, 'others');
  const sessions = settings.hostile ? HOSTILE_SESSIONS : PLAIN_SESSIONS;
  for (let day = 0; day < days; day += 1) {
    for (let each = 0; each < 4; each += 1) {
      const ms = toSecond(start + (day + 0.95 * random()) * DAY);
      const number = day * 4 + each;
      ledger.request('other-kms-use', ms, [otherKms({ id: `other ${seed} ${number}`, ms, number })]);
      const session = number === 1 ? sessions[2] : 'job';
      const identity = roleIdentity({ account: ARCHIVE, role: 'etl', session });
      ledger.request('other-s3-object', ms, [otherObject({ id: `object ${seed} ${number}`, ms, number, identity })]);
    }
  }
  const ms = end - 8 * HOUR;
  const identity = userIdentity({ user: 'alice' });
  ledger.request('other-s3-object', ms, [decrypt({ id: `export ${seed}`, ms, trail: null, key: 'exports/findings.csv', identity })]);
  for (const [index, session] of sessions.entries()) {
    const at = ms + index * MINUTE;
    const file = pick(streams[index % 2].files, at, random);
    if (!file.onSseKms) continue;
    ledger.request('failed-request', at, [refused({ seed, index, ms: at, file, session, bucketKey })]);
  }
}

function refused({ seed, index, ms, file, session, bucketKey }) {
  const identity = roleIdentity({ account: ARCHIVE, role: 'intruder', session });
  const extra = {
    errorCode: 'AccessDenied',
    errorMessage:
      `User: ${identity.arn} is not authorized to perform: kms:Decrypt on this resource because no ` +
      'resource-based policy allows the kms:Decrypt action',
  };
  const shape = bucketKey ? { trail: null, arn: BUCKET_ARN } : {};
  return decrypt({ id: `refused ${seed} ${index}`, ms, key: file.key, identity, extra, ...shape });
}

const zip = (text) => gzipSync(text, { level: 9 });

function packed(file) {
  file.text = JSON.stringify({ Records: file.records });
  return zip(file.text);
}

/** The digest of what was delivered in the hours before; its log files are packed by now. */
function digestText(digest, streams) {
  const end = digest.ms - 3 * MINUTE;
  const own = streams.find(({ trail, account }) => trail === TRAIL && account === digest.account);
  const logFiles = own.files.filter(({ ms }) => ms >= end - DIGEST_SLOT && ms < end);
  const spans = logFiles.map(({ records }) => records.map(({ eventTime }) => eventTime).sort());
  const all = spans.flat().sort();
  return JSON.stringify({
    awsAccountId: digest.account,
    digestStartTime: timeText(end - DIGEST_SLOT),
    digestEndTime: timeText(end),
    digestS3Bucket: BUCKET,
    digestS3Object: digest.key,
    digestPublicKeyFingerprint: createHash('md5').update('public key').digest('hex'),
    digestSignatureAlgorithm: 'SHA256withRSA',
    newestEventTime: all.at(-1) ?? null,
    oldestEventTime: all[0] ?? null,
    previousDigestS3Bucket: null,
    previousDigestS3Object: null,
    previousDigestHashValue: null,
    previousDigestHashAlgorithm: null,
    previousDigestSignature: null,
    logFiles: logFiles.map(({ key, text }, index) => ({
      s3Bucket: BUCKET,
      s3Object: key,
      hashValue: createHash('sha256').update(text).digest('hex'),
      hashAlgorithm: 'SHA-256',
      newestEventTime: spans[index].at(-1),
      oldestEventTime: spans[index][0],
    })),
  });
}

/** The lines of reads, of CloudTrail's own PUTs and of what else happens, by time. */
function accessLines({ seed, start, days }, ledger, streams) {
  const lines = [...ledger.lines];
  const requester = userIdentity({ user: 'alice' }).arn;
  // S3 logs as well as it can: the audit trail's PUTs are there, of the others a part.
  const putFiles = streams.flatMap(({ trail, files }) => files.filter((_, index) => trail !== TRAIL || index % 8 === 0));
  for (const { key, ms } of putFiles) {
    const put = {
      ms,
      requester: 'svc:cloudtrail.amazonaws.com',
      requestId: requestIdOf(`put ${key}`),
      key,
      agent: 'cloudtrail.amazonaws.com',
    };
    lines.push({ ms, line: accessLine({ ...put, operation: 'REST.PUT.OBJECT' }) });
  }
  for (let day = 0; day < days; day += 1) {
    const ms = start + day * DAY + 12 * HOUR;
    const key = streams[0].files[0].key;
    lines.push(...oddLines({ ms, key, requester, requestIdOf: (what) => requestIdOf(`${what} ${seed} ${day}`) }));
  }
  const { first, last } = ledger.span;
  return lines.filter(({ ms }) => ms >= first && ms <= last).sort((a, b) => a.ms - b.ms);
}

/** S3 delivers them after the hours that they are about. */
function accessLogFiles({ seed, start }, lines) {
  const texts = new Map();
  for (const { ms, line } of lines) {
    const slot = Math.floor((ms - start) / ACCESS_LOG_SLOT);
    texts.set(slot, `${texts.get(slot) ?? ''}${line}\n`);
  }
  const files = new Map();
  for (const [slot, text] of texts) {
    const stamp = timeText(start + (slot + 1) * ACCESS_LOG_SLOT + 15.5 * MINUTE)
      .replace(/[T:]/g, '-')
      .slice(0, 19);
    files.set(`access-logs/${stamp}-${hex16(`access log ${seed} ${slot}`).toUpperCase()}`, Buffer.from(text));
  }
  return files;
}
