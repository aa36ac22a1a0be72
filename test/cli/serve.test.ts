import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { saveScenario } from '../../src/page/server.js';
import { MAIN } from './program.js';
import { workspace } from './workspace.js';

const { folder, run, transcript } = workspace();

const GOOD = readFileSync(join(folder, 'good.yaml'), 'utf8');
const CHANGED = `${GOOD}# changed\n`;

const write = (name: string, content: string | Buffer) => writeFileSync(join(folder, name), content);
const read = (name: string) => readFileSync(join(folder, name), 'utf8');

/** A server at a free port, in a process of its own. */
async function start(...args: readonly string[]) {
  const env = { ...process.env, XDG_CONFIG_HOME: `${folder}/config` };
  const child = spawn(process.execPath, [MAIN, 'serve', '--port', '0', ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  let stderr = '';
  const port = await new Promise<number>((resolve, reject) => {
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
      const [, found] = /127\.0\.0\.1:(\d+)\/ \(Ctrl-C ends it\)\n/.exec(stderr) ?? [];
      if (found !== undefined) resolve(Number(found));
    });
    void ended.then(() => reject(new Error(stderr)));
  });
  const end = async (signal: NodeJS.Signals = 'SIGINT') => {
    child.kill(signal);
    return { status: await ended, stderr };
  };
  return { port, end };
}

/** One that is gone after a test. */
async function served(...args: readonly string[]) {
  const server = await start(...args);
  onTestFinished(async () => void (await server.end('SIGKILL')));
  return server;
}

interface Asked {
  method?: string;
  path?: string;
  headers?: OutgoingHttpHeaders;
  body?: string | Buffer;
}

interface Answered {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  body: string;
}

function ask(port: number, { method = 'GET', path = '/', headers = {}, body }: Asked = {}): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, async (answer) => {
      resolve({ status: answer.statusCode, headers: answer.headers, body: await text(answer) });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** As the page saves. */
function put(port: number, tag: string, body: string | Buffer, headers: OutgoingHttpHeaders = {}): Promise<Answered> {
  const own = { Origin: `http://127.0.0.1:${port}`, 'Content-Type': 'application/yaml', 'If-Match': tag };
  return ask(port, { method: 'PUT', path: '/scenario', headers: { ...own, ...headers }, body });
}

const reportIn = (page: string) => /<main[\s\S]*<\/main>/.exec(page)?.[0];

/** What the page's script has. */
function dataIn(page: string): { served?: { name: string; etag: string } } {
  return JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/.exec(page)?.[1] ?? 'null');
}

async function tagAt(port: number): Promise<string> {
  return dataIn((await ask(port)).body).served?.etag ?? 'none';
}

const partsOf = (name: string) => readdirSync(folder).filter((file) => file.startsWith(`${name}.`));

