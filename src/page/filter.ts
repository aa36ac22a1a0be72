/** Whether a row has all words that are looked for, in any of its cells, in small letters or large. */
export function fits(cells: readonly string[], sought: string): boolean {
  const text = cells.join(' ').toLowerCase();
  return sought
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** How many rows are shown, of how many. */
export function countText(shown: number, all: number): string {
  const rows = `${all.toLocaleString('en')} ${all === 1 ? 'row' : 'rows'}`;
  return shown === all ? rows : `${shown.toLocaleString('en')} of ${rows}`;
}
