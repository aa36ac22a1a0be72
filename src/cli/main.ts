import { EXIT, reportError } from './exit.js';
import { isShort, STOPS } from './stops.js';

const argv = process.argv.slice(2);
const debug = argv.includes('--debug');
const report = (error: Error) => process.exit(reportError(error, process, { command: 'trailcost', debug }));

process.on('uncaughtException', report);
// Of a run that never comes to its end; any other says what its code is.
process.exitCode = EXIT.unexpected;
void run();

async function run(): Promise<void> {
  if (isShort(argv)) {
    const { runInFirstThread } = await import('./first-thread.js');
    // From here on the run itself reports.
    process.off('uncaughtException', report);
    await runInFirstThread(argv);
  } else {
    const { CommandThread } = await import('./command-thread.js');
    const thread = new CommandThread(argv, process);
    for (const name of STOPS) process.on(name, () => thread.stop());
    process.exitCode = await thread.done(debug);
  }
}
