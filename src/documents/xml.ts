import { strToU8, zipSync } from 'fflate';

/** A file of Office Open XML (ECMA-376 part 2): parts in a zip. The same parts are always the same bytes. */
export function packed(parts: readonly (readonly [path: string, xml: string])[]): Uint8Array {
  const entries = parts.map(([path, xml]) => [path, strToU8(`${DECLARATION}${xml}`)] as const);
  return zipSync(Object.fromEntries(entries), { level: 3, mtime: LONG_AGO });
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const LONG_AGO = '1990-01-01T00:00:00';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
export const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** What each part is; `type` is its media type. */
export function contentTypes(parts: readonly { path: string; type: string }[]): string {
  const overrides = parts.map(({ path, type }) => `<Override PartName="${path}" ContentType="${type}+xml"/>`);
  return `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${overrides.join('')}</Types>`;
}

/** Numbered rId1 and so on, in their order. */
export function relations(all: readonly { type: string; target: string }[]): string {
  const each = all.map(
    ({ type, target }, index) =>
      `<Relationship Id="rId${index + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${PACKAGE}/relationships">${each.join('')}</Relationships>`;
}

/** Text for an element or an attribute, without what XML 1.0 cannot hold. */
export function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\P{Cc}\t\n]|[\uFFFE\uFFFF]/gu, '')
    .replace(/[&<>"]/g, (mark) => ENTITIES[mark] ?? mark);
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
