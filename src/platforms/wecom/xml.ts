import { XMLParser } from 'fast-xml-parser';
import { Rejected } from '../../errors.ts';

/** Far deeper than anything WeCom sends. */
const DEPTH = 16;

/** Everything is a string, ids of 64 bits too, and nothing is expanded. */
const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  processEntities: false,
  isArray: (name) => name === 'SelectedItem' || name === 'OptionId',
});

/** The elements inside `<xml>`, by name. No declarations, comments or instructions, which WeCom has no use for. */
export function readXml(text: string): unknown {
  compareShape(text.replaceAll(CDATA, ''));
  try {
    const read: { xml?: unknown } = parser.parse(text, true);
    return read.xml;
  } catch {
    throw new Rejected(400, 'the message is not XML');
  }
}

/** What people typed stands in there, and is no markup. */
const CDATA = /<!\[CDATA\[[\s\S]*?\]\]>/g;

function compareShape(markup: string): void {
  const body = markup.replace(/^\s*<\?xml\b[^<>?]*\?>/, '');
  if (!/^\s*<xml>/.test(body)) throw new Rejected(400, 'the message does not open with <xml>');
  if (/<[!?]/.test(body)) throw new Rejected(400, 'the message declares something besides its elements');
  let depth = 0;
  for (const [, close, , self] of body.matchAll(/<(\/?)([^<>/]+)(\/?)>/g)) {
    if (close) depth--;
    else if (!self && ++depth > DEPTH)
      throw new Rejected(400, `the message is nested deeper than ${DEPTH} levels`);
  }
}
