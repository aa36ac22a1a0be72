import { TrailcostError } from '../base/errors.js';
import type { Io } from './io.js';

/** How long a reader has for the rest of a report when it is to stop. */
const PATIENCE_MS = 700;

/**
 * Writes to standard output. A reader that has seen enough (`| head`) is no error; one that reads no more keeps nobody from stopping.
 *
 * @throws TrailcostError `output-unwritable`
 */
export async function writeToStdout(content: string | Buffer, { stdout, interruptible }: Io): Promise<void> {
  const error = await interruptible((signal) => written(content, stdout, signal));
  if (error === null || error === undefined || ('code' in error && error.code === 'EPIPE')) return;
  const { isSystemError, reasonOf } = await import('../files/system-errors.js');
  if (!isSystemError(error)) throw error;
  const problem = { where: 'standard output', what: reasonOf(error), remedy: 'The report is incomplete.' };
  throw new TrailcostError('output-unwritable', problem, error);
}

/** What went wrong, if anything did. */
function written(content: string | Buffer, stdout: Io['stdout'], signal: AbortSignal): Promise<Error | null | undefined> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      reject(signal.reason);
      stdout.destroy();
    };
    let patience: NodeJS.Timeout | undefined;
    signal.addEventListener('abort', () => {
      patience = setTimeout(giveUp, PATIENCE_MS);
    });
    stdout.write(content, (error) => {
      clearTimeout(patience);
      resolve(error);
    });
  });
}
