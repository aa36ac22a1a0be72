import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';

/** Markdown as HTML, by the rules of GitHub Flavored Markdown; nothing is filtered out. */
export const htmlOf = (markdown: string) =>
  micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });

const ENTITIES = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };
export const decoded = (html: string) => html.replace(/&(?:lt|gt|quot|amp);/g, (entity) => ENTITIES[entity as keyof typeof ENTITIES]);

/** Its tags but code's, in their order. */
export const tagsOf = (html: string) => (html.match(/<[^>]*>/g) ?? []).filter((tag) => !/^<\/?code/.test(tag));

/** Text that is no code: what GitHub's filters look through. */
const plainTexts = (html: string) =>
  html
    .replace(/<code[^>]*>.*?<\/code>/gs, '<>')
    .split(/<[^>]*>/)
    .map(decoded);

/** What GitHub makes links, notifications and pictures of, as the filters of GitHub Desktop have it; any emoji's name and any formula. */
const FILTERS: Record<string, RegExp> = {
  mention: /(?:^|[^a-z0-9_`])@[a-z0-9][a-z0-9-]*/i,
  issue: /(?<=^|\W)(?:\w+(?:-\w+)*(?:\/[.\w-]+)?)?(?:#|gh-|\/(?:issues|pull|discussions)\/)\d+\b/i,
  commit: /(?<=^|[\s({[@]|\.\.)(?!\d+\b)[0-9a-f]{7,40}\b/,
  address: /https?:\/\/|www\.|\w@\w/i,
  emoji: /:(?!\d+:)[\w+-]+:|:(?:100|1234):/,
  formula: /\$(?=\S)[^$]*(?<=\S)\$(?!\d)|\$\$/,
};

/** What GitHub would make more of than text, and of which kind that is. */
export const madeByGitHub = (html: string): string[] =>
  plainTexts(html).flatMap((text) =>
    Object.entries(FILTERS).flatMap(([kind, filter]) => filter.exec(text)?.map((found) => `${kind} ${found} in ${text}`) ?? []),
  );
