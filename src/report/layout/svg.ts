/** Text inside SVG: none of it may become markup, and characters that XML forbids are left out. */
export function escapedXml(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** An element of SVG; numbers are rounded to a tenth of a pixel. */
export function element(name: string, attributes: Record<string, string | number>, content = ''): string {
  const text = Object.entries(attributes).map(
    ([key, value]) => `${key}="${typeof value === 'number' ? Number(value.toFixed(1)) : escapedXml(value)}"`,
  );
  const opening = [name, ...text].join(' ');
  return content === '' ? `<${opening}/>` : `<${opening}>${content}</${name}>`;
}

/** Words at a point. */
export function label(text: string, attributes: Record<string, string | number>): string {
  return element('text', attributes, escapedXml(text));
}

/** A whole picture for screens and screen readers: named, described, on white, its words in the reader's own font. */
export function picture(
  kind: string,
  size: { width: number; height: number },
  title: string,
  description: string,
  parts: readonly string[],
): string {
  const { width, height } = size;
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'img',
    'aria-labelledby': `${kind}-title ${kind}-description`,
    'font-family': 'system-ui, sans-serif',
    'font-size': 13,
    fill: '#222',
  };
  const body = [
    element('title', { id: `${kind}-title` }, escapedXml(title)),
    element('desc', { id: `${kind}-description` }, escapedXml(description)),
    element('rect', { width, height, fill: '#fff' }),
    ...parts,
  ];
  return `${element('svg', attributes, `\n${body.join('\n')}\n`)}\n`;
}
