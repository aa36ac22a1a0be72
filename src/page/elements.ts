/** An element with attributes and what it holds; text stays text. */
export function made<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** The text of an element, which may not be there. */
export function textOf(element: Element | null | undefined): string {
  return element?.textContent ?? '';
}