describe('the page', () => {
  test('is what estimate writes, of the file as it is at each load', async () => {
    write('page.yaml', GOOD);
    const { port } = await served('page.yaml', '--budget', '10');
    for (const scenario of [GOOD, GOOD.replace(/^name: .*/m, 'name: another')]) {
      write('page.yaml', scenario);
      const { status, body } = await ask(port);
      const { stdout } = await run('trailcost estimate page.yaml --budget 10 -f html');
      expect(status).toBe(200);
      expect(reportIn(body)).toBe(reportIn(stdout));
      expect(dataIn(body).served?.name).toBe('page.yaml');
    }
  });

  test('may send to this server alone, be in no other page and stay nowhere', async () => {
    write('closed.yaml', GOOD);
    const { port } = await served('closed.yaml');
    const { headers, body } = await ask(port);
    const [, policy = ''] = /http-equiv="Content-Security-Policy" content="(.*?)"/.exec(body) ?? [];
    expect(headers).toMatchObject({
      'content-security-policy': `${policy.replaceAll('&#39;', "'")}; frame-ancestors 'none'`,
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    expect(headers['content-security-policy']).toContain("connect-src 'self'");
    const { status, headers: alone, body: nothing } = await ask(port, { method: 'HEAD' });
    expect([status, alone['content-length'], nothing]).toEqual([200, String(Buffer.byteLength(body)), '']);
  });

  test('of a file that is wrong says what estimate says, until it is mended', async () => {
    write('wrong.yaml', `${GOOD}"<img src=x onerror=alert(1)>": 1\n`);
    const { port, end } = await served('wrong.yaml');
    const { status, body, headers } = await ask(port);
    const { stderr } = await run('trailcost estimate wrong.yaml');
    const [problem = ''] = stderr.slice('trailcost: '.length).split('\n');
    expect(status).toBe(422);
    expect(problem).toContain('wrong.yaml:');
    expect(body).toContain(problem.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'));
    expect(body).not.toContain('<img');
    expect(body).not.toMatch(/\n\s+at /);
    expect(headers['content-security-policy']).not.toContain('connect-src');
    write('wrong.yaml', GOOD);
    expect(await ask(port)).toMatchObject({ status: 200 });
    expect(await end()).toMatchObject({ status: 0 });
  });

  test('without a scenario is that of what init prints, which is saved nowhere', async () => {
    const { port } = await served();
    const { status, body, headers } = await ask(port);
    const { stdout } = await run('trailcost init | trailcost estimate - -f html');
    expect([status, dataIn(body).served]).toEqual([200, undefined]);
    expect(reportIn(body)).toBe(reportIn(stdout));
    expect(headers['content-security-policy']).not.toContain('connect-src');
    expect(await put(port, '"x"', GOOD)).toMatchObject({ status: 404, body: expect.stringContaining('trailcost serve FILE') });
  });
});

describe('saving', () => {
  let server: Awaited<ReturnType<typeof start>>;
  beforeAll(async () => {
    write('kept.yaml', GOOD);
    server = await start('kept.yaml');
  });
  beforeEach(() => write('kept.yaml', GOOD));
  afterAll(() => server.end('SIGKILL'));

  test('writes the file, over what the page was made from', async () => {
    write('saved.yaml', GOOD);
    const { port, end } = await served('saved.yaml');
    const first = await put(port, await tagAt(port), CHANGED);
    expect(first).toMatchObject({ status: 200, headers: { etag: await tagAt(port) } });
    expect(read('saved.yaml')).toBe(CHANGED);
    expect(await put(port, first.headers.etag ?? '', GOOD)).toMatchObject({ status: 200 });
    expect(read('saved.yaml')).toBe(GOOD);
    expect(partsOf('saved.yaml')).toEqual([]);
    expect((await end()).stderr.match(/^trailcost: wrote saved\.yaml$/gm)).toHaveLength(2);
  });

  test('is refused where the file has changed meanwhile', async () => {
    const { port } = server;
    const tag = await tagAt(port);
    write('kept.yaml', `${GOOD}# by somebody else\n`);
    const { status, body } = await put(port, tag, CHANGED);
    expect([status, body]).toEqual([412, 'kept.yaml has changed meanwhile: load the page again, or download yours.\n']);
    expect(await put(port, '*', CHANGED)).toMatchObject({ status: 412 });
    expect(read('kept.yaml')).toBe(`${GOOD}# by somebody else\n`);
  });

  test('of two at once takes one, and of the same twice both', async () => {
    const { port } = server;
    const tag = await tagAt(port);
    const texts = ['one', 'two', 'three'].map((word) => `${GOOD}# ${word}\n`);
    const answers = await Promise.all(texts.map((each) => put(port, tag, each)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
    expect(read('kept.yaml')).toBe(texts[answers.findIndex(({ status }) => status === 200)]);
    expect(await put(port, tag, read('kept.yaml'))).toMatchObject({ status: 200 });
  });

  test.each([
    ['is not YAML', 'readers: ['],
    ['has a field that does not fit', GOOD.replace(/^name: .*/m, 'name: 7')],
    ['has no prices', GOOD.replace('us-east-1', 'us-gov-west-1')],
    ['is something else', '{"kind": "estimate"}'],
  ])('of what %s says what estimate says', async (_, scenario) => {
    const { port } = server;
    const { status, body } = await put(port, await tagAt(port), scenario);
    expect([status, read('kept.yaml')]).toEqual([422, GOOD]);
    write('kept.yaml', scenario);
    const { stderr } = await run('trailcost estimate kept.yaml');
    expect(body).toBe(stderr.replace(/^trailcost: /gm, ''));
  });

  test('takes no more than a scenario can have, and only text', async () => {
    const { port } = server;
    const tag = await tagAt(port);
    const large = Buffer.concat([Buffer.from(GOOD), Buffer.alloc(1024 * 1024, '#')]);
    expect(await put(port, tag, large)).toMatchObject({ status: 413 });
    expect(await put(port, tag, large, { 'Transfer-Encoding': 'chunked' })).toMatchObject({ status: 413 });
    expect(await put(port, tag, Buffer.from([0x23, 0xff, 0x0a]))).toMatchObject({ status: 422, body: 'the scenario is not UTF-8 text\n' });
    expect(read('kept.yaml')).toBe(GOOD);
  });
});

describe('who asks', () => {
  let guarded: Awaited<ReturnType<typeof start>>;
  beforeAll(async () => {
    write('guarded.yaml', GOOD);
    guarded = await start('guarded.yaml');
  });
  afterAll(() => guarded.end('SIGKILL'));

  const NAVIGATES = { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' };
  const YAML = { 'Content-Type': 'application/yaml' };
  const own = (port: number) => `http://127.0.0.1:${port}`;
  type Case = [string, number, (port: number) => Asked];

  test.each<Case>([
    ['by the address', 200, () => ({})],
    ['by the name of this machine', 200, (port) => ({ headers: { Host: `localhost:${port}` } })],
    ['by another name that leads here', 421, (port) => ({ headers: { Host: `evil.example:${port}` } })],
    ['at another port', 421, () => ({ headers: { Host: '127.0.0.1:1' } })],
    ['without a port', 421, () => ({ headers: { Host: '127.0.0.1' } })],
    ['from another origin', 403, () => ({ headers: { Origin: 'http://evil.example' } })],
    ['from no origin that can be named', 403, () => ({ headers: { Origin: 'null' } })],
    ['with https', 403, (port) => ({ headers: { Origin: `https://127.0.0.1:${port}` } })],
    ['within another site', 403, () => ({ headers: { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' } })],
    ['at another port of this machine', 403, () => ({ headers: { 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'no-cors' } })],
    ['by a link elsewhere', 200, () => ({ headers: { 'Sec-Fetch-Site': 'cross-site', ...NAVIGATES } })],
    ['as a frame', 403, () => ({ headers: { 'Sec-Fetch-Site': 'cross-site', ...NAVIGATES, 'Sec-Fetch-Dest': 'iframe' } })],
    ['for something else', 404, () => ({ path: '/../good.yaml' })],
    ['for another address altogether', 404, () => ({ path: 'http://evil.example/' })],
    ['for something with markup in it', 404, () => ({ path: '/<script>alert(1)</script>' })],
    ['with POST', 405, () => ({ method: 'POST' })],
    ['to delete', 405, () => ({ method: 'DELETE', path: '/scenario' })],
    ['for the file', 405, () => ({ path: '/scenario' })],
    ['what may be sent, from elsewhere', 403, () => ({ method: 'OPTIONS', path: '/scenario', headers: { Origin: 'http://evil.example' } })],
  ])('%s is answered with %i', async (_, status, asked) => {
    const { port } = guarded;
    const answer = await ask(port, asked(port));
    expect(answer.status).toBe(status);
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    if (status === 200) return;
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(answer.body).not.toMatch(/evil|alert/);
  });

  test.each<Case>([
    ['without saying from where', 403, () => ({ headers: YAML })],
    ['from another origin', 403, () => ({ headers: { ...YAML, Origin: 'http://evil.example', 'Sec-Fetch-Site': 'same-origin' } })],
    ['from another port of this machine', 403, () => ({ headers: { ...YAML, 'Sec-Fetch-Site': 'same-site' } })],
    ['from the other name of this machine', 403, (port) => ({ headers: { ...YAML, Origin: `http://localhost:${port}` } })],
    ['as a form can', 415, (port) => ({ headers: { Origin: own(port), 'Content-Type': 'text/plain' } })],
    ['without a type', 415, (port) => ({ headers: { Origin: own(port) } })],
    ['without what it was made from', 428, (port) => ({ headers: { ...YAML, Origin: own(port) } })],
    ['from this page', 412, (port) => ({ headers: { ...YAML, Origin: own(port), 'If-Match': '"x"' } })],
    ['from this page, as only the browser says', 412, () => ({ headers: { ...YAML, 'Sec-Fetch-Site': 'same-origin', 'If-Match': '"x"' } })],
    ['by another name', 421, () => ({ headers: { ...YAML, Host: 'evil.example', Origin: 'http://evil.example' } })],
  ])('saves %s: %i', async (_, status, asked) => {
    const { port } = guarded;
    const answer = await ask(port, { method: 'PUT', path: '/scenario', body: CHANGED, ...asked(port) });
    expect(answer.status).toBe(status);
    expect(read('guarded.yaml')).toBe(GOOD);
  });

  test('with too large a header, or too slowly, is let go', { timeout: 20_000 }, async () => {
    const { port } = guarded;
    expect(await ask(port, { headers: { Cookie: 'x'.repeat(20_000) } })).toMatchObject({ status: 431 });
    const socket = connect(port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost:');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /);
  });
});

describe('the end', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('by %s is how it is done, whoever is connected', async (signal) => {
    write('ended.yaml', GOOD);
    const { port, end } = await served('ended.yaml');
    const idle = connect(port, '127.0.0.1');
    const slow = connect(port, '127.0.0.1');
    slow.write('PUT /scenario HTTP/1.1\r\n');
    const gone = Promise.all([idle, slow].map(text));
    await ask(port);
    const from = performance.now();
    expect(await end(signal)).toEqual({ status: 0, stderr: `trailcost: the planner is at http://127.0.0.1:${port}/ (Ctrl-C ends it)\n` });
    expect(performance.now() - from).toBeLessThan(3000);
    expect(await gone).toEqual(['', '']);
  });

  test.each([0, 10, 40])('%i ms after a save is sent leaves the file old or new', async (ms) => {
    write('whole.yaml', GOOD);
    const { port, end } = await served('whole.yaml');
    const saving = put(port, await tagAt(port), CHANGED).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, ms));
    expect(await end()).toMatchObject({ status: 0 });
    const answer = await saving;
    expect([GOOD, CHANGED]).toContain(read('whole.yaml'));
    if (answer?.status === 200) expect(read('whole.yaml')).toBe(CHANGED);
    if (answer?.status === 503) expect(read('whole.yaml')).toBe(GOOD);
    expect(partsOf('whole.yaml')).toEqual([]);
  });

  test('comes at once where the port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void taken.close());
    await new Promise((resolve) => taken.on('listening', resolve));
    const { port } = taken.address() as AddressInfo;
    const { stderr, status } = await run(`trailcost serve good.yaml --port ${port}`);
    expect([stderr, status]).toEqual([
      `trailcost: port ${port}: is taken: another program listens there\n  Choose another --port, or --port 0 for any free one.\n`,
      2,
    ]);
  });
});

describe("the page's script", () => {
  /** As a browser does it: addresses start at the page's, and its origin is named. */
  function inPageOf(port: number) {
    const { fetch } = globalThis;
    onTestFinished(() => void vi.unstubAllGlobals());
    vi.stubGlobal('fetch', (path: string, options: RequestInit) => {
      const origin = `http://127.0.0.1:${port}`;
      return fetch(new URL(path, origin), { ...options, headers: { ...options.headers, Origin: origin } });
    });
  }

  test('saves, again and again, and says what stands in the way', async () => {
    write('script.yaml', GOOD);
    const { port, end } = await served('script.yaml');
    inPageOf(port);
    const page = dataIn((await ask(port)).body).served ?? { name: '', etag: '' };
    const first = await saveScenario(page, CHANGED);
    expect(first).toEqual({ etag: await tagAt(port) });
    const next = { ...page, ...first };
    expect(await saveScenario(next, GOOD)).toHaveProperty('etag');
    expect(read('script.yaml')).toBe(GOOD);
    expect(await saveScenario(next, `${GOOD}# late\n`)).toEqual({ problem: expect.stringContaining('script.yaml has changed meanwhile') });
    expect(await saveScenario(page, 'readers: [')).toEqual({ problem: expect.stringMatching(/^script\.yaml:1:\d+: /) });
    await end();
    expect(await saveScenario(page, GOOD)).toEqual({ problem: expect.stringContaining('trailcost serve does not answer') });
  });
});

transcript('serve', 'what cannot be served is refused before anything listens', [
  'trailcost serve --help',
  'trailcost serve missing.yaml',
  'trailcost serve samples',
  'trailcost serve latin1.yaml',
  'trailcost serve - < good.yaml',
  'trailcost serve /dev/null',
  'trailcost serve good.yaml --price-book - < own-prices.csv',
  'trailcost serve good.yaml --price-book bad-prices.csv',
  'trailcost serve good.yaml --port http',
  'trailcost serve good.yaml --port 65536',
  'trailcost serve good.yaml --budget-on high',
  'trailcost serve good.yaml --budget lots',
  'trailcost serve good.yaml month-13.yaml',
]);
