import stringWidth from 'fast-string-width';
import { wrapAnsi } from 'fast-wrap-ansi';

/** Columns of a terminal whose width is not known. */
export const WIDTH = 80;

/** Wrapped to a terminal's width, with all lines but the first indented. */
export function wrapped(text: string, indent: number, width = WIDTH): string {
  return wrapAnsi(text, width - indent, { hard: true }).replaceAll('\n', `\n${' '.repeat(indent)}`);
}

/** Less than this is not a width that a person reads at. */
const NARROWEST = 40;
/** How much further in a line goes on. */
const HANGING = 4;

/** Lines of which those that are too long for a terminal go on in the next one, further in; the others stay as they are. */
export function broken(text: string, width = WIDTH): string {
  const columns = Math.max(width, NARROWEST);
  return text
    .split('\n')
    .map((line) => {
      if (stringWidth(line) <= columns) return line;
      const [indent = ''] = /^ */.exec(line) ?? [];
      return indent + wrapped(line.slice(indent.length), Math.max(indent.length, HANGING), columns);
    })
    .join('\n');
}

/** Filled with blanks to a width. */
export function padded(text: string, width: number, alignLeft: boolean): string {
  const blanks = ' '.repeat(Math.max(0, width - stringWidth(text)));
  return alignLeft ? text + blanks : blanks + text;
}

/** Cut to a width, with `…` for what is gone. */
export function shortened(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let short = '';
  for (const character of text) {
    if (stringWidth(short + character) > width - 1) break;
    short += character;
  }
  return `${short}…`;
}
