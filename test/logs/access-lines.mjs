// Lines of S3 server access logs in their form of 2026, with 27 fields.
import { createHash } from 'node:crypto';
import { ARCHIVE, BUCKET, REGION } from './events.mjs';

const OWNER = createHash('sha256').update('bucket owner').digest('hex');
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Milliseconds as `[02/Nov/2026:01:15:30 +0000]`. */
function lineTime(ms) {
  const text = new Date(ms).toISOString();
  return `[${text.slice(8, 10)}/${MONTHS[Number(text.slice(5, 7)) - 1]}/${text.slice(0, 4)}:${text.slice(11, 19)} +0000]`;
}

/**
 * @typedef {object} Access
 * @property {number} ms
 * @property {string} requester an ARN, a canonical id, `svc:` and a service, or `-`
 * @property {string} requestId
 * @property {string} key as S3 writes it, `-` for none
 * @property {string} agent
 * @property {string} [operation]
 * @property {number} [status]
 * @property {string} [error]
 * @property {string} [target] of the request line
 */

/**
 * @param {Access} access
 * @returns {string} without a line end
 */
export function accessLine({
  ms,
  requester,
  requestId,
  key,
  agent,
  operation = 'REST.GET.OBJECT',
  status = 200,
  error = '-',
  target = `/${key}`,
}) {
  const digest = createHash('sha256').update(requestId).digest();
  const size = 1200 + (digest.readUInt16BE(0) % 2400);
  const sent = operation === 'REST.GET.OBJECT' && status < 300 ? (status === 206 ? 512 : size) : '-';
  const isAnonymous = requester === '-';
  return [
    OWNER,
    BUCKET,
    lineTime(ms),
    requester.includes(ARCHIVE) ? '198.51.100.7' : '203.0.113.24',
    requester,
    requestId,
    operation,
    key,
    `"${operation.split('.')[1]} ${target} HTTP/1.1"`,
    status,
    error,
    sent,
    key === '-' ? '-' : size,
    10 + (digest[2] % 80),
    5 + (digest[3] % 40),
    '"-"',
    `"${agent}"`,
    '-',
    digest.toString('base64'),
    isAnonymous ? '-' : 'SigV4',
    'TLS_AES_128_GCM_SHA256',
    isAnonymous ? '-' : 'AuthHeader',
    `${BUCKET}.s3.${REGION}.amazonaws.com`,
    'TLSv1.3',
    '-',
    '-',
    REGION,
  ].join(' ');
}

/**
 * Lines that are no read of an object: a listing, a refusal, a conditional GET, a HEAD.
 *
 * @param {(what: string) => string} requestIdOf
 */
export function oddLines({ ms, key, requester, requestIdOf }) {
  const agent = 'aws-cli/2.31.3 md/command#s3.sync';
  return [
    {
      ms,
      line: accessLine({
        ms,
        requester: OWNER,
        requestId: requestIdOf('list'),
        key: '-',
        agent,
        operation: 'REST.GET.BUCKET',
        target: '/?list-type=2&prefix=AWSLogs%2F',
      }),
    },
    {
      ms: ms + 1000,
      line: accessLine({
        ms: ms + 1000,
        requester: '-',
        requestId: requestIdOf('refused'),
        key,
        agent: 'curl/8.9.1',
        status: 403,
        error: 'AccessDenied',
      }),
    },
    { ms: ms + 2000, line: accessLine({ ms: ms + 2000, requester, requestId: requestIdOf('unchanged'), key, agent, status: 304 }) },
    {
      ms: ms + 3000,
      line: accessLine({ ms: ms + 3000, requester, requestId: requestIdOf('head'), key, agent, operation: 'REST.HEAD.OBJECT' }),
    },
  ];
}
