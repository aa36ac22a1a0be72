import type { Completed } from './completed.js';

/** The script for fish, for a file in `~/.config/fish/completions`. */
export function fishScript(all: readonly Completed[]): string {
  const named = all.filter(({ name }) => name !== '');
  return `# Completion of trailcost for fish: trailcost completion fish > ~/.config/fish/completions/trailcost.fish
function __trailcost_in
    set -l command ''
    for word in (commandline -opc)[2..]
        set -l longer (string trim -- "$command $word")
        contains -- "$longer" ${named.map(({ name }) => quoted(name)).join(' ')}; and set command $longer
    end
    test "$command" = "$argv[1]"
end
${all.map(linesOf).join('\n')}
`;
}

function linesOf({ name, commands, choices, options }: Completed): string {
  const start = `complete -c trailcost -n ${quoted(`__trailcost_in ${quoted(name)}`)}`;
  const words = [
    ...commands.map(([word, about]) => `${start} -f -a ${quoted(word)} -d ${quoted(about)}`),
    ...(choices.length === 0 ? [] : [`${start} -f -a ${quoted(choices.join(' '))}`]),
  ];
  const flags = options.map(({ spellings, describe, takesValue, choices: values }) => {
    const spelt = spellings.map((spelling) => (spelling.startsWith('--') ? `-l ${spelling.slice(2)}` : `-s ${spelling.slice(1)}`));
    const value = takesValue ? (values.length === 0 ? ' -r -F' : ` -x -a ${quoted(values.join(' '))}`) : '';
    return `${start} ${spelt.join(' ')}${value} -d ${quoted(describe)}`;
  });
  return [...words, ...flags].join('\n');
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
