#!/usr/bin/env node
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { TrailcostError } from '../errors.js';
import { estimateCommand } from './estimate.js';
import { allowClosedPipe, EXIT, reportError } from './exit.js';
import { initCommand } from './init.js';

/** The edge of the program: arguments in, exit code out. Commands load what they need when they run, so that help stays quick. */
async function main(argv: string[]): Promise<number> {
  try {
    await parser(argv).parseAsync();
    return EXIT.done;
  } catch (error) {
    return reportError(error, argv.includes('--debug'));
  }
}

function parser(argv: string[]) {
  return yargs(argv)
    .scriptName('trailcost')
    .locale('en')
    .usage('$0 COMMAND\n\nWhat SSE-KMS on AWS CloudTrail logs really costs.')
    .command(estimateCommand)
    .command(initCommand)
    .demandCommand(1, 'a command is missing')
    .strict()
    .recommendCommands()
    .option('debug', { type: 'boolean', describe: 'Show where in the program an error comes from', global: true })
    .epilogue('Exit codes: 0 done, 1 unexpected, 2 wrong usage or bad input.')
    .wrap(80)
    .exitProcess(false)
    .parserConfiguration({ 'parse-positional-numbers': false })
    .fail((message: string | undefined, error: Error | undefined) => {
      throw error === undefined || error.name === 'YError' ? usageError(message ?? error?.message ?? '', argv) : error;
    });
}

/** What yargs says of wrong usage; for a misspelt command it gives the suggestion only. */
function usageError(message: string, [word]: string[]): TrailcostError {
  const isSuggestion = message.startsWith('Did you mean');
  const what = isSuggestion ? `no command "${word}"` : message;
  return new TrailcostError('usage', { what, remedy: `${isSuggestion ? `${message} ` : ''}Try \`trailcost --help\`.` });
}

allowClosedPipe(process.stdout);
process.exitCode = await main(hideBin(process.argv));
