import { type Zippable, zipSync } from 'fflate';

const BLOCK = 512;
type Files = Iterable<readonly [string, Buffer]>;
export type TarForm = 'ustar' | 'pax' | 'gnu' | 'old';

/** A zip archive of these files. */
export function zipOf(files: Files): Buffer {
  // Stored or packed, as it comes.
  const entries = [...files].map(([name, bytes], index): [string, Zippable[string]] => [name, [bytes, { level: index % 2 === 0 ? 0 : 6 }]]);
  return Buffer.from(zipSync(Object.fromEntries(entries)));
}

/** A tar archive of these files: names that are too long for a header stand where the form has them. */
export function tarOf(files: Files, form: TarForm = 'ustar'): Buffer {
  return Buffer.concat([
    tarHeader({ name: './', type: form === 'old' ? '\0' : '5', form }),
    ...[...files].flatMap(([name, bytes]) => tarFile(name, bytes, form)),
    Buffer.alloc(2 * BLOCK),
  ]);
}

function tarFile(name: string, bytes: Buffer, form: TarForm): Buffer[] {
  const own = tarHeader({ name, size: bytes.length, form, type: form === 'old' ? '\0' : '0' });
  if (form === 'pax') return [...tarEntry('PaxHeaders/x', paxText({ path: name, mtime: '1793577600.5' }), 'x'), own, padded(bytes)];
  if (form === 'gnu') return [...tarEntry('././@LongLink', Buffer.from(`${name}\0`), 'L'), own, padded(bytes)];
  return [own, padded(bytes)];
}

/** An entry of any type. */
export function tarEntry(name: string, content: Buffer, type: string): Buffer[] {
  return [tarHeader({ name, size: content.length, type }), padded(content)];
}

export function paxText(fields: Readonly<Record<string, string>>): Buffer {
  return Buffer.concat(
    Object.entries(fields).map(([key, value]) => {
      const rest = Buffer.byteLength(` ${key}=${value}\n`);
      const length = [1, 2, 3, 4].map((digits) => rest + digits).find((total) => String(total).length === total - rest);
      return Buffer.from(`${length} ${key}=${value}\n`);
    }),
  );
}

export function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)]);
}

/** @param given.sizeText in place of the size in digits */
export function tarHeader(given: { name: string; size?: number; type?: string; form?: TarForm; sizeText?: Buffer }): Buffer {
  const { name, size = 0, type = '0', form = 'ustar', sizeText = Buffer.from(`${size.toString(8).padStart(11, '0')}\0`) } = given;
  const header = Buffer.alloc(BLOCK);
  const cut = form === 'ustar' && Buffer.byteLength(name) > 100 ? name.indexOf('/', name.length - 100) : -1;
  header.write(name.slice(cut + 1), 0, 100);
  header.write('0000644\0', 100);
  sizeText.copy(header, 124);
  header.write('15301500600\0', 136);
  header.write(' '.repeat(8), 148);
  header.write(type, 156);
  if (form === 'ustar' || form === 'pax') header.write('ustar\u000000', 257);
  if (form === 'gnu') header.write('ustar  \0', 257);
  if (cut > 0) header.write(name.slice(0, cut), 345, 155);
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  );
  return header;
}
