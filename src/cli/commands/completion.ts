import type { Declaration, Given } from '../command.js';

export const COMPLETION = {
  usage: 'completion <shell>',
  describe: 'Print a script that completes commands and options in a shell',
  missing: 'the shell is missing: bash, zsh or fish',
  takes: 'The command takes one shell.',
  positionals: { shell: { choices: ['bash', 'zsh', 'fish'], demandOption: true, describe: 'bash, zsh or fish' } },
  examples: [
    ['completion bash >> ~/.bashrc', 'bash'],
    ['completion zsh > ~/.zfunc/_trailcost', 'zsh'],
    ['completion fish > ~/.config/fish/completions/trailcost.fish', 'fish'],
  ],
} as const satisfies Declaration;

export type CompletionArguments = Given<typeof COMPLETION>;
