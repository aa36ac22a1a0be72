import { type Completed, quoted } from './completed.js';

/** The script for bash 3.2 and later, which has no descriptions. */
export function bashScript(all: readonly Completed[]): string {
  const named = all.filter(({ name }) => name !== '');
  const spelt = all.flatMap(({ name, options }) =>
    options.flatMap(({ spellings, takesValue, choices }) =>
      takesValue ? [{ patterns: spellings.map((spelling) => `${name} ${spelling}`), choices }] : [],
    ),
  );
  const values = spelt.flatMap(({ patterns, choices }) =>
    choices.length === 0 ? [] : [arm(patterns, `words=${quoted(choices.join(' '))}`)],
  );
  const free = spelt.flatMap(({ patterns, choices }) => (choices.length === 0 ? patterns : []));
  const others = all.map(({ name, commands, choices, options }) => {
    const words = [...commands.map(([each]) => each), ...choices].join(' ');
    return arm([name], `words=${quoted(words)} options=${quoted(options.flatMap(({ spellings }) => spellings).join(' '))}`);
  });
  return `# Completion of trailcost for bash, in ~/.bashrc: trailcost completion bash >> ~/.bashrc
_trailcost() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command='' words='' options='' word index
  for (( index = 1; index < COMP_CWORD; index++ )); do
    word=\${command:+$command }\${COMP_WORDS[index]}
    case $word in
      ${named.map(({ name }) => quoted(name)).join('|')}) command=$word ;;
    esac
  done
  # bash takes --option=value for three words.
  if [[ $current == = ]]; then
    current=''
  elif [[ $previous == = ]]; then
    previous=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  case "$command $previous" in
${[...values, arm(free, '')].join('\n')}
    *)
      case $command in
${others.join('\n').replace(/^/gm, '    ')}
      esac
      [[ $current == -* ]] && words=$options ;;
  esac
  # Where no word fits, bash completes files.
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _trailcost trailcost
`;
}

function arm(patterns: readonly string[], action: string): string {
  return `    ${patterns.map(quoted).join('|')}) ${action} ;;`;
}
