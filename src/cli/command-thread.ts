import { setTimeout } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { builtFile } from '../files/package-folder.js';
import { EXIT, reportError } from './exit.js';
import { CLEAR_LINE, note, stoppedText } from './io.js';
import { Turn } from './turn.js';

/** What the thread of a command tells the first one: how far it is, that nothing holds up its end any more, or how it was stopped. */
export type Said = { progress: string | undefined } | { isFree: true } | { stopped: string };

/** How long a call of the system may hold up the end: reading a pipe that nobody writes, taking a very large text apart. */
const PATIENCE_MS = 800;

/** A command in a thread of its own: whatever that is busy with, this thread hears that it is to stop. */
export class CommandThread {
  readonly #turn = new Turn();
  readonly #thread;
  readonly #stderr;
  #progress: string | undefined;
  #asked = 0;
  #isOver = false;
  #isSaid = false;

  /** @param argv the words after the name of the program */
  constructor(argv: readonly string[], { stderr }: Pick<NodeJS.Process, 'stderr'>) {
    this.#stderr = stderr;
    this.#thread = new Worker(builtFile('cli/thread.js'), {
      argv: [...argv],
      workerData: this.#turn.memory,
      // Node would warn of files that a stream closes.
      trackUnmanagedFds: false,
      // As much as a process has.
      resourceLimits: { maxOldGenerationSizeMb: Math.floor(getHeapStatistics().heap_size_limit / 2 ** 20) },
    });
    this.#thread.on('message', (said: Said) => this.#hear(said));
  }

  /** The command's exit code when it is done; one that was stopped never is. */
  done(debug: boolean): Promise<number> {
    return new Promise((resolve) => {
      const over = (code: number) => {
        if (this.#isOver) return;
        this.#isOver = true;
        resolve(code);
      };
      this.#thread.on('exit', over);
      this.#thread.on('error', (error) => over(reportError(error, { stderr: this.#stderr }, { command: 'trailcost', debug })));
    });
  }

  /** Asks it to stop. What ends in order is given the time to; all else ends at once, and whatever it is the second time. */
  stop(): void {
    this.#asked += 1;
    if (this.#isOver) return;
    if (this.#asked > 1) void this.#end();
    else this.#endOrAsk();
  }

  #endOrAsk(): void {
    if (this.#turn.end()) void this.#end();
    else this.#thread.postMessage('stop');
  }

  #hear(said: Said): void {
    if ('progress' in said) this.#progress = said.progress;
    else if ('stopped' in said) this.#say(said.stopped);
    else this.#endOrAsk();
  }

  #say(stopped: string): void {
    if (!this.#isSaid) note(stopped, { stderr: this.#stderr });
    this.#isSaid = true;
  }

  async #end(): Promise<void> {
    this.#isOver = true;
    if (this.#stderr.isTTY) this.#stderr.write(CLEAR_LINE);
    this.#say(`${stoppedText(this.#progress)}: there is no result`);
    const ended = this.#thread.terminate().then(() => true);
    if (await Promise.race([ended, setTimeout(PATIENCE_MS, false)])) process.exit(EXIT.interrupted);
    // Leaving would wait for the thread; the signal does not, and shells give it the same exit code.
    process.removeAllListeners('SIGINT');
    process.kill(process.pid, 'SIGINT');
  }
}
