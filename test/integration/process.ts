import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs a command until the end of its standard input, which comes when this process ends, however it ends: a server is never left behind.
 * After 15 seconds without an end it is killed.
 */
const TIED = `
exec 3<&0
"$@" < /dev/null 3<&- & server=$!
(
  cat <&3
  kill $server 2> /dev/null
  for second in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do kill -0 $server 2> /dev/null || exit 0; sleep 1; done
  kill -9 $server 2> /dev/null
) > /dev/null &
exec 3<&-
wait $server
`;

/** A server in a process of its own. */
export class ServerProcess {
  readonly #name: string;
  readonly #log: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;

  constructor(name: string, [command, ...args]: readonly [string, ...string[]], log: string, env: NodeJS.ProcessEnv = {}) {
    this.#name = name;
    this.#log = log;
    const output = openSync(log, 'w');
    this.#child = spawn('sh', ['-c', TIED, name, command, ...args], {
      stdio: ['pipe', output, output],
      env: { ...process.env, ...env },
      // Ctrl-C is for the tests; they then end what they have started.
      detached: true,
    });
    closeSync(output);
    this.#ended = once(this.#child, 'exit');
  }

  /** Waits until it is ready; says what it wrote where it ends before, or takes too long. */
  async until(isReady: () => Promise<boolean>, timeoutMs: number): Promise<void> {
    const end = Date.now() + timeoutMs;
    while (!(await isReady().catch(() => false))) {
      if (this.#child.exitCode !== null || Date.now() > end) {
        await this.stop();
        throw new Error(`${this.#name} did not start. Its last words:\n${readFileSync(this.#log, 'utf8').slice(-3000)}`);
      }
      await sleep(200);
    }
  }

  async stop(): Promise<void> {
    this.#child.stdin?.end();
    await this.#ended;
  }
}

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const { port } = new URL(await listening(server));
  server.close();
  await once(server, 'close');
  return Number(port);
}

/** Starts to listen on loopback, on a free port if none is given, and answers with the address. */
export async function listening(server: Server, port = 0): Promise<string> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No address');
  return `http://127.0.0.1:${address.port}`;
}
