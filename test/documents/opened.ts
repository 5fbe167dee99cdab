import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { strFromU8, unzipSync } from 'fflate';
import { expect } from 'vitest';
import { z } from 'zod';
import type { TestOrg } from '../helpers/org.ts';
import type { Seen } from '../helpers/talk.ts';

/** A written document as Word opens it: every part well-formed, every relation leading somewhere. */
export interface Opened {
  name: string;
  /** Its paragraphs, those in cells and at the foot included, in order. */
  lines: string[];
  /** Tables, as their rows of cells. */
  tables: string[][][];
  foot: string[];
  /** Upright or across, page by page as they begin. */
  across: boolean[];
  /** A part's XML. */
  part(path: string): string;
}

type Node = { [name: string]: Node[] } & { '#text'?: string; ':@'?: Record<string, string> };

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  trimValues: false,
  parseTagValue: false,
  processEntities: true,
});

export function openDocx(bytes: Uint8Array, name = ''): Opened {
  const files = Object.entries(unzipSync(bytes)).map(
    ([path, content]) => [path, strFromU8(content)] as const,
  );
  const parts = new Map(files);
  for (const [path, xml] of parts) expect(XMLValidator.validate(xml), path).toBe(true);
  related(parts);
  const body = children(parse(part('word/document.xml')), 'w:document', 'w:body');
  const foot = children(parse(part('word/footer1.xml')), 'w:ftr');
  return {
    name,
    lines: paragraphs(body),
    tables: all(body, 'w:tbl').map((table) =>
      all(table, 'w:tr').map((row) => all(row, 'w:tc').map((cell) => paragraphs(cell).join('\n'))),
    ),
    foot: paragraphs(foot),
    across: [...part('word/document.xml').matchAll(/<w:pgSz ([^>]*)\/>/g)].map(([, sizes = '']) =>
      sizes.includes('landscape'),
    ),
    part,
  };

  function part(path: string): string {
    const xml = parts.get(path);
    if (xml === undefined) throw new Error(`no part ${path}`);
    return xml;
  }
}

/** Every part is of a known type, every relation's target is there, and what the text refers to is a relation. */
function related(parts: ReadonlyMap<string, string>): void {
  const types = parts.get('[Content_Types].xml') ?? '';
  for (const path of parts.keys())
    if (!/\.rels$|^\[/.test(path)) expect(types).toContain(`PartName="/${path}"`);
  for (const [, named = ''] of types.matchAll(/PartName="\/([^"]+)"/g))
    expect([...parts.keys()]).toContain(named);
  const targets = (path: string) =>
    [...(parts.get(path) ?? '').matchAll(/Id="([^"]+)"[^>]*Target="([^"]+)"/g)].map(
      ([, id = '', target = '']) => ({
        id,
        target,
      }),
    );
  for (const { target } of targets('_rels/.rels')) expect([...parts.keys()]).toContain(target);
  const own = targets('word/_rels/document.xml.rels');
  for (const { target } of own) expect([...parts.keys()]).toContain(`word/${target}`);
  for (const [, id] of (parts.get('word/document.xml') ?? '').matchAll(/r:id="([^"]+)"/g))
    expect(own.map((one) => one.id)).toContain(id);
  const styles = parts.get('word/styles.xml') ?? '';
  for (const [, style] of (parts.get('word/document.xml') ?? '').matchAll(/<w:(?:p|r)Style w:val="([^"]+)"/g))
    expect(styles).toContain(`w:styleId="${style}"`);
}

function parse(xml: string): Node[] {
  return z.custom<Node[]>(Array.isArray).parse(parser.parse(xml));
}

function children(nodes: Node[], ...path: string[]): Node[] {
  return path.reduce((found, tag) => found.flatMap((node) => node[tag] ?? []), nodes);
}

/** The contents of every element of that name, outermost ones only. */
function all(nodes: Node[], tag: string): Node[][] {
  return nodes.flatMap((node) => {
    const name = tagOf(node);
    const inner = name === undefined ? [] : (node[name] ?? []);
    return name === tag ? [inner] : all(inner, tag);
  });
}

function tagOf(node: Node): string | undefined {
  return Object.keys(node).find((key) => key.startsWith('w:'));
}

function paragraphs(nodes: Node[]): string[] {
  return all(nodes, 'w:p').map(textOf);
}

function textOf(nodes: Node[]): string {
  return nodes
    .map((node) => {
      const name = tagOf(node);
      if (name === 'w:t') return (node[name] ?? []).map((one) => one['#text'] ?? '').join('');
      if (name === 'w:br') return '\n';
      if (name === 'w:tab') return '\t';
      return name === undefined || name === 'w:pPr' || name === 'w:instrText' ? '' : textOf(node[name] ?? []);
    })
    .join('');
}

/** The written document that came of something said or pressed. */
export async function documentIn(org: TestOrg, { messages, text }: Seen): Promise<Opened> {
  const file = messages.find((message) => message.file)?.file;
  if (!file) throw new Error(`no file came: ${text}`);
  const response = await org.app.request(`http://127.0.0.1${file.url}`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('wordprocessingml');
  expect(file.name).toMatch(/\.docx$/);
  return openDocx(new Uint8Array(await response.arrayBuffer()), file.name);
}
