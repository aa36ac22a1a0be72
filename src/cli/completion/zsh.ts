import { type Completed, quoted } from './completed.js';

/** The script for zsh, for a file `_trailcost` in a folder of `$fpath`, or to be sourced after `compinit`. */
export function zshScript(all: readonly Completed[]): string {
  const named = all.filter(({ name }) => name !== '');
  const values = all.flatMap(({ name, options }) =>
    options.flatMap(({ spellings, takesValue, choices }) => {
      const action = choices.length === 0 ? '_files' : `compadd -- ${choices.map(quoted).join(' ')}`;
      return takesValue
        ? [
            arm(
              spellings.map((spelling) => `${name} ${spelling}`),
              `${action}; return`,
            ),
          ]
        : [];
    }),
  );
  const others = all.map(({ name, commands, choices, options }) => {
    const words = [...commands.map(([word, about]) => described(word, about)), ...choices.map(quoted)];
    const flags = options.flatMap(({ spellings, describe }) => spellings.map((spelling) => described(spelling, describe)));
    return arm([name], `words_known=(${words.join(' ')}) options_known=(${flags.join(' ')})`);
  });
  return `#compdef trailcost
# Completion of trailcost for zsh, in a folder of $fpath: trailcost completion zsh > ~/.zfunc/_trailcost
_trailcost() {
  local command='' word previous=\${words[CURRENT-1]}
  local -a words_known options_known
  for word in "\${(@)words[2,CURRENT-1]}"; do
    word=\${command:+$command }$word
    case $word in
      ${named.map(({ name }) => quoted(name)).join('|')}) command=$word ;;
    esac
  done
  if [[ $PREFIX == --*=* ]]; then
    previous=\${PREFIX%%=*}
    compset -P '*='
  fi
  case "$command $previous" in
${values.join('\n')}
  esac
  case $command in
${others.join('\n')}
  esac
  if [[ $PREFIX == -* ]]; then
    _describe -t options option options_known
  elif (( $#words_known )); then
    _describe -t commands argument words_known
  else
    _files
  fi
}
if [[ \${funcstack[1]} == _trailcost ]]; then
  _trailcost "$@"
else
  compdef _trailcost trailcost
fi
`;
}

function described(word: string, about: string): string {
  return quoted(`${word.replaceAll(':', '\\:')}:${about.replaceAll(':', '\\:')}`);
}

function arm(patterns: readonly string[], action: string): string {
  return `    ${patterns.map(quoted).join('|')}) ${action} ;;`;
}
