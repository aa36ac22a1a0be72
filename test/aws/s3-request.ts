import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Refusal } from './faults.js';

/** One HTTP request to S3 with the bucket in its path. */
export interface S3Request {
  kind: 'LIST' | 'HEAD' | 'GET' | 'OTHER';
  method: string;
  bucket: string;
  /** Of a LIST its prefix. */
  key: string;
  query: Readonly<Record<string, string>>;
  /** For which Region and with which access key it is signed. */
  region: string;
  accessKeyId: string;
  userAgent: string;
  requesterPays: boolean;
}

export function s3RequestOf({ method = '', url = '', headers }: IncomingMessage): S3Request {
  const { pathname, searchParams } = new URL(url, 'http://s3');
  const [, bucket = '', path = ''] = /^\/([^/]*)\/?(.*)$/s.exec(pathname) ?? [];
  const query = Object.fromEntries(searchParams);
  const isList = method === 'GET' && bucket !== '' && path === '' && (query['list-type'] !== undefined || searchParams.size === 0);
  return {
    kind: isList ? 'LIST' : kindOf(method, path),
    method,
    bucket,
    key: isList ? (query['prefix'] ?? '') : decodeURIComponent(path),
    query,
    ...signedFor(headers.authorization),
    userAgent: headers['user-agent'] ?? '',
    requesterPays: headers['x-amz-request-payer'] === 'requester',
  };
}

function kindOf(method: string, path: string): 'HEAD' | 'GET' | 'OTHER' {
  if (method === 'HEAD') return 'HEAD';
  return method === 'GET' && path !== '' ? 'GET' : 'OTHER';
}

/** The scope of a signature of version 4; empty where a request has none. */
export function signedFor(authorization: string | undefined): { region: string; accessKeyId: string } {
  const [, accessKeyId = '', region = ''] = /Credential=([^/]+)\/\d+\/([^/]+)\//.exec(authorization ?? '') ?? [];
  return { region, accessKeyId };
}

/** An error as S3 sends it: XML, to a HEAD nothing but the status. */
export function sendS3Error(request: S3Request, response: ServerResponse, { status, code, message, headers }: Refusal): void {
  const region = headers['x-amz-bucket-region'];
  const parts = { Code: code, Message: message, ...(region && { Region: region }), Key: request.key, RequestId: 'MADE' };
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${xml(parts)}</Error>`;
  response.writeHead(status, { 'content-type': 'application/xml', 'x-amz-request-id': 'MADE', ...headers });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** Elements of these names with these texts. */
export function xml(parts: Readonly<Record<string, string | number | boolean>>): string {
  return Object.entries(parts)
    .map(([name, value]) => `<${name}>${escaped(String(value))}</${name}>`)
    .join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
