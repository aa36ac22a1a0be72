// Serves the files of a folder as the objects of a bucket, by LIST, HEAD and GET, in a process of its own, and prints its address.
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const PAGE = 1000;
const [, , folder] = process.argv;
const objects = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
  .sort()
  .map((key) => ({ key, body: readFileSync(join(folder, key)) }));
const byKey = new Map(objects.map(({ key, body }) => [key, body]));

const server = createServer(({ method, url }, response) => {
  const { pathname, searchParams } = new URL(url, 'http://s3');
  const [, , ...parts] = pathname.split('/');
  const key = decodeURIComponent(parts.join('/'));
  if (method === 'GET' && key === '') return answer(response, Buffer.from(page(searchParams)), {});
  const body = key === '' ? Buffer.alloc(0) : byKey.get(key);
  if (body === undefined) return response.writeHead(404).end();
  const headers = { 'x-amz-bucket-region': 'us-east-1', 'x-amz-server-side-encryption': 'aws:kms' };
  answer(response, method === 'HEAD' ? undefined : body, { ...headers, 'content-length': body.length });
});

function answer(response, body, headers) {
  response.writeHead(200, headers);
  response.end(body);
}

/** As S3 lists it: keys, and folders where a delimiter is given. */
function page(query) {
  const [prefix, delimiter, after] = ['prefix', 'delimiter', 'continuation-token'].map((name) => query.get(name) ?? '');
  const entries = new Map();
  for (let at = firstFrom(prefix > after ? prefix : after); entries.size < PAGE && objects[at]?.key.startsWith(prefix); at += 1) {
    const { key, body } = objects[at];
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const name = end < 0 ? key : key.slice(0, end + 1);
    if (name <= after || entries.has(name)) continue;
    entries.set(name, end < 0 ? contents(key, body.length) : `<CommonPrefixes><Prefix>${name}</Prefix></CommonPrefixes>`);
  }
  const isMore = entries.size === PAGE;
  const token = isMore ? `<NextContinuationToken>${[...entries.keys()].at(-1)}</NextContinuationToken>` : '';
  return `<ListBucketResult><IsTruncated>${isMore}</IsTruncated>${token}${[...entries.values()].join('')}</ListBucketResult>`;
}

function contents(key, bytes) {
  return `<Contents><Key>${key}</Key><Size>${bytes}</Size></Contents>`;
}

/** The first object whose key is not before a text. */
function firstFrom(text) {
  let [low, high] = [0, objects.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (objects[middle].key < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

server.listen(0, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${server.address().port}\n`));
