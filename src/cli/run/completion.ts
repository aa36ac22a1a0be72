import type { Command, Run } from '../command.js';
import type { CompletionArguments } from '../commands/completion.js';
import { bashScript } from '../completion/bash.js';
import { type Completed, completedOf } from '../completion/completed.js';
import { fishScript } from '../completion/fish.js';
import { zshScript } from '../completion/zsh.js';
import { EXIT } from '../exit.js';
import { writeToStdout } from '../standard-output.js';

const SCRIPTS: Readonly<Record<CompletionArguments['shell'], (all: readonly Completed[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** What prints a script that completes these commands. */
export function completionOf(commands: readonly Command[]): Run<CompletionArguments> {
  return async ({ shell }, io) => {
    await writeToStdout(SCRIPTS[shell](completedOf(commands)), io);
    return EXIT.done;
  };
}
