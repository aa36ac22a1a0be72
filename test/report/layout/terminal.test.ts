import fc from 'fast-check';
import { expect, test } from 'vitest';
import { terminalText } from '../../../src/report/layout/terminal.js';
import { runs } from '../../runs.js';

test('no name and no path controls a terminal, wherever it stands', () => {
  const names = fc
    .array(
      fc.oneof(fc.constantFrom('\u001b[31m', '\u009b2J', '\r', '\n', '\t', '\u202e', '\u2028', '\u200b'), fc.string({ unit: 'binary' })),
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(names, (name) => {
      const text = terminalText(
        {
          headline: name,
          lead: name,
          caption: name,
          tables: [{ title: name, header: [name, name], leftColumns: 1, rows: [[name, name]] }],
          lists: [
            { title: name, items: [name] },
            { title: name, commands: [[name]] },
          ],
        },
        { color: false },
      );
      expect(text.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    }),
    runs(200),
  );
});
