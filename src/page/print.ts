/** Paper cannot be unfolded: what is folded and made already is open while the page is printed. */
export function printWhole(): void {
  let opened: HTMLDetailsElement[] = [];
  addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll<HTMLDetailsElement>(FOLDED)];
    for (const each of opened) each.open = true;
  });
  addEventListener('afterprint', () => {
    for (const each of opened) each.open = false;
  });
}

const FOLDED = 'main details:not([open]):has(> :nth-child(2))';
