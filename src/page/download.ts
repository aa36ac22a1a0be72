import { made } from './elements.js';

/** Gives a text to be kept, as a file of that name. */
export function download(text: string, name: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  made('a', { href: address, download: name }).click();
  URL.revokeObjectURL(address);
}
